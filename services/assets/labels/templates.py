"""The label sheets that can be printed on, A4 portrait, measures in millimetres."""

from dataclasses import dataclass

A4_WIDTH, A4_HEIGHT = 210.0, 297.0


@dataclass(frozen=True)
class Template:
    """A sheet of equal labels, and how one label is laid out: the symbol on the left, text beside it."""

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

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def place(self, index: int) -> tuple[int, float, float]:
        """(sheet from 0, x from the left, y from the top) in mm of the label at `index` from 0."""
        sheet, on_sheet = divmod(index, self.per_sheet)
        row, column = divmod(on_sheet, self.columns)
        return sheet, self.left + column * self.step_x, self.top + row * self.step_y


TEMPLATES = {
    template.name: template
    for template in (
        Template("a4-24", 3, 8, 70.0, 37.0, 0.0, 0.5, 70.0, 37.0, 4.5, 27.0, 8.5),
        Template("a4-40", 4, 10, 52.5, 29.7, 0.0, 0.0, 52.5, 29.7, 4.0, 21.0, 7.0),
        Template("a4-65", 5, 13, 38.1, 21.2, 4.7, 10.7, 40.6, 21.2, 1.0, 18.5, 5.5),
    )
}
