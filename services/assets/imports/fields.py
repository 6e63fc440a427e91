"""The fields of an asset that a sheet may carry, and the headings under which offices write them."""

import re

from shared.text import words

# Patterns over the folded words of a heading: "Nguyên giá (đồng) / Nguồn NS" is "nguyen gia dong nguon ns".
# The first field that matches takes the column, the first column that matches serves the field.
_HEADINGS: dict[str, str] = {
    "no": r"(stt|so tt|tt|so thu tu|no)",
    "wear": r"(gia tri |so )?(da )?(hao mon|khau hao)( khau hao| hao mon)?( dong| vnd)? luy ke\b.*"
    r"|luy ke (hao mon|khau hao)\b.*|(gia tri|so) (da )?(hao mon|khau hao)|hm luy ke",
    "remaining": r"(gia tri|nguyen gia) con lai\b.*|gtcl",
    "document_on": r"(ghi tang( tscd)? )?(ngay( thang)?( nam)? (chung tu|ct|hoa don)"
    r"|chung tu( ghi tang| tang)? ngay( thang)?( nam)?)( .*)?",
    "document_number": r"(ghi tang( tscd)? )?(so( hieu)? (chung tu|ct|hoa don)"
    r"|chung tu( ghi tang| tang)?( so( hieu)?)?)( .*)?",
    "cost_budget": r".*\b(nguon ns|ngan sach|nguon ngan sach|nsnn)\b.*",
    "cost_other": r".*\bnguon khac\b.*",
    "serial": r"(.*\b(serial|imei)\b.*|so (may|hieu may|seri|se ri)|seri|s n)",
    "tag": r"(ma|ma so|so the|so hieu)( tai san| ts| tscd| ccdc| thiet bi)?|asset tag",
    "category": r"(loai|nhom|chung loai)( tai san| ts| thiet bi)?|category",
    "book_user": r"(ho ten |ten )?(nguoi|can bo|ca nhan)( truc tiep)? (dung|su dung|quan ly|nhan|giu)\b.*",
    "name": r"ten( tai san| ts| tscd| thiet bi| cong cu| ccdc| may| goi)?\b.*|tai san|(asset |item )?name",
    "maker": r"(hang|nha|hang san xuat|nha san xuat|thuong hieu)( sx)?|manufacturer",
    "model": r"(ky hieu|quy cach|nhan hieu|thong so|kieu)\b.*|model( name)?",
    "made_in": r"(nuoc|noi) (san xuat|sx)|xuat xu",
    "made_year": r"nam (san xuat|sx|che tao)",
    "put_to_use_on": r"(ngay|thoi gian|thoi diem)( dua vao| bat dau)?( su dung| mua)\b.*|purchase date",
    "cost": r"nguyen gia( dong| vnd)?( tong cong| tong so| tong| cong)?|gia tri|thanh tien|purchase cost",
    "unit": r"(ten )?(don vi|co quan)( su dung| quan ly| quan ly su dung)?|company",
    "department": r"(bo phan|phong ban|phong|to)( su dung| quan ly)?|department",
    "place": r"(vi tri|dia diem|noi dat|noi lap dat|noi de)\b.*|location",
    "position": r"toa do\b.*",
    "latitude": r"vi do|latitude|lat",
    "longitude": r"kinh do|longitude|lng|lon",
    "origin": r"nguon goc\b.*|(ly do|hinh thuc) tang",
}
_PATTERNS = {field: re.compile(pattern) for field, pattern in _HEADINGS.items()}

FIELDS = tuple(_HEADINGS)
REQUIRED = ("name", "unit", "cost")
ATTRIBUTE = "attributes."  # before the name of an attribute of the categories: attributes.imei

_ATTRIBUTE = re.compile(r"attributes\.[a-z][a-z0-9_]{0,60}")

FIELD_TITLES = {
    "no": "STT",
    "tag": "Mã tài sản",
    "name": "Tên tài sản",
    "category": "Loại tài sản",
    "maker": "Hãng sản xuất",
    "model": "Ký hiệu, quy cách",
    "serial": "Số serial",
    "made_in": "Nước sản xuất",
    "made_year": "Năm sản xuất",
    "put_to_use_on": "Ngày đưa vào sử dụng",
    "cost": "Nguyên giá",
    "cost_budget": "Nguồn ngân sách",
    "cost_other": "Nguồn khác",
    "wear": "Hao mòn luỹ kế",
    "remaining": "Giá trị còn lại",
    "document_number": "Số chứng từ",
    "document_on": "Ngày chứng từ",
    "unit": "Đơn vị",
    "department": "Bộ phận",
    "place": "Vị trí",
    "position": "Toạ độ",
    "latitude": "Vĩ độ",
    "longitude": "Kinh độ",
    "origin": "Nguồn gốc",
    "book_user": "Người sử dụng",
}


def is_field(name: str) -> bool:
    """Whether a mapping may name `name`: a field of ours, or an attribute of some category."""
    return (
        name in FIELD_TITLES
        or re.fullmatch(rf"{re.escape(ATTRIBUTE)}[a-z][a-z0-9_]{{0,60}}", name) is not None
    )


def field_of(heading: str) -> str | None:
    """The field that a column under `heading` carries, or None when it is not one we know."""
    said = " ".join(words(heading))
    return next((field for field, pattern in _PATTERNS.items() if pattern.fullmatch(said)), None)


def only_imei(heading: str) -> bool:
    """Whether `heading` speaks of an IMEI alone, which is the serial only where no other column is."""
    said = words(heading)
    return "imei" in said and "serial" not in said
