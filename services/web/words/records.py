"""Words for records of every kind, their later states, and what is asked when one is drawn up."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

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
