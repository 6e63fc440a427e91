"""Deadlines, the steps by which people are told of them, and who these people are."""

from services.web.language import N_

NOTICE: dict[str, tuple[str, str]] = {
    "record_reminder": (N_("Nhắc ký biên bản"), "wait"),
    "stocktake_reminder": (N_("Sắp đến kỳ kiểm kê"), "wait"),
    "stocktake_overdue": (N_("Quá kỳ kiểm kê"), "bad"),
}
CAUSES = {
    "recall": N_("Thu hồi tài sản"),
    "record": N_("Biên bản chờ ký"),
    "stocktake": N_("Kiểm kê cuối năm"),
}
ROLES = {
    "leaver": N_("Người phải trả"),
    "signers": N_("Người chưa ký"),
    "officer": N_("Cán bộ quản lý tài sản"),
    "head": N_("Thủ trưởng đơn vị"),
    "accountant": N_("Kế toán"),
    "manager": N_("Thủ trưởng cấp trên"),
}
TABLES: dict[str, dict[str, tuple[str, str]]] = {
    "reminder_cause": {code: (text, "") for code, text in CAUSES.items()},
    "reminder_role": {code: (text, "") for code, text in ROLES.items()},
    "reminder_days": {"days": (N_("ngày"), ""), "working_days": (N_("ngày làm việc"), "")},
    "reminder_state": {
        "told": (N_("Đã báo"), "good"),
        "passed_over": (N_("Gộp vào lần sau"), ""),
        "planned": (N_("Sẽ báo"), "wait"),
        "off": (N_("Đã tắt"), ""),
        "never": (N_("Không cần báo"), ""),
    },
}
