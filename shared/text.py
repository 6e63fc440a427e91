"""Text as Vietnamese people write, search and sort it. Pure, without ICU.

Search folds everything that a phone keyboard may leave out; sorting keeps all of it, in the order of the
Vietnamese alphabet: letters first (a ă â b c d đ …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then
case.
"""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # f, j, w and z of foreign words in their Latin places
TONES = "\u0300\u0309\u0303\u0301\u0323"  # combining grave, hook above, tilde, acute, dot below

_PLACE = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
_TONE = {mark: str(place) for place, mark in enumerate(TONES, start=1)}
_SPACES = re.compile(r"\s+")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2060\ufeff\ud800-\udfff]")
_WORDS = re.compile(r"[^\W_]+")


def nfc(text: str) -> str:
    """`text` with every letter and its marks as one character (phones and macOS often send them apart)."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """One line of NFC text as a person meant it: no invisible characters, single spaces, trimmed."""
    if text.isascii() and text.isalnum():
        return text
    return _SPACES.sub(" ", _UNSAFE.sub("", nfc(text))).strip()


def fold(text: str) -> str:
    """`text` as it is compared in a search: no case, no marks, đ as d, single spaces.

    >>> fold("Máy  tính bảng ĐẸP")
    'may tinh bang dep'
    """
    if text.isascii():
        return text.lower() if text.isalnum() else _SPACES.sub(" ", text.lower()).strip()
    apart = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare.replace("đ", "d").replace("ð", "d")).strip()


def words(text: str) -> list[str]:
    """The folded words of `text` in order, letters and digits only.

    >>> words("UBND phường Bồ Đề")
    ['ubnd', 'phuong', 'bo', 'de']
    """
    folded = fold(text)
    return [folded] if folded.isascii() and folded.isalnum() else _WORDS.findall(folded)


def sort_key(text: str) -> str:
    """A string that sorts by code point (Python; COLLATE "C" in SQL) as `text` does in a dictionary."""
    letters, tones, cases = [], [], []
    for char in _SPACES.sub(" ", nfc(text)).strip():
        base, tone = _letter(char.lower())
        letters.append(_PLACE.get(base, base if base in " 0123456789" else f"!{base}"))
        if base in _PLACE:
            tones.append(tone)
            cases.append("1" if char.isupper() else "0")
    return "\x01".join(("".join(letters), "".join(tones), "".join(cases)))


def name_sort_key(name: str) -> str:
    """The sort key of a person: by given name (the last word), then by the whole name.

    >>> sorted(["Trần Văn Bình", "Lê Thị An"], key=name_sort_key)
    ['Lê Thị An', 'Trần Văn Bình']
    """
    given = name.strip().rpartition(" ")[2]
    return f"{sort_key(given)}\x01\x01{sort_key(name)}"


@lru_cache(maxsize=4096)
def _letter(char: str) -> tuple[str, str]:
    """A lower-case character as (its letter of the alphabet or itself, its tone "0" to "5")."""
    tone, base = "0", ""
    for mark in unicodedata.normalize("NFD", char):
        if mark in _TONE:
            tone = _TONE[mark]
        else:
            base += mark
    return nfc(base), tone
