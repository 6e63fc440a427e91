"""The words of stocktakes."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

KIND: Words = {
    "year_end": (N_("Kiểm kê cuối năm"), "info"),
    "unscheduled": (N_("Kiểm kê đột xuất"), "info"),
    "reorganisation": (N_("Khi chia, tách, sáp nhập, giải thể"), "info"),
    "after_loss": (N_("Sau mất mát, thiên tai, hoả hoạn"), "info"),
}
STATE: Words = {
    "planned": (N_("Chưa mở"), ""),
    "counting": (N_("Đang kiểm kê"), "wait"),
    "recounting": (N_("Đang đếm lần hai"), "wait"),
    "closed": (N_("Đã chốt"), "good"),
    "cancelled": (N_("Đã huỷ"), ""),
}
OUTCOME: Words = {
    "found": (N_("Đã thấy"), "good"),
    "already": (N_("Đã quét rồi"), "info"),
    "wrong_place": (N_("Sai nơi sử dụng"), "wait"),
    "wrong_holder": (N_("Sai người giữ"), "wait"),
    "wrong_unit": (N_("Của đơn vị khác"), "wait"),
    "broken": (N_("Hỏng"), "wait"),
    "missing": (N_("Thiếu"), "bad"),
    "surplus": (N_("Ngoài danh sách"), "wait"),
    "unknown_code": (N_("Mã không có trong sổ"), "bad"),
    "unlabelled": (N_("Không có tem"), "wait"),
    "withdrawn": (N_("Đã ghi giảm"), "bad"),
    "misread": (N_("Đọc sai mã"), "bad"),
    "late": (N_("Gửi sau khi chốt"), ""),
}
CONDITION: Words = {
    "good": (N_("Tốt"), "good"),
    "poor": (N_("Kém, còn dùng được"), "wait"),
    "broken": (N_("Hỏng"), "bad"),
}
PROPOSAL: Words = {
    "loss": (N_("Lập hồ sơ mất tài sản"), "bad"),
    "disposal": (N_("Xử lý tài sản hỏng"), "wait"),
    "set_place": (N_("Sửa nơi sử dụng trên sổ"), "info"),
    "handover": (N_("Lập biên bản bàn giao đúng người giữ"), "wait"),
    "increase": (N_("Ghi tăng tài sản thừa"), "wait"),
    "clarify": (N_("Làm rõ tài sản ngoài danh sách"), "wait"),
}
DECISION: Words = {
    "proposed": (N_("Chờ quyết định"), "wait"),
    "accepted": (N_("Đồng ý"), "good"),
    "declined": (N_("Không đồng ý"), ""),
}
TABLES: dict[str, Words] = {
    "stocktake_kind": KIND,
    "stocktake_state": STATE,
    "stocktake_outcome": OUTCOME,
    "stocktake_condition": CONDITION,
    "stocktake_proposal": PROPOSAL,
    "stocktake_decision": DECISION,
}
