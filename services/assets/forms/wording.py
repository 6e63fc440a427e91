"""The words of the books on paper: why something came in or went out, by what it is counted."""

from psycopg.types.json import Jsonb

CAUSES = {
    "opening": "Số dư khi mở sổ",
    "purchase": "Mua sắm",
    "construction": "Đầu tư xây dựng",
    "allocated": "Được giao",
    "transfer_in": "Nhận điều chuyển",
    "gift": "Được tặng cho",
    "surplus_found": "Phát hiện thừa khi kiểm kê",
    "joint_venture": "Nhận từ liên doanh, liên kết",
    "hire_purchase": "Thuê mua",
    "other_increase": "Tăng khác",
    "reassigned_in": "Nhận từ đơn vị khác trong nội bộ",
    "reclassified_in": "Chuyển loại tài sản (ghi tăng)",
    "recalled": "Bị thu hồi",
    "transfer_out": "Điều chuyển",
    "handed_to_locality": "Chuyển giao về địa phương",
    "sold": "Bán",
    "liquidated": "Thanh lý",
    "destroyed": "Tiêu hủy",
    "lost": "Bị mất, bị hủy hoại",
    "uninstalled": "Gỡ bỏ phần mềm",
    "other_decrease": "Giảm khác",
    "reassigned_out": "Chuyển đơn vị khác trong nội bộ",
    "reclassified_out": "Chuyển loại tài sản (ghi giảm)",
    "import_undone": "Hủy lần nhập sổ",
    "revaluation": "Đánh giá lại",
    "upgrade": "Nâng cấp, mở rộng",
    "part_dismantled": "Tháo dỡ một phần",
    "part_added": "Lắp thêm bộ phận",
    "partial_loss": "Mất, hỏng một phần",
    "land_price": "Thay đổi giá đất",
    "correction": "Sửa sai sót trong năm",
    "wear": "Tính hao mòn năm",
}
PIECES = {
    "tablet": "chiếc",
    "camera": "chiếc",
    "camera_recorder": "chiếc",
    "led_screen": "bộ",
    "telephone_exchange": "bộ",
    "telephone": "chiếc",
    "meeting_equipment": "bộ",
    "computer": "bộ",
    "software": "bản",
}
OUTCOMES = {
    "found": "",
    "wrong_place": "Sai nơi sử dụng",
    "wrong_holder": "Sai người sử dụng",
    "broken": "Hỏng",
    "missing": "Thiếu",
}
CERTAINTY = {
    "F1": "",
    "F2": "Mẫu theo nguồn thứ cấp, chưa đối chiếu văn bản gốc.",
    "inf": "Mẫu do phần mềm suy ra từ văn bản, chưa đối chiếu mẫu gốc.",
    "M": "Mẫu theo trí nhớ, chưa đối chiếu văn bản gốc.",
}
# What the statements of sql/ are given of these.
GIVEN = {"causes": Jsonb(CAUSES), "pieces": Jsonb(PIECES), "outcomes": Jsonb(OUTCOMES)}
