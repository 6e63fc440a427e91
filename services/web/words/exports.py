"""What became of an export."""

from services.web.language import N_

TABLES: dict[str, dict[str, tuple[str, str]]] = {
    "export_state": {
        "running": (N_("Đang tạo tệp"), "wait"),
        "whole": (N_("Trọn vẹn"), "good"),
        "broken": (N_("Đứt giữa chừng"), "bad"),
    }
}
