"""The words of mass handover."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

STATE: Words = {
    "draft": (N_("Đang soạn"), "wait"),
    "approved": (N_("Đã phê duyệt"), "info"),
    "written": (N_("Đã lập biên bản, chờ ký"), "wait"),
    "completed": (N_("Đã hoàn thành"), "good"),
    "cancelled": (N_("Đã huỷ"), ""),
}
WHY: Words = {
    "no_rule": (N_("Chưa có quy tắc nào chỉ đơn vị tiếp nhận"), "bad"),
    "waiting": (N_("Đang nằm trong một biên bản chờ ký"), "wait"),
    "being_disposed": (N_("Đang làm thủ tục xử lý"), "wait"),
    "other_plan": (N_("Đang nằm trong phương án khác"), "wait"),
    "holder_elsewhere": (N_("Người giữ không về đơn vị này: thu hồi trước"), "wait"),
    "not_free": (N_("Chưa lập biên bản được: xem lại tài sản"), "wait"),
    "no_record": (N_("Chưa lập biên bản"), "wait"),
    "unsigned": (N_("Biên bản chưa đủ chữ ký"), "wait"),
    "register_behind": (N_("Sổ tài sản chưa ghi chuyển đơn vị"), "wait"),
    "moved_on": (N_("Sau bàn giao đã chuyển đi nơi khác"), "info"),
    "out_of_books": (N_("Đã ghi giảm khỏi sổ"), "info"),
    "value_changed": (N_("Giá trị trên sổ khác lúc phê duyệt"), "bad"),
    "not_in_plan": (N_("Vào đơn vị cũ sau khi phê duyệt"), "bad"),
}
ISSUE: Words = {
    "no_giver": (N_("Chưa có người đại diện bên giao"), "bad"),
    "no_receiver": (N_("Chưa có người đại diện bên nhận"), "bad"),
    "one_person": (N_("Một người đứng cả bên giao và bên nhận"), "bad"),
}

TABLES: dict[str, Words] = {"plan_state": STATE, "plan_why": WHY, "plan_issue": ISSUE}
