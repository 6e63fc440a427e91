"""A page to find out how far a printer misses the labels: outlines, crosshairs, and two rulers.

Printed on a sheet of labels (or on plain paper laid over one), the edge of the real label crosses a ruler at
the number that is to be added to the printer's offset.
"""

import io

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from services.assets.labels.faces import FACES, measure_in_pdf, printable
from services.assets.labels.fitting import fit
from services.assets.labels.sheets import Offset, begin_paper
from services.assets.labels.templates import Template

_REACH = 6  # mm of a ruler to each side of zero
_FINE, _BOLD = 0.25, 0.6  # points
_SMALL = 4.5  # points
_CROSS = 3  # mm


def calibration_page(template: Template, *, printer: str, offset: Offset) -> bytes:
    """The PDF for `template`, drawn with the `offset` that `printer` has so far."""
    file = io.BytesIO()
    canvas = begin_paper(file, template, "Trang căn chỉnh in tem", offset)
    canvas.setLineWidth(_FINE)
    for index in range(template.per_sheet):
        _outline(canvas, template, index)
    _rulers(canvas, template, _ruled(template))
    _explain(canvas, template, f"{printer}: ngang {offset[0]:+.1f} mm, dọc {offset[1]:+.1f} mm.")
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _ruled(template: Template) -> int:
    """The label in the middle of the sheet: a ruler there has room to all sides."""
    return template.rows // 2 * template.columns + template.columns // 2


def _corner(template: Template, index: int) -> tuple[float, float]:
    """The upper left corner of a label in points of the page."""
    _sheet, left, top = template.place(index)
    return left * mm, (template.paper[1] - top) * mm


def _outline(canvas: Canvas, template: Template, index: int) -> None:
    x, y = _corner(template, index)
    width, height = template.width * mm, template.height * mm
    canvas.rect(x, y - height, width, height)
    middle_x, middle_y, arm = x + width / 2, y - height / 2, _CROSS * mm
    canvas.line(middle_x - arm, middle_y, middle_x + arm, middle_y)
    canvas.line(middle_x, middle_y - arm, middle_x, middle_y + arm)


def _rulers(canvas: Canvas, template: Template, index: int) -> None:
    """Millimetres across the left and the upper edge of a label, counted to the right and down."""
    x, y = _corner(template, index)
    across, down = y - template.height * mm * 0.8, x + template.width * mm * 0.2
    canvas.setFont(FACES[False], _SMALL)
    canvas.line(x - _REACH * mm, across, x + _REACH * mm, across)
    canvas.line(down, y + _REACH * mm, down, y - _REACH * mm)
    for number in range(-_REACH, _REACH + 1):
        canvas.setLineWidth(_FINE if number else _BOLD)
        tick = (2.0 if number % 2 == 0 else 1.2) * mm
        canvas.line(x + number * mm, across, x + number * mm, across + tick)
        canvas.line(down, y - number * mm, down + tick, y - number * mm)
        if number % 2 == 0:
            said = f"{number:+d}" if number else "0"
            canvas.drawCentredString(x + number * mm, across + 2.3 * mm, said)
            canvas.drawString(down + 2.3 * mm, y - number * mm - _SMALL / 3, said)


def _explain(canvas: Canvas, template: Template, now: str) -> None:
    """Say in the first label what to do; on a single label there is no room beside the rulers."""
    if template.thermal:
        return
    x, y = _corner(template, 0)
    text = f"{now} Đọc số trên thước tại mép tem thật rồi cộng vào độ dịch. In đúng cỡ 100%, không co giãn."
    inset, size = template.padding * mm, template.text_size * 0.8
    width = template.width * mm - 2 * inset
    fitted = fit(printable(text), width=width, lines=5, size=size, measure=measure_in_pdf(False))
    canvas.setFont(FACES[False], fitted.size)
    for place, line in enumerate(fitted.lines):
        canvas.drawString(x + inset, y - inset - fitted.size * (1 + place * 1.2), line)
