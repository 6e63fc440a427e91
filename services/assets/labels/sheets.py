"""The PDF of labels: symbol, readable code, the asset's name and its unit. No personal data."""

import io
from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from services.assets.labels.faces import FACES, measure_in_pdf, printable, register_faces
from services.assets.labels.layout import Label, Layout, lay_out
from services.assets.labels.symbols import label_url, qr_image
from services.assets.labels.templates import Template

Offset = tuple[float, float]  # mm to the right and down, what a printer needs to hit the labels


def label_sheets(
    labels: Sequence[Label],
    template: Template,
    *,
    public_base_url: str,
    start_at: int = 1,
    offset: Offset = (0.0, 0.0),
) -> bytes:
    """The PDF of `labels`; `start_at` (from 1) is the first free label of the first sheet."""
    file = io.BytesIO()
    canvas = begin_paper(file, template, "Tem tài sản", offset)
    page = 0
    for index, label in enumerate(labels, start=start_at - 1):
        sheet, left, top = template.place(index)
        if sheet > page:
            canvas.showPage()
            shift(canvas, offset)
            page = sheet
        layout = lay_out(template, printable_label(label), measure_in_pdf)
        x, y = left * mm, (template.paper[1] - top) * mm
        _draw(canvas, layout, x=x, y=y, url=label_url(public_base_url, label.code))
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def begin_paper(file: io.BytesIO, template: Template, title: str, offset: Offset) -> Canvas:
    """A canvas of the template's paper, its first page shifted by `offset`."""
    register_faces()
    width, height = template.paper
    canvas = Canvas(file, pagesize=(width * mm, height * mm), pageCompression=1, lang="vi")
    canvas.setTitle(title)
    shift(canvas, offset)
    return canvas


def shift(canvas: Canvas, offset: Offset) -> None:
    """Move everything that follows on the page by `offset`."""
    canvas.translate(offset[0] * mm, -offset[1] * mm)


def printable_label(label: Label) -> Label:
    """`label` with only what the faces can show."""
    return Label(label.code, printable(label.name), printable(label.unit), printable(label.tag))


def _draw(canvas: Canvas, layout: Layout, *, x: float, y: float, url: str) -> None:
    """One label with its upper left corner at (`x`, `y`) points of the page."""
    side = layout.side
    canvas.drawInlineImage(qr_image(url), x + layout.symbol_x, y - layout.symbol_y - side, side, side)
    for line in layout.lines:
        canvas.setFont(FACES[line.bold], line.size)
        canvas.drawString(x + line.x, y - line.y, line.text)
