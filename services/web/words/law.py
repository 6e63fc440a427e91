"""The words of law data."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

KINDS: Words = {
    "rule": (N_("Quy định"), ""),
    "form": (N_("Mẫu biểu"), ""),
    "deadline": (N_("Thời hạn"), ""),
    "disposal": (N_("Hình thức xử lý tài sản"), ""),
    "life": (N_("Thời gian sử dụng, tỷ lệ"), ""),
}
CERTAINTY: Words = {
    "F1": (N_("Đã đối chiếu bản đầy đủ"), "good"),
    "F2": (N_("Theo nguồn thứ cấp"), "wait"),
    "inf": (N_("Suy luận của phần mềm"), "wait"),
    "M": (N_("Theo trí nhớ"), "bad"),
}
LIMIT: Words = {
    "days": (N_("ngày"), ""),
    "working_days": (N_("ngày làm việc"), ""),
    "months": (N_("tháng"), ""),
}
TABLES: dict[str, Words] = {"law_kind": KINDS, "certainty": CERTAINTY, "limit": LIMIT}
