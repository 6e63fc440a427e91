"""Words of disposal cases."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

KIND: Words = {
    "state_recall": (N_("Nhà nước thu hồi"), "info"),
    "transfer": (N_("Điều chuyển"), "info"),
    "hand_over_to_locality": (N_("Chuyển giao về địa phương"), "info"),
    "sale": (N_("Bán"), "info"),
    "liquidation": (N_("Thanh lý"), "info"),
    "destruction": (N_("Tiêu huỷ"), "info"),
    "loss": (N_("Mất, huỷ hoại"), "info"),
    "software_uninstall": (N_("Huỷ bỏ phần mềm"), "info"),
    "other": (N_("Hình thức khác"), "info"),
}
STATE: Words = {
    "draft": (N_("Đang lập"), ""),
    "submitted": (N_("Chờ quyết định"), "wait"),
    "returned": (N_("Bị trả lại"), "bad"),
    "rejected": (N_("Không chấp thuận"), "bad"),
    "cancelled": (N_("Hồ sơ đã huỷ"), ""),
    "decided": (N_("Đã có quyết định"), "info"),
    "carrying_out": (N_("Đang thực hiện"), "info"),
    "done": (N_("Chờ ghi sổ"), "wait"),
    "booked": (N_("Đã ghi giảm"), "good"),
    "lapsed": (N_("Quyết định hết hiệu lực"), ""),
}
MODE: Words = {
    "auction": (N_("Bán đấu giá"), ""),
    "listed": (N_("Bán niêm yết giá"), ""),
    "direct": (N_("Bán chỉ định"), ""),
    "scrapping": (N_("Phá dỡ, huỷ bỏ"), ""),
    "chemical": (N_("Hoá chất"), ""),
    "mechanical": (N_("Cơ học"), ""),
    "burning": (N_("Đốt, chôn"), ""),
    "other": (N_("Cách khác"), ""),
    "lost": (N_("Bị mất"), ""),
    "ruined": (N_("Bị huỷ hoại"), ""),
    "uninstall": (N_("Tháo gỡ cài đặt khỏi thiết bị"), ""),
}
ACT: Words = {
    "draft": (N_("Lập hồ sơ"), ""),
    "change": (N_("Sửa hồ sơ"), ""),
    "submit": (N_("Trình quyết định"), ""),
    "cancel": (N_("Huỷ hồ sơ"), ""),
    "approve": (N_("Ghi quyết định"), ""),
    "reject": (N_("Không chấp thuận"), ""),
    "return": (N_("Trả lại hồ sơ"), ""),
    "meet": (N_("Ghi Hội đồng"), ""),
    "begin": (N_("Bắt đầu thực hiện"), ""),
    "extend": (N_("Gia hạn quyết định"), ""),
    "finish": (N_("Ghi kết quả thực hiện"), ""),
    "lapse": (N_("Chấm dứt quyết định"), ""),
    "settle": (N_("Ghi tiền thu, chi"), ""),
    "book": (N_("Ghi sổ"), ""),
}
BUYER: Words = {"person": (N_("Cá nhân"), ""), "organisation": (N_("Tổ chức"), "")}
COUNCIL: Words = {
    "chair": (N_("Chủ tịch Hội đồng"), ""),
    "member": (N_("Uỷ viên"), ""),
    "secretary": (N_("Thư ký"), ""),
}
RECORDER: Words = {
    "head": (N_("Thủ trưởng ghi quyết định"), ""),
    "officer": (N_("Cán bộ khác ghi quyết định của cấp trên"), ""),
    "admin": (N_("Quản trị ghi quyết định của cấp trên"), ""),
}
NOTICE: Words = {
    "disposal_waiting": (N_("Hồ sơ xử lý chờ quyết định"), "wait"),
    "disposal_approved": (N_("Hồ sơ xử lý đã có quyết định"), "good"),
    "disposal_rejected": (N_("Hồ sơ xử lý không được chấp thuận"), "bad"),
    "disposal_returned": (N_("Hồ sơ xử lý bị trả lại"), "bad"),
    "disposal_done": (N_("Hồ sơ xử lý chờ ghi sổ"), "wait"),
    "disposal_overdue": (N_("Hồ sơ xử lý quá hạn"), "bad"),
}
STATUS: Words = {"awaiting_disposal": (N_("Chờ xử lý theo quyết định"), "wait")}

TABLES: dict[str, Words] = {
    "disposal_kind": KIND,
    "disposal_state": STATE,
    "disposal_mode": MODE,
    "disposal_act": ACT,
    "disposal_buyer": BUYER,
    "council_role": COUNCIL,
    "decision_recorder": RECORDER,
}
