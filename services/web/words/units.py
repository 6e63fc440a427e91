"""The words for units that change and people who move."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

IDENTIFIER_KIND: Words = {
    "budget_code": (N_("Mã đơn vị quan hệ ngân sách (ĐVQHNS)"), ""),
    "electronic_id": (N_("Mã định danh điện tử"), ""),
    "other": (N_("Mã khác"), ""),
}
UNIT_ACT: Words = {
    "registered": (N_("Ghi vào sổ"), "good"),
    "changed": (N_("Thay đổi"), "info"),
    "ended": (N_("Kết thúc"), ""),
    "reopened": (N_("Bỏ ghi kết thúc"), "wait"),
    "succeeded": (N_("Kết thúc, có đơn vị kế thừa"), ""),
}
ASSIGNMENT_ACT: Words = {
    "registered": (N_("Vào danh sách"), "good"),
    "moved": (N_("Điều chuyển"), "info"),
    "left": (N_("Thôi giữ"), ""),
    "returned": (N_("Trở lại"), "good"),
    "corrected": (N_("Sửa lại"), "wait"),
}
NORM_GROUP: Words = {group: (group, "") for group in ("II", "III", "IV", "V", "VI", "VII", "VIII")}
DUTY: Words = {
    "officer": (N_("Quản lý tài sản"), ""),
    "head": (N_("Lãnh đạo đơn vị"), ""),
    "accountant": (N_("Kế toán"), ""),
    "auditor": (N_("Kiểm toán"), ""),
}

TABLES: dict[str, Words] = {
    "identifier_kind": IDENTIFIER_KIND,
    "unit_act": UNIT_ACT,
    "assignment_act": ASSIGNMENT_ACT,
    "norm_group": NORM_GROUP,
    "duty": DUTY,
}
