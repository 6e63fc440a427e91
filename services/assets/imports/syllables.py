"""How much a text looks like Vietnamese: which of its words with marks could be Vietnamese syllables.

A Vietnamese word is one syllable: an opening, a rime and at most one tone, each of a short list. Text that is
read in the wrong encoding breaks that at once ("Mỏy tớnh"), so the share of possible syllables tells the
right one.
"""

import re
import unicodedata
from collections.abc import Iterable

from shared.text import TONES

_OPENING = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x)?"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây"
    " e ec em en eng eo ep et ê êch êm ên ênh êp êt êu"
    " i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu"
    " o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong"
    " ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt"
    " u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uôc uôi uôm uôn uông uôt"
    " uy uya uych uyên uyêt uynh uyt uyu uya ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu"
    " y yêm yên yêng yêt yêu"
)
_SYLLABLE = re.compile(f"{_OPENING}(?:{'|'.join(_RIMES.split())})")
_WORD = re.compile(r"[^\s;,|\"]+")
_EDGES = ".,;:!?()[]{}“”\"'/\\-–+*&%#@<>=|0123456789"
_CASED = re.compile(r"[a-zđăâêôơư]*|[A-ZĐĂÂÊÔƠƯ][a-zđăâêôơư]*|[A-ZĐĂÂÊÔƠƯ]*")
_MOST = 3000  # marked words that are looked at


def likeness(texts: Iterable[str]) -> tuple[int, int]:
    """(how many words with marks could be Vietnamese, how many words with marks there are) in `texts`."""
    seen: dict[str, bool] = {}
    good = marked = 0
    for text in texts:
        if text.isascii():
            continue
        for word in _WORD.findall(text):
            bare = word.strip(_EDGES)
            if not bare or bare.isascii():
                continue
            marked += 1
            if bare not in seen:
                seen[bare] = is_syllable(bare)
            good += seen[bare]
        if marked >= _MOST:
            break
    return good, marked


def is_syllable(word: str) -> bool:
    """Whether `word` could be a Vietnamese syllable (or several, joined by - or /)."""
    return all(_is_one(part) for part in re.split(r"[-/&.,()]", word) if part)


def _is_one(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word)
    tones = [char for char in apart if char in TONES]
    plain = unicodedata.normalize("NFC", "".join(char for char in apart if char not in TONES))
    return (
        len(tones) <= 1
        and _CASED.fullmatch(plain) is not None
        and _SYLLABLE.fullmatch(plain.lower()) is not None
    )
