"""Asset books: states of an import, the fields that a column may carry, the encodings of old files."""

from services.web.language import N_

Words = dict[str, tuple[str, str]]

IMPORT_STATE: Words = {
    "reading": (N_("Đang đọc tệp"), "wait"),
    "unread": (N_("Chưa đọc được"), "bad"),
    "dry_run": (N_("Mới kiểm tra, chưa ghi"), "wait"),
    "committed": (N_("Đã ghi vào sổ"), "good"),
    "undone": (N_("Đã huỷ cả lô"), ""),
}
IMPORT_FIELD: Words = {
    "name": (N_("Tên tài sản"), ""),
    "unit": (N_("Đơn vị"), ""),
    "cost": (N_("Nguyên giá"), ""),
    "cost_budget": (N_("Nguyên giá: nguồn ngân sách"), ""),
    "cost_other": (N_("Nguyên giá: nguồn khác"), ""),
    "wear": (N_("Hao mòn luỹ kế"), ""),
    "remaining": (N_("Giá trị còn lại"), ""),
    "tag": (N_("Mã tài sản"), ""),
    "serial": (N_("Số sê-ri"), ""),
    "category": (N_("Loại tài sản"), ""),
    "maker": (N_("Hãng sản xuất"), ""),
    "model": (N_("Ký hiệu, quy cách"), ""),
    "made_in": (N_("Nước sản xuất"), ""),
    "made_year": (N_("Năm sản xuất"), ""),
    "put_to_use_on": (N_("Ngày đưa vào sử dụng"), ""),
    "department": (N_("Bộ phận"), ""),
    "place": (N_("Vị trí"), ""),
    "book_user": (N_("Người sử dụng"), ""),
    "document_number": (N_("Số chứng từ"), ""),
    "document_on": (N_("Ngày chứng từ"), ""),
    "origin": (N_("Nguồn gốc"), ""),
    "position": (N_("Toạ độ"), ""),
    "latitude": (N_("Vĩ độ"), ""),
    "longitude": (N_("Kinh độ"), ""),
    "no": (N_("Số thứ tự"), ""),
}
ENCODING: Words = {
    "utf-8": ("Unicode (UTF-8)", ""),
    "utf-16-le": ("Unicode (UTF-16 LE)", ""),
    "utf-16-be": ("Unicode (UTF-16 BE)", ""),
    "windows-1258": ("Windows-1258", ""),
    "windows-1252": ("Windows-1252", ""),
    "tcvn3": ("TCVN3 (ABC, .VnTime)", ""),
    "vni": ("VNI (VNI-Times)", ""),
}

TABLES: dict[str, Words] = {
    "import_state": IMPORT_STATE,
    "import_field": IMPORT_FIELD,
    "encoding": ENCODING,
}
