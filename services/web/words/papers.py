"""The words of papers that anybody may check."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

KIND: Words = {
    "record": (N_("Biên bản"), ""),
    "clearance": (N_("Giấy xác nhận không còn giữ tài sản"), ""),
    "notice": (N_("Văn bản yêu cầu trả tài sản"), ""),
}
STANDING: Words = {
    "genuine": (N_("Có trong sổ, đang có giá trị"), "good"),
    "waiting": (N_("Có trong sổ, chưa đủ chữ ký"), "wait"),
    "refused": (N_("Đã bị từ chối ký"), "bad"),
    "cancelled": (N_("Đã huỷ"), "bad"),
    "disputed": (N_("Đang có khiếu nại"), "wait"),
    "reversed": (N_("Đã bị biên bản sau đảo lại"), "bad"),
    "superseded": (N_("Đã có bản thay thế"), "wait"),
}
# What the standing means for whoever holds the paper.
MEANING: Words = {
    "genuine": (
        N_("Giấy này do hệ thống lập và đang có giá trị. Hãy đối chiếu các mục dưới đây với tờ giấy."),
        "",
    ),
    "waiting": (
        N_("Giấy này do hệ thống lập nhưng chưa đủ chữ ký của các bên, nên chưa có giá trị bàn giao."),
        "",
    ),
    "refused": (N_("Một bên đã từ chối ký. Giấy này không có giá trị bàn giao."), ""),
    "cancelled": (N_("Cơ quan đã huỷ giấy này trước khi ký. Giấy không có giá trị."), ""),
    "disputed": (
        N_("Một bên đã ghi ý kiến không đồng ý vào sổ. Hãy hỏi đơn vị trước khi dùng giấy này."),
        "",
    ),
    "reversed": (
        N_("Một biên bản sau đã đảo lại việc ghi trong giấy này. Giấy chỉ còn là chứng từ lịch sử."),
        "",
    ),
    "superseded": (N_("Một văn bản sau đã thay giấy này. Hãy xin bản mới nhất ở đơn vị."), ""),
}
VERDICT: Words = {
    "same": (N_("Đúng từng byte: tệp này là bản do hệ thống phát hành."), "good"),
    "signed_copy": (
        N_(
            "Bản do hệ thống phát hành, có thêm chữ ký số hoặc ghi chú ở cuối tệp;"
            " nội dung các trang giữ nguyên."
        ),
        "good",
    ),
    "same_pages": (
        N_("Nội dung các trang giống bản do hệ thống phát hành; tệp đã được một chương trình khác lưu lại."),
        "good",
    ),
    "pages_differ": (N_("Tệp này khác bản do hệ thống phát hành."), "bad"),
    "not_ours": (N_("Không trang nào của tệp giống bản do hệ thống phát hành."), "bad"),
}
WITNESS: Words = {
    "silent": (N_("Chưa chứng kiến"), "wait"),
    "holds": (N_("Nhất quán"), "good"),
    "refused": (N_("Báo động: quá khứ bị sửa"), "bad"),
}
TABLES: dict[str, Words] = {
    "paper_kind": KIND,
    "paper_standing": STANDING,
    "paper_meaning": MEANING,
    "paper_verdict": VERDICT,
    "witness_standing": WITNESS,
}
