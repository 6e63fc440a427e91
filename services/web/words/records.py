"""Words for records of every kind, their later states, and what is asked when one is drawn up."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

# (endpoint, icon, text, hint): what is happening to the things, in people's words
NEW = (
    ("handovers.begin", "give", N_("Giao cho cán bộ dùng"), N_("Quét tem, chọn người nhận, hai bên ký.")),
    ("returns.begin", "take", N_("Nhận lại, thu hồi từ cán bộ"), N_("Quét tem những máy mang trả.")),
    ("repairs.out", "out", N_("Đưa đi sửa chữa"), N_("Người giữ vẫn chịu trách nhiệm; ghi ngày hẹn trả.")),
    ("repairs.listing", "box", N_("Nhận về sau sửa chữa"), N_("Chọn máy đang ở nơi sửa chữa.")),
    (
        "disposals.listing",
        "building",
        N_("Điều chuyển, Nhà nước thu hồi"),
        N_("Mở hồ sơ đã có quyết định, rồi lập biên bản bàn giao."),
    ),
)

KIND: Words = {
    "transfer": (N_("Điều chuyển"), "info"),
    "state_recall": (N_("Nhà nước thu hồi"), "info"),
    "merger_handover": (N_("Bàn giao khi sắp xếp đơn vị"), "info"),
    "repair_out": (N_("Đưa đi sửa chữa"), "info"),
    "repair_in": (N_("Nhận về sau sửa chữa"), "info"),
    "reversal": (N_("Hủy kết quả biên bản"), "info"),
}
STATE: Words = {
    "disputed": (N_("Có ý kiến không đồng ý"), "wait"),
    "upheld": (N_("Ý kiến được chấp nhận, chờ hủy kết quả"), "wait"),
    "reversed": (N_("Đã hủy kết quả"), "bad"),
}
NOTICE: Words = {
    "record_disputed": (N_("Biên bản có ý kiến không đồng ý"), "wait"),
    "record_decided": (N_("Đã quyết định về ý kiến không đồng ý"), ""),
    "record_reversed": (N_("Biên bản đã bị hủy kết quả"), "bad"),
}
