"""The faces that we ship can print Vietnamese."""

import unicodedata
from itertools import product
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from shared import fonts

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = [char + case_tone for char, case_tone in product("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", TONES)]
LETTERS = [unicodedata.normalize("NFC", vowel) for vowel in VOWELS] + list("đĐ")
FACES = sorted(fonts.FONT_FOLDER.glob("*.ttf"))


def test_there_are_146_letters_to_look_for() -> None:
    assert len(set(LETTERS)) == 2 * 12 * 6 + 2
    assert all(len(letter) == 1 for letter in LETTERS)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.stem)
def test_each_face_has_every_vietnamese_letter_and_the_dong_sign(face: Path) -> None:
    glyphs = TTFontFile(str(face)).charToGlyph
    assert [char for char in [*LETTERS, *"₫–…“”§№"] if ord(char) not in glyphs] == []


def test_the_named_faces_exist_beside_their_licence() -> None:
    named = [
        fonts.SANS,
        fonts.SANS_BOLD,
        fonts.SERIF,
        fonts.SERIF_BOLD,
        fonts.SERIF_ITALIC,
        fonts.SERIF_BOLD_ITALIC,
    ]
    assert sorted(named) == FACES
    assert "SIL OPEN FONT LICENSE" in (fonts.FONT_FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
