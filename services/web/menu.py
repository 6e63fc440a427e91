"""What the menu offers, in its order; which of it a visitor may open is in access.py."""

from services.web.access import may_open
from services.web.language import N_

# (endpoint, text, icon, CSS class); None begins a new group with a heading
MENU: tuple[tuple[str | None, str, str, str], ...] = (
    ("home.start", N_("Trang chủ"), "home", "first"),
    ("assets.listing", N_("Sổ tài sản"), "box", "first"),
    ("scan.look", N_("Quét mã"), "scan", "first scan"),
    ("mine.things", N_("Của tôi"), "person", "first"),
    (None, N_("Bàn giao, thu hồi"), "", ""),
    ("handovers.begin", N_("Bàn giao"), "give", ""),
    ("returns.begin", N_("Nhận lại, thu hồi"), "take", ""),
    ("records.listing", N_("Biên bản"), "record", ""),
    ("signed_papers.listing", N_("Nộp bản ký giấy"), "record", ""),
    ("repairs.listing", N_("Sửa chữa"), "out", ""),
    ("recalls.listing", N_("Việc thu hồi"), "recall", ""),
    ("plans.listing", N_("Bàn giao hàng loạt"), "building", ""),
    ("custody.corrections", N_("Đính chính người giữ"), "pen", ""),
    ("custody_reports.listing", N_("Báo cáo người giữ"), "book", ""),
    ("notices.listing", N_("Thông báo"), "bell", ""),
    (None, N_("Quản lý"), "", ""),
    ("duties.listing", N_("Việc đến hạn"), "bell", ""),
    ("disposals.listing", N_("Xử lý tài sản công"), "out", ""),
    ("cameras.listing", N_("Camera"), "camera", ""),
    ("people.listing", N_("Cán bộ"), "people", ""),
    ("units.listing", N_("Đơn vị"), "building", ""),
    ("stocktakes.listing", N_("Kiểm kê"), "count", ""),
    ("imports.listing", N_("Nhập sổ từ tệp"), "import", ""),
    ("labels.choose", N_("In tem"), "print", ""),
    ("wear.start", N_("Hao mòn, khoá sổ năm"), "lock", ""),
    ("law.listing", N_("Căn cứ pháp lý"), "book", ""),
    ("upkeep.corrections", N_("Sửa sai sót chờ duyệt"), "check", ""),
    ("catalogue.listing", N_("Danh mục tài sản"), "book", ""),
    ("exports.choose", N_("Sổ và biểu mẫu"), "book", ""),
    ("reconciliation.reconcile", N_("Đối chiếu sổ"), "check", ""),
    ("contracts.listing", N_("Tài liệu kết nối"), "book", ""),
    ("home.status", N_("Tình trạng hệ thống"), "pulse", ""),
)


def menu_for(roles: frozenset[str]) -> list[tuple[str | None, str, str, str]]:
    """The rows of the menu that `roles` may open; a heading with nothing under it is left out."""
    rows = [row for row in MENU if row[0] is None or may_open(row[0], roles)]
    following = [*rows[1:], (None, "", "", "")]
    return [
        row for row, after in zip(rows, following, strict=True) if row[0] is not None or after[0] is not None
    ]
