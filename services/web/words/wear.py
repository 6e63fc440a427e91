"""The words of yearly wear."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

FORMULA: Words = {
    "yearly": (N_("Nguyên giá × tỷ lệ"), "good"),
    "last_year": (N_("Năm cuối: phần còn lại"), "good"),
    "spread": (N_("Phần còn lại ÷ số năm còn lại"), "good"),
    "transition": (N_("Chuyển tiếp 2026: phần còn lại ÷ số năm còn lại"), "info"),
    "all_remaining": (N_("Hết thời gian sử dụng: tính hết phần còn lại"), "info"),
    "transition_all": (N_("Chuyển tiếp 2026: tính hết phần còn lại"), "info"),
    "catch_up": (N_("Phần mềm: tính từ khi sử dụng đến hết năm 2026"), "info"),
    "worn_through": (N_("Đã hao mòn đủ, không tính"), ""),
    "no_wear": (N_("Không tính theo quyết định"), ""),
    "not_in_use": (N_("Chưa tính: chưa đưa vào sử dụng trong năm"), "wait"),
    "undecided": (N_("Chưa tính: chưa có quyết định về thời gian sử dụng"), "wait"),
}
GROUND: Words = {
    "unusable": (N_("Hỏng, không sử dụng được"), ""),
    "special": (N_("Tài sản cố định đặc thù"), ""),
    "keeps_value": (N_("Không bị giảm giá trị"), ""),
}
DECISION: Words = {
    "life": (N_("Thời gian sử dụng phần mềm"), ""),
    "rate_shift": (N_("Điều chỉnh tỷ lệ"), ""),
    "no_wear": (N_("Không tính hao mòn"), ""),
    "wear_again": (N_("Tính hao mòn trở lại"), ""),
    "used_before": (N_("Đã sử dụng trước khi về đơn vị"), ""),
}
CORRECTION: Words = {
    "waiting": (N_("Chờ duyệt"), "wait"),
    "booked": (N_("Đã ghi sổ"), "good"),
    "refused": (N_("Không duyệt"), "bad"),
}
DUTY: Words = {
    "overdue": (N_("Quá hạn"), "bad"),
    "near": (N_("Sắp đến hạn"), "wait"),
    "later": (N_("Chưa đến hạn"), ""),
}
TABLES: dict[str, Words] = {
    "wear_formula": FORMULA,
    "wear_ground": GROUND,
    "wear_decision": DECISION,
    "wear_correction": CORRECTION,
    "duty_state": DUTY,
}
