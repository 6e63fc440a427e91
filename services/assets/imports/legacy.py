"""Vietnamese as it was written before Unicode: TCVN3 (the ABC fonts, .VnTime) and VNI (VNI-Times).

Both are fonts over Latin-1: the file says "M¸y tÝnh" or "Maùy tính", the font draws "Máy tính". The same
tables serve bytes (read as Latin-1) and text that a workbook holds in such a font.
TCVN3: TCVN 5712:1993, third table; one byte a letter, capitals with a tone only by the font .VnTimeH.
VNI: a letter and then its marks.
"""

import re

TCVN3, VNI = "tcvn3", "vni"

_TCVN3_FROM = (
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9"
    "\xca\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9"
    "\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
)
_TCVN3_TO = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"

# The marks of VNI after a plain letter, in the order of the letters that they make.
_VNI_TONES = "ùøûõï"  # sắc, huyền, hỏi, ngã, nặng: on a e o u, on ô (ơ) and ö (ư), on y but for its nặng
_VNI_HAT = "âáàåãä"  # circumflex, then with each tone: on a e o
_VNI_BREVE = "êéèúüë"  # breve, then with each tone: on a
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    toned = {
        "a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ",
        "ô": "ớờởỡợ", "ö": "ứừửữự", "y": "ýỳỷỹ",
    }  # fmt: skip
    for base, made in toned.items():
        table |= {base + mark: letter for mark, letter in zip(_VNI_TONES, made, strict=False)}
    for base, made in {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}.items():
        table |= {base + mark: letter for mark, letter in zip(_VNI_HAT, made, strict=True)}
    table |= {"a" + mark: letter for mark, letter in zip(_VNI_BREVE, "ăắằẳẵặ", strict=True)}
    upper = {written.upper(): letter.upper() for written, letter in table.items()}
    mixed = {written[0].upper() + written[1:]: letter.upper() for written, letter in table.items()}
    return {**mixed, **table, **upper}


_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)
_VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"[A-Z]")
_SMALL = re.compile(r"[a-z]")


def is_legacy(text: str) -> bool:
    """Whether `text` could be legacy: it has a character beyond ASCII and none beyond Latin-1."""
    return not text.isascii() and max(text) <= "\xff"


def from_legacy(text: str, encoding: str) -> str:
    """`text`, Latin-1 as it stands in the file, as the letters that its font draws."""
    if encoding == VNI:
        return _VNI_LETTER.sub(lambda found: _VNI[found.group()], text)
    return _WORD.sub(_in_capitals, text.translate(_TCVN3))


def _in_capitals(found: re.Match[str]) -> str:
    """A word of .VnTimeH: its plain letters are capitals, so those with a tone are drawn as capitals too."""
    word = found.group()
    capitals = _CAPITALS.findall(word[1:])
    return word.upper() if capitals and not _SMALL.search(word) else word
