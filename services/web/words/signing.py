"""The words of signing: ways and what they prove, signed papers, files with digital signatures."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

WAY: Words = {
    "pin_own": (N_("mã PIN, từ tài khoản của người ký"), "good"),
    "pin_shared": (N_("mã PIN, trên máy của người khác"), "info"),
    "drawn_own": (N_("chữ ký vẽ, từ tài khoản của người ký"), "info"),
    "drawn_shared": (N_("chữ ký vẽ, trên máy của người khác"), "info"),
    "paper": (N_("ký tay trên bản giấy"), "info"),
    "pades": (N_("chữ ký số"), "good"),
}
PROOF: Words = {
    "pin_own": (N_("Người ký đã đăng nhập tài khoản của mình và nhập đúng mã PIN riêng."), ""),
    "pin_shared": (
        N_(
            "Mã PIN riêng của người ký được nhập đúng trên máy của người vận hành; ai bấm phím thì phần mềm"
            " không thấy."
        ),
        "",
    ),
    "drawn_own": (
        N_("Người đăng nhập tài khoản của người ký đã vẽ nét ký; nét chữ không được đối chiếu."),
        "",
    ),
    "drawn_shared": (
        N_(
            "Có người vẽ nét ký trên máy của người vận hành, và người vận hành chịu trách nhiệm rằng đó là"
            " người ký."
        ),
        "",
    ),
    "paper": (
        N_("Bản giấy đã ký được quét và lưu nguyên; cán bộ nêu tên đã xem ảnh và xác nhận thấy chữ ký."),
        "",
    ),
    "pades": (
        N_(
            "Khoá riêng của chứng thư mang tên người ký đã ký đúng tệp này; đổi một byte là lộ. Việc thu hồi"
            " chứng thư chưa được hỏi."
        ),
        "",
    ),
}
FOUND: Words = {
    "record": (N_("Biên bản đang chờ ký"), "good"),
    "copy": (N_("Bản giấy của biên bản đã ký xong"), "info"),
    "superseded": (N_("Biên bản này không còn hiệu lực"), "bad"),
    "unknown": (N_("Mã biên bản không có trong sổ của đơn vị"), "bad"),
    "label": (N_("Đây là tem tài sản, không phải biên bản"), "bad"),
    "foreign": (N_("Mã QR của nơi khác"), "bad"),
    "no_symbol": (N_("Không thấy mã QR trên trang"), "wait"),
}
VERDICT: Words = {
    "confirmed": (N_("Đã xác nhận"), "good"),
    "rejected": (N_("Không chấp nhận"), "bad"),
}
FILE: Words = {
    "prepared": (N_("Bản để ký số"), ""),
    "signed": (N_("Bản đã ký số"), "info"),
    "sealed": (N_("Bản có dấu số của cơ quan"), "good"),
}
COVERS: Words = {
    "entire_file": (N_("toàn bộ tệp"), "good"),
    "entire_revision": (N_("toàn bộ phiên bản lúc ký"), "good"),
    "part": (N_("chỉ một phần tệp"), "bad"),
    "unclear": (N_("không rõ"), "bad"),
}
AFTER: Words = {
    "none": (N_("không thêm gì sau đó"), "good"),
    "lta_updates": (N_("sau đó chỉ thêm bằng chứng của chứng thư"), "good"),
    "form_filling": (N_("sau đó chỉ có thêm chữ ký"), "good"),
    "annotations": (N_("sau đó có thêm ghi chú"), "bad"),
    "other": (N_("sau đó nội dung bị sửa"), "bad"),
    "unknown": (N_("không xét được phần sau"), "bad"),
}

TABLES: dict[str, Words] = {
    "signing_way": WAY,
    "signing_proof": PROOF,
    "scan_found": FOUND,
    "scan_verdict": VERDICT,
    "signed_file": FILE,
    "signature_covers": COVERS,
    "signature_after": AFTER,
}
