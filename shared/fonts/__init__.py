"""The faces that documents are set in: Tinos (Times metrics) and Arimo (Arial metrics), both OFL 1.1.

Both have every Vietnamese letter in both cases, and ₫; many free faces have not, and PDF writers then leave
the letter out without a word.
"""

from pathlib import Path

FONT_FOLDER = Path(__file__).parent

SANS = FONT_FOLDER / "Arimo-Regular.ttf"
SANS_BOLD = FONT_FOLDER / "Arimo-Bold.ttf"
SERIF = FONT_FOLDER / "Tinos-Regular.ttf"
SERIF_BOLD = FONT_FOLDER / "Tinos-Bold.ttf"
SERIF_ITALIC = FONT_FOLDER / "Tinos-Italic.ttf"
SERIF_BOLD_ITALIC = FONT_FOLDER / "Tinos-BoldItalic.ttf"
