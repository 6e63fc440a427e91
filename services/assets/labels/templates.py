"""What labels can be printed on, measures in millimetres: A4 sheets, and rolls of a thermal printer."""

from dataclasses import dataclass

A4_WIDTH, A4_HEIGHT = 210.0, 297.0


@dataclass(frozen=True)
class Template:
    """Equal labels on a paper, and how one is laid out: the symbol on the left, text beside it."""

    name: str
    columns: int
    rows: int
    width: float  # of one label
    height: float
    left: float  # edge of the paper to the first column
    top: float  # edge of the paper to the first row
    step_x: float  # left edge of one column to that of the next
    step_y: float
    padding: float  # inside a label; most printers cannot reach the last 4 mm of the paper
    symbol: float  # side of the QR symbol with its quiet zone
    text_size: float  # points, of the asset's name before it is shrunk to fit
    paper: tuple[float, float] = (A4_WIDTH, A4_HEIGHT)

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    @property
    def thermal(self) -> bool:
        """Whether it is a roll: every label is a page of its own, which ZPL can say too."""
        return self.per_sheet == 1

    def place(self, index: int) -> tuple[int, float, float]:
        """(sheet from 0, x from the left, y from the top) in mm of the label at `index` from 0."""
        sheet, on_sheet = divmod(index, self.per_sheet)
        row, column = divmod(on_sheet, self.columns)
        return sheet, self.left + column * self.step_x, self.top + row * self.step_y


def _roll(width: float, height: float, *, padding: float, symbol: float, text_size: float) -> Template:
    name, paper = f"thermal-{width:g}x{height:g}", (width, height)
    return Template(name, 1, 1, width, height, 0.0, 0.0, width, height, padding, symbol, text_size, paper)


# 20.6 mm hold 41 modules (an address of up to 67 characters) at 4 dots each on a printer of 203 dots an inch.
TEMPLATES = {
    template.name: template
    for template in (
        Template("a4-24", 3, 8, 70.0, 37.0, 0.0, 0.5, 70.0, 37.0, 4.5, 27.0, 8.5),
        Template("a4-40", 4, 10, 52.5, 29.7, 0.0, 0.0, 52.5, 29.7, 4.0, 21.0, 7.0),
        Template("a4-65", 5, 13, 38.1, 21.2, 4.7, 10.7, 40.6, 21.2, 1.0, 18.5, 5.5),
        _roll(50.0, 25.0, padding=1.5, symbol=20.6, text_size=7.5),
        _roll(40.0, 30.0, padding=1.2, symbol=20.6, text_size=6.5),
    )
}
