"""The words of corrections and reports of custody."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

CORRECTION_STATE: Words = {
    "proposed": (N_("Chờ duyệt"), "wait"),
    "approved": (N_("Đã duyệt"), "good"),
    "rejected": (N_("Không duyệt"), "bad"),
}
REPORT_ABOUT: Words = {
    "unit": (N_("Đơn vị"), ""),
    "person": (N_("Người giữ"), ""),
    "asset": (N_("Tài sản"), ""),
}
TABLES: dict[str, Words] = {"correction_state": CORRECTION_STATE, "report_about": REPORT_ABOUT}
