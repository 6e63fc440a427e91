"""The A4 PDF of labels: symbol, readable code, the asset's name and its unit. No personal data."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from services.assets.labels.codes import pretty
from services.assets.labels.fitting import Fitted, Measure, fit
from services.assets.labels.symbols import qr_image
from services.assets.labels.templates import A4_HEIGHT, A4_WIDTH, Template
from shared.fonts import SANS, SANS_BOLD

_FACE, _BOLD = "Arimo", "Arimo-Bold"
_LEADING = 1.18


@dataclass(frozen=True)
class Label:
    """What one label shows."""

    code: str
    name: str
    unit: str
    tag: str = ""  # the number in the books, when there is one


def label_url(public_base_url: str, code: str) -> str:
    """What the symbol holds, in upper case: HTTPS://TS.LONGBIEN.HANOI.GOV.VN/T/7K3M9PQ4."""
    return f"{public_base_url}/T/{code}".upper()


def label_sheets(
    labels: Sequence[Label], template: Template, *, public_base_url: str, start_at: int = 1
) -> bytes:
    """The PDF of `labels`; `start_at` (from 1) is the first free label of the first sheet."""
    _register_faces()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(A4_WIDTH * mm, A4_HEIGHT * mm), pageCompression=1, lang="vi")
    canvas.setTitle("Tem tài sản")
    page = 0
    for index, label in enumerate(labels, start=start_at - 1):
        sheet, left, top = template.place(index)
        if sheet > page:
            canvas.showPage()
            page = sheet
        _draw(canvas, template, label, left=left, top=top, url=label_url(public_base_url, label.code))
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Canvas, template: Template, label: Label, *, left: float, top: float, url: str) -> None:
    """One label with its upper left corner at (`left`, `top`) mm from the paper's."""
    side = template.symbol
    symbol_y = A4_HEIGHT - top - (template.height + side) / 2
    canvas.drawInlineImage(qr_image(url), (left + template.padding) * mm, symbol_y * mm, side * mm, side * mm)
    x = (left + template.padding + side + 1) * mm
    y = (symbol_y + side) * mm - 2 * mm
    width = (template.width - template.padding * 2 - side - 1) * mm
    size = template.text_size
    for text, face, points, lines in (
        (pretty(label.code), _BOLD, size * 1.25, 1),
        (label.name, _BOLD, size, 3),
        (label.unit, _FACE, size * 0.9, 3),
        (label.tag, _FACE, size * 0.8, 1),
    ):
        fitted = fit(text, width=width, lines=lines, size=points, measure=_measure(face))
        y = _write(canvas, fitted, face, x=x, y=y) - (points * 0.25 if fitted.lines else 0)


def _write(canvas: Canvas, fitted: Fitted, face: str, *, x: float, y: float) -> float:
    """Set the lines of `fitted` from the top `y` down; answers the `y` below them."""
    canvas.setFont(face, fitted.size)
    for line in fitted.lines:
        y -= fitted.size * _LEADING
        canvas.drawString(x, y, line)
    return y


def _measure(face: str) -> Measure:
    """How wide a text is in `face`, in points."""
    return lambda text, size: float(pdfmetrics.stringWidth(text, face, size))


@lru_cache(maxsize=1)
def _register_faces() -> None:
    """Make the faces known to reportlab, once a process."""
    pdfmetrics.registerFont(TTFont(_FACE, str(SANS)))
    pdfmetrics.registerFont(TTFont(_BOLD, str(SANS_BOLD)))
