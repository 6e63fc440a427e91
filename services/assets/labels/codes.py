"""The 8-character code on a label: seven random characters and one that checks them.

The alphabet has no vowel and no Y, W or D, so that no Vietnamese keyboard (Telex, VNI) turns a typed or
scanned code into an accented letter, and 23 characters, a prime, so that weights 1 to 7 modulo 23 find every
single wrong character and every swap of neighbours.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable

ALPHABET = "0123456789BCGHKLMNPQTVX"
LENGTH = 8

_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_UNSAFE = re.compile(f"[^{ALPHABET}]")
_PATH = re.compile(r"/T/([^/?#\s]+)")


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh code, 23⁷ ≈ 3.4 billion of them; the database refuses the rare repeat."""
    data = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
    return data + check_character(data)


def new_codes(count: int) -> set[str]:
    """At most `count` fresh codes, all different: as good as `new_code`, a hundred thousand at a time."""
    drawn = secrets.token_bytes(8 * count)
    return {_code_of(int.from_bytes(drawn[at : at + 8], "big")) for at in range(0, 8 * count, 8)}


def _code_of(number: int) -> str:
    """The code of a random number of 64 bits (that 23⁷ does not divide 2⁶⁴ favours none by over 2⁻³²)."""
    data, total = "", 0
    for weight in range(1, LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        data += ALPHABET[digit]
        total += weight * digit
    return data + ALPHABET[total % len(ALPHABET)]


def check_character(data: str) -> str:
    """The eighth character for seven characters of the alphabet."""
    return ALPHABET[sum(weight * _VALUE[char] for weight, char in enumerate(data, start=1)) % len(ALPHABET)]


def is_code(text: str) -> bool:
    """Whether `text` is exactly a code: right length, right alphabet, right check."""
    sound = len(text) == LENGTH and all(char in _VALUE for char in text)
    return sound and check_character(text[:-1]) == text[-1]


def parse(text: str) -> str | None:
    """The code in what a camera, a scanner or a person gave: a code, a label's URL in any case, or either
    of them mangled by a Vietnamese keyboard. None when there is no code with a right check in it.
    """
    upper = unicodedata.normalize("NFKC", text).upper()
    path = _PATH.search(upper)
    for candidate in (path.group(1) if path else "", upper):
        code = _UNSAFE.sub("", candidate)[-LENGTH:]
        if is_code(code):
            return code
    return None


def pretty(code: str) -> str:
    """A code as people read it: 7K3M-9PQ4."""
    return f"{code[:4]}-{code[4:]}"
