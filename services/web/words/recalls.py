"""The words of recalls: outcomes, ways of delivery, people of a campaign."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

STATE: Words = {"open": (N_("Đang thu hồi"), "wait"), "closed": (N_("Đã thu hồi xong"), "good")}
LINE: Words = {
    "open": (N_("Chưa trả"), "wait"),
    "lost": (N_("Báo mất"), "bad"),
    "returned": (N_("Đã trả"), "good"),
    "passed_on": (N_("Đã giao người kế nhiệm"), "good"),
    "broken": (N_("Đã trả, hỏng"), "wait"),
    "compensated": (N_("Đã bồi thường"), "good"),
    "kept": (N_("Điều chuyển theo người"), "good"),
}
# What may be said by hand, in the order of the form; a return is recorded by a record.
OUTCOME: Words = {
    "passed_on": (N_("Giao người kế nhiệm (lập biên bản để hai bên ký)"), ""),
    "lost": (N_("Mất (mở hồ sơ xử lý tài sản bị mất)"), ""),
    "broken": (N_("Đã trả nhưng hỏng"), ""),
    "compensated": (N_("Đã bồi thường, hoặc được miễn bồi thường"), ""),
    "kept": (N_("Mang theo vì tài sản đã điều chuyển sang đơn vị mới"), ""),
    "open": (N_("Ghi lại: chưa trả (đính chính)"), ""),
    "returned": (N_("Ghi lại: đã trả, không hỏng (đính chính)"), ""),
}
DELIVERY: Words = {"delivered": (N_("Đã giao"), "info"), "acknowledged": (N_("Đã xác nhận nhận"), "good")}
WAY: Words = {
    "in_person": (N_("trao tay"), ""),
    "mail": (N_("gửi thư"), ""),
    "in_app": (N_("trong phần mềm"), ""),
}
CAMPAIGN_PERSON: Words = {
    "overdue": (N_("Quá hạn"), "bad"),
    "open": (N_("Đang thu hồi"), "wait"),
    "closed": (N_("Đã thu hồi xong"), "good"),
    "nothing_held": (N_("Không giữ gì thuộc diện thu hồi"), ""),
}

TABLES: dict[str, Words] = {
    "recall_state": STATE,
    "recall_line": LINE,
    "recall_outcome": OUTCOME,
    "recall_delivery": DELIVERY,
    "recall_way": WAY,
    "campaign_person": CAMPAIGN_PERSON,
}
