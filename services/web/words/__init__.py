"""The words for the states and kinds that the services send, with the colour of their chip.

A noun that has many of them keeps them in a file of its own here, with its `TABLES` joined at the end.
"""

from services.web.language import N_
from services.web.words import (
    assets,
    custody,
    disposals,
    exports,
    finding,
    imports,
    labels,
    law,
    papers,
    plans,
    recalls,
    records,
    reminders,
    signing,
    stocktakes,
    units,
    wear,
)

Words = dict[str, tuple[str, str]]  # code -> (Vietnamese text, chip class)

ASSET_STATUS: Words = {
    "in_store": (N_("Trong kho"), "good"),
    "in_use": (N_("Đang sử dụng"), "info"),
    "broken": (N_("Hỏng"), "wait"),
    "lost": (N_("Mất"), "bad"),
    **disposals.STATUS,
    "disposed": (N_("Đã xử lý, ghi giảm"), ""),
    "withdrawn": (N_("Đã huỷ nhập"), ""),
}
RECORD_STATE: Words = {
    "draft": (N_("Bản nháp"), ""),
    "issued": (N_("Chờ ký"), "wait"),
    "signed": (N_("Đã ký một bên"), "wait"),
    "completed": (N_("Đã hoàn thành"), "good"),
    "refused": (N_("Bị từ chối"), "bad"),
    "cancelled": (N_("Đã huỷ"), ""),
    **records.STATE,
}
RECORD_KIND: Words = {
    "internal_handover": (N_("Bàn giao nội bộ"), "info"),
    "internal_return": (N_("Trả lại tài sản"), "info"),
    "internal_recall": (N_("Thu hồi nội bộ"), "info"),
    **records.KIND,
}
PERSON_STATUS: Words = {
    "working": (N_("Đang công tác"), "good"),
    "retired": (N_("Đã nghỉ hưu"), ""),
    "transferred": (N_("Đã chuyển công tác"), ""),
    "resigned": (N_("Đã thôi việc"), ""),
    "dead": (N_("Đã mất"), ""),
}
NOTICE_STATE: Words = {
    "unread": (N_("Chưa đọc"), "wait"),
    "read": (N_("Đã đọc"), ""),
    "acknowledged": (N_("Đã xác nhận"), "good"),
}
NOTICE_KIND: Words = {
    "record_waiting": (N_("Biên bản chờ ký"), "wait"),
    "record_completed": (N_("Biên bản đã hoàn thành"), "good"),
    "record_refused": (N_("Biên bản bị từ chối"), "bad"),
    "record_cancelled": (N_("Biên bản đã huỷ"), ""),
    **records.NOTICE,
    "recall_opened": (N_("Yêu cầu trả tài sản"), "wait"),
    "recall_due": (N_("Sắp đến hạn trả"), "wait"),
    "recall_overdue": (N_("Quá hạn trả"), "bad"),
    "recall_closed": (N_("Đã trả xong tài sản"), "good"),
    **disposals.NOTICE,
    **reminders.NOTICE,
    "stocktake_due": (N_("Đến kỳ kiểm kê cuối năm"), "wait"),
}
DELIVERY_STATE: Words = {
    "planned": (N_("Chờ gửi"), "wait"),
    "sent": (N_("Đã gửi"), "good"),
    "failed": (N_("Gửi lỗi, sẽ thử lại"), "wait"),
    "dead": (N_("Không gửi được"), "bad"),
    "withdrawn": (N_("Không còn cần gửi"), ""),
}
NOTICE_STEP: Words = {
    "planned": (N_("Lập thông báo"), ""),
    "sent": (N_("Đã gửi"), "good"),
    "deferred": (N_("Gửi lỗi, sẽ thử lại"), "wait"),
    "refused": (N_("Máy chủ thư từ chối"), "bad"),
    "interrupted": (N_("Lần gửi bị ngắt giữa chừng"), "wait"),
    "resend_asked": (N_("Yêu cầu gửi lại"), "info"),
    "read": (N_("Đã đọc"), ""),
    "acknowledged": (N_("Đã xác nhận"), "good"),
    "settled": (N_("Việc đã xong"), ""),
}
SENDING_ALARM: Words = {
    "oldest_unsent": (N_("Có thư chờ gửi đã hơn một giờ."), "bad"),
    "nothing_sent": (
        N_("Có thư chờ mà đã hơn 15 phút không thư nào gửi được. Hãy kiểm tra máy chủ thư."),
        "bad",
    ),
}
CHANNEL: Words = {"in_app": (N_("Trong phần mềm"), ""), "email": (N_("Thư điện tử"), "")}
ASSET_KIND: Words = {"fixed_asset": (N_("Tài sản cố định"), ""), "tool": (N_("Công cụ, dụng cụ"), "")}
ROLE: Words = {
    "officer": (N_("Cán bộ quản lý tài sản"), ""),
    "holder": (N_("Người sử dụng tài sản"), ""),
    "head": (N_("Thủ trưởng đơn vị"), ""),
    "accountant": (N_("Kế toán"), ""),
    "auditor": (N_("Kiểm toán"), ""),
    "admin": (N_("Quản trị hệ thống"), ""),
}
RECALL_REASON: Words = {
    **{code: words for code, words in PERSON_STATUS.items() if code != "working"},
    "decision": (N_("Theo quyết định"), ""),
}
UNIT_KIND: Words = {
    "province": (N_("Thành phố, tỉnh"), ""),
    "department": (N_("Phòng, ban"), ""),
    "district": (N_("Quận"), ""),
    "ward": (N_("Phường"), ""),
    "office": (N_("Văn phòng"), ""),
    "school": (N_("Trường học"), ""),
    "other": (N_("Đơn vị khác"), ""),
}
SIGNED_BY: Words = {
    "pin": (N_("mã PIN"), ""),
    "drawn": (N_("chữ ký vẽ"), ""),
    "paper": (N_("ký tay trên bản giấy"), ""),
    "pades": (N_("chữ ký số"), ""),
}
SIDE: Words = {"giver": (N_("Bên giao"), ""), "receiver": (N_("Bên nhận"), "")}
SERVICE: Words = {
    "assets": (N_("Sổ tài sản"), ""),
    "handover": (N_("Bàn giao, thu hồi"), ""),
    "notifications": (N_("Thông báo"), ""),
}
CONDITIONS = (N_("Hoạt động tốt"), N_("Hoạt động bình thường"), N_("Trầy xước nhẹ"), N_("Hỏng, cần sửa chữa"))

TABLES: dict[str, Words] = {
    "asset_status": ASSET_STATUS,
    "asset_kind": ASSET_KIND,
    "record_state": RECORD_STATE,
    "record_kind": RECORD_KIND,
    "person_status": PERSON_STATUS,
    "recall_reason": RECALL_REASON,
    "notice_state": NOTICE_STATE,
    "notice_kind": NOTICE_KIND,
    "delivery_state": DELIVERY_STATE,
    "notice_step": NOTICE_STEP,
    "sending_alarm": SENDING_ALARM,
    "channel": CHANNEL,
    "role": ROLE,
    "unit_kind": UNIT_KIND,
    "signed_by": SIGNED_BY,
    "side": SIDE,
    "service": SERVICE,
    **assets.TABLES,
    **exports.TABLES,
    **imports.TABLES,
    **finding.TABLES,
    **labels.TABLES,
    **law.TABLES,
    **plans.TABLES,
    **papers.TABLES,
    **recalls.TABLES,
    **reminders.TABLES,
    **signing.TABLES,
    **stocktakes.TABLES,
    **units.TABLES,
    **wear.TABLES,
    **disposals.TABLES,
    **custody.TABLES,
}
