"""What notices say, in Vietnamese and English: templates by kind of notice and role of the one told. Pure.

The names in braces are filled from `facts.py`; a template says what happened, by when, and what to do next.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """One notice's words; templates until `filled`."""

    subject_vi: str
    text_vi: str
    subject_en: str
    text_en: str

    def filled(self, facts: Mapping[str, str]) -> "Wording":
        """The same with every name in braces replaced from `facts`."""
        return Wording(
            self.subject_vi.format_map(facts),
            self.text_vi.format_map(facts),
            self.subject_en.format_map(facts),
            self.text_en.format_map(facts),
        )


def wording(kind: str, role: str) -> Wording:
    """The templates for one who is told of `kind` as `role`: the nearest that there are for it."""
    nearest = (role, *_NEAREST.get(role, ()), "")
    return next(_WORDS[kind, one] for one in nearest if (kind, one) in _WORDS)


# who has no words of an own reads those of another who oversees
_NEAREST = {"manager": ("head", "officer"), "head": ("officer",), "accountant": ("head", "officer")}
_RECORD_VI = "{what_vi} số {number} ngày {day} gồm {count} tài sản ({giver} giao, {receiver} nhận)"
_RECORD_EN = "{what_en} No. {number} of {day} over {assets_en} (from {giver} to {receiver})"

_WORDS: dict[tuple[str, str], Wording] = {
    ("record_waiting", ""): Wording(
        "{what_vi} số {number} đang chờ ông/bà ký",
        _RECORD_VI
        + " đang chờ chữ ký của ông/bà ở {side_vi}. {signed_vi}Đề nghị ông/bà đối chiếu tài sản thực tế với"
        " biên bản rồi ký. Nếu nội dung chưa đúng, ông/bà chọn “Từ chối” và ghi rõ lý do.",
        "{what_en} No. {number} waits for your signature",
        _RECORD_EN
        + " waits for your signature as the {side_en}. {signed_en}Please compare the assets with the record,"
        " then sign. If something is not right, choose “Refuse” and say why.",
    ),
    ("record_completed", "giver"): Wording(
        "{what_vi} số {number} đã hoàn thành",
        "{what_vi} số {number} ngày {day} đã có đủ chữ ký của hai bên. Ông/bà đã giao {count} tài sản cho"
        " {receiver}. Đề nghị ông/bà tải và lưu biên bản theo liên kết kèm theo.",
        "{what_en} No. {number} is complete",
        "{what_en} No. {number} of {day} is signed by both sides. You handed {assets_en} over to {receiver}."
        " Please download the record by the link and keep it.",
    ),
    ("record_completed", "receiver"): Wording(
        "{what_vi} số {number} đã hoàn thành",
        "{what_vi} số {number} ngày {day} đã có đủ chữ ký của hai bên. Ông/bà đã nhận {count} tài sản từ"
        " {giver}{duty_vi}. Đề nghị ông/bà tải và lưu biên bản theo liên kết kèm theo.",
        "{what_en} No. {number} is complete",
        "{what_en} No. {number} of {day} is signed by both sides. You received {assets_en} from"
        " {giver}{duty_en}. Please download the record by the link and keep it.",
    ),
    ("record_refused", ""): Wording(
        "{what_vi} số {number} đã bị từ chối ký",
        _RECORD_VI
        + " đã bị từ chối ký nên không có hiệu lực; người đang giữ tài sản không thay đổi. Đề nghị ông/bà mở"
        " biên bản để xem lý do. Nếu vẫn cần giao nhận, cán bộ quản lý tài sản lập biên bản mới.",
        "{what_en} No. {number} was refused",
        _RECORD_EN
        + " was refused and has no effect; the assets stay with whoever holds them. Open the record to see"
        " the reason. If the handover is still needed, the asset officer draws up a new record.",
    ),
    ("record_cancelled", ""): Wording(
        "{what_vi} số {number} đã được hủy",
        _RECORD_VI
        + " đã được cán bộ quản lý tài sản hủy trước khi có chữ ký nên không có hiệu lực; người đang giữ"
        " tài sản không thay đổi. Ông/bà không phải làm gì thêm.",
        "{what_en} No. {number} was cancelled",
        _RECORD_EN
        + " was cancelled by the asset officer before anybody signed and has no effect; the assets stay with"
        " whoever holds them. There is nothing for you to do.",
    ),
    ("record_disputed", ""): Wording(
        "{what_vi} số {number}: có ý kiến không đồng ý",
        _RECORD_VI
        + " bị một bên nêu ý kiến không đồng ý. Tài sản vẫn do người đang giữ chịu trách nhiệm; thủ trưởng"
        " đơn vị xem xét, quyết định. Ý kiến có trong biên bản theo liên kết kèm theo.",
        "{what_en} No. {number} is disputed",
        _RECORD_EN
        + " is disputed by one side. Whoever holds the assets goes on answering for them; the head of the"
        " unit decides. The link shows what was said.",
    ),
    ("record_decided", ""): Wording(
        "{what_vi} số {number}: đã có quyết định về ý kiến không đồng ý",
        _RECORD_VI
        + ": thủ trưởng đã quyết định về ý kiến không đồng ý. Nếu ý kiến được chấp nhận, hai bên ký biên bản"
        " hủy kết quả; nếu không, biên bản vẫn có giá trị. Quyết định có trong biên bản theo liên kết.",
        "{what_en} No. {number}: the dispute is decided",
        _RECORD_EN
        + ": the head has decided on the dispute. If it was upheld, both sides sign a reversal; if not, the"
        " record stands. The link shows the decision.",
    ),
    ("record_reversed", ""): Wording(
        "{what_vi} số {number} đã bị hủy kết quả",
        _RECORD_VI
        + " đã bị hủy kết quả bằng một biên bản khác hai bên đã ký; tài sản trở lại như trước biên bản này."
        " Biên bản cũ vẫn được lưu nguyên.",
        "{what_en} No. {number} was reversed",
        _RECORD_EN
        + " was taken back by another record that both sides signed; the assets are as they were before it."
        " The record itself is kept as it is.",
    ),
    ("recall_opened", "leaver"): Wording(
        "Đề nghị trả {count} tài sản chậm nhất ngày {deadline}",
        "{reason_vi}, đơn vị thu hồi {count} tài sản đang giao ông/bà quản lý, sử dụng. Đề nghị ông/bà trả"
        " đủ tài sản và phụ kiện kèm theo cho cán bộ quản lý tài sản của đơn vị chậm nhất ngày {deadline},"
        " đồng thời ký biên bản thu hồi. Danh sách tài sản ở liên kết kèm theo.",
        "Please return {assets_en} by {deadline}",
        "{reason_en}, the unit takes back {assets_en} that you hold. Please return them with all"
        " accessories to the unit's asset officer by {deadline} at the latest, and sign the recall record."
        " The link lists the assets.",
    ),
    ("recall_opened", "officer"): Wording(
        "Thu hồi tài sản của {person}, hạn ngày {deadline}",
        "Ông/bà {person_post} {status_vi}, còn giữ {count} tài sản. Đề nghị ông/bà {how_vi}, kiểm tra hiện"
        " trạng và lập biên bản thu hồi chậm nhất ngày {deadline}. Danh sách tài sản ở liên kết kèm theo.",
        "Recall of the assets of {person}, due {deadline}",
        "{person_post} {status_en} and still holds {assets_en}. Please {how_en}, check their condition and"
        " draw up the recall record by {deadline} at the latest. The link lists the assets.",
    ),
    ("recall_due", "leaver"): Wording(
        "Sắp đến hạn trả tài sản: ngày {deadline}",
        "Ông/bà còn {count} tài sản chưa trả; hạn trả là ngày {deadline}. Đề nghị ông/bà trả đủ tài sản và"
        " phụ kiện kèm theo cho cán bộ quản lý tài sản của đơn vị trước khi hết hạn. Nếu gặp vướng mắc, đề"
        " nghị ông/bà báo ngay cho cán bộ quản lý tài sản.",
        "Assets due back on {deadline}",
        "You have not yet returned {assets_en}, due on {deadline}. Please return them with all accessories"
        " to the unit's asset officer in time. If anything stands in the way, tell the asset officer now.",
    ),
    ("recall_due", "officer"): Wording(
        "Sắp đến hạn thu hồi tài sản của {person}: ngày {deadline}",
        "Ông/bà {person_post} còn {count} tài sản chưa trả; hạn trả là ngày {deadline}. Đề nghị ông/bà đôn"
        " đốc và chuẩn bị tiếp nhận, lập biên bản thu hồi.",
        "The assets of {person} are due back on {deadline}",
        "{person_post} has not yet returned {assets_en}, due on {deadline}. Please remind, and prepare to"
        " take them back with a recall record.",
    ),
    ("recall_overdue", "leaver"): Wording(
        "Đã quá hạn trả tài sản (hạn ngày {deadline})",
        "Ông/bà còn {count} tài sản chưa trả, đã quá hạn ngày {deadline}. Đề nghị ông/bà trả ngay cho cán"
        " bộ quản lý tài sản của đơn vị. Trường hợp tài sản bị mất hoặc hỏng, đề nghị ông/bà báo cáo bằng"
        " văn bản để đơn vị xử lý theo quy định.",
        "Assets overdue since {deadline}",
        "You have not yet returned {assets_en}, due on {deadline}. Please return them to the unit's asset"
        " officer at once. If an asset is lost or broken, report it in writing so that the unit can settle"
        " it as the rules say.",
    ),
    ("recall_overdue", "officer"): Wording(
        "Quá hạn thu hồi tài sản của {person} (hạn ngày {deadline})",
        "Ông/bà {person_post} còn {count} tài sản chưa trả, đã quá hạn ngày {deadline}. Đề nghị ông/bà đôn"
        " đốc, tổ chức thu hồi và báo cáo thủ trưởng đơn vị biện pháp xử lý.",
        "The assets of {person} are overdue (due {deadline})",
        "{person_post} has not yet returned {assets_en}, due on {deadline}. Please press for their return"
        " and propose to the head of the unit what is to be done.",
    ),
    ("recall_overdue", "head"): Wording(
        "Quá hạn thu hồi tài sản của {person} (hạn ngày {deadline})",
        "Kính báo cáo ông/bà: ông/bà {person_post} còn {count} tài sản chưa trả, đã quá hạn ngày"
        " {deadline}. Đề nghị ông/bà chỉ đạo việc thu hồi và quyết định biện pháp xử lý.",
        "The assets of {person} are overdue (due {deadline})",
        "{person_post} has not yet returned {assets_en}, due on {deadline}. Please direct the recall and"
        " decide what is to be done.",
    ),
    ("recall_closed", "leaver"): Wording(
        "Đã hoàn thành việc trả tài sản",
        "Ông/bà đã trả đủ tài sản trong đợt thu hồi mở ngày {opened}; đợt thu hồi đã kết thúc. Ông/bà không"
        " phải làm gì thêm. Trân trọng cảm ơn ông/bà.",
        "All assets are returned",
        "You returned every asset of the recall opened on {opened}; it is closed. There is nothing more for"
        " you to do. Thank you.",
    ),
    ("recall_closed", "officer"): Wording(
        "Đã thu hồi đủ tài sản của {person}",
        "Đợt thu hồi mở ngày {opened} đối với ông/bà {person_post} đã kết thúc: mọi tài sản đã được trả và"
        " có biên bản. Ông/bà không phải làm gì thêm.",
        "All assets of {person} are back",
        "The recall opened on {opened} for {person_post} is closed: every asset is back, each with a"
        " record. There is nothing more for you to do.",
    ),
    ("record_reminder", "signers"): Wording(
        "{what_vi} số {number} vẫn chờ ông/bà ký",
        "{what_vi} số {number} ngày {day} gồm {count} tài sản vẫn chờ chữ ký của ông/bà (nên ký trước ngày"
        " {deadline}). Đề nghị ông/bà đối chiếu và ký, hoặc chọn “Từ chối” và ghi rõ lý do.",
        "{what_en} No. {number} still waits for your signature",
        "{what_en} No. {number} of {day} over {assets_en} still waits for your signature (it was to be signed"
        " by {deadline}). Please compare and sign, or choose “Refuse” and say why.",
    ),
    ("record_reminder", ""): Wording(
        "{what_vi} số {number} chưa đủ chữ ký",
        "{what_vi} số {number} ngày {day} gồm {count} tài sản chưa có đủ chữ ký (nên ký trước ngày"
        " {deadline}); trong lúc chờ, các tài sản này không bàn giao được. Đề nghị ông/bà đôn đốc hoặc hủy"
        " biên bản nếu chưa ai ký.",
        "{what_en} No. {number} lacks a signature",
        "{what_en} No. {number} of {day} over {assets_en} lacks a signature (it was to be signed by"
        " {deadline}); its assets cannot be handed over meanwhile. Please remind the signer, or cancel the"
        " record if nobody has signed.",
    ),
    ("stocktake_reminder", ""): Wording(
        "Sắp đến thời điểm kiểm kê cuối năm {year}: {unit}",
        "{unit} có {count} tài sản trên sổ và chưa có đợt kiểm kê cuối năm {year}; thời điểm kiểm kê là ngày"
        " {deadline} (Điều 38 Luật số 15/2017/QH14, Điều 40 Luật số 88/2015/QH13). Đề nghị ông/bà lập kế"
        " hoạch và thành lập ban kiểm kê.",
        "Year-end stocktake {year} is near: {unit_en}",
        "{unit_en} has {assets_en} in its books and no year-end stocktake for {year} yet, as of {deadline}"
        " (Law 15/2017/QH14 Art. 38, Law 88/2015/QH13 Art. 40). Please plan it and appoint the board.",
    ),
    ("stocktake_overdue", ""): Wording(
        "Đã qua thời điểm kiểm kê cuối năm {year}: {unit}",
        "Thời điểm kiểm kê ngày {deadline} đã qua mà {unit} ({count} tài sản trên sổ) chưa có đợt kiểm kê"
        " cuối năm {year}. Đề nghị ông/bà tổ chức kiểm kê ngay và xử lý chênh lệch trước khi lập báo cáo tài"
        " chính.",
        "Year-end stocktake {year} is overdue: {unit_en}",
        "The day of the stocktake, {deadline}, has passed and {unit_en} ({assets_en} in its books) has none"
        " for {year}. Please hold it now and settle differences before the financial statements.",
    ),
    ("stocktake_due", "officer"): Wording(
        "Kiểm kê tài sản cuối năm {year}: {unit}",
        "{unit} có {count} tài sản trên sổ và chưa có đợt kiểm kê cuối năm {year} (thời điểm kiểm kê ngày"
        " {deadline}; Điều 38 Luật số 15/2017/QH14, Điều 40 Luật số 88/2015/QH13). Đề nghị ông/bà lập kế"
        " hoạch kiểm kê; chênh lệch phải được xử lý trước khi lập báo cáo tài chính.",
        "Year-end stocktake {year}: {unit_en}",
        "{unit_en} has {assets_en} in its books and no year-end stocktake for {year} yet (as of {deadline};"
        " Law 15/2017/QH14 Art. 38, Law 88/2015/QH13 Art. 40). Please plan it; differences must be settled"
        " before the financial statements.",
    ),
    ("stocktake_due", "head"): Wording(
        "Kiểm kê tài sản cuối năm {year}: {unit}",
        "Kính báo cáo ông/bà: {unit} có {count} tài sản trên sổ và chưa có đợt kiểm kê cuối năm {year} (thời"
        " điểm kiểm kê ngày {deadline}; Điều 38 Luật số 15/2017/QH14, Điều 40 Luật số 88/2015/QH13). Đề nghị"
        " ông/bà quyết định thành lập ban kiểm kê.",
        "Year-end stocktake {year}: {unit_en}",
        "{unit_en} has {assets_en} in its books and no year-end stocktake for {year} yet (as of {deadline};"
        " Law 15/2017/QH14 Art. 38, Law 88/2015/QH13 Art. 40). Please appoint the stocktaking board.",
    ),
}
