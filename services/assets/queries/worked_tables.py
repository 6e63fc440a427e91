"""The worked table of a closed year as a file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.queries.closings import closing, rows_of_closing
from services.assets.wear.sheet import as_csv, as_workbook
from shared.errors import Invalid
from shared.web.door import Document

MOST = 200_000  # rows of a file; a unit with more takes the rows page by page
_PAGE = 1000
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(session: Session, closing_id: UUID, kind: str) -> Document:
    """The table as csv or xlsx, a row per asset with the sum in words; raises NotFound, Invalid."""
    head = closing(session, closing_id)
    if head["assets"] > MOST:
        vi, en = "Bảng quá dài cho một tệp; hãy lấy từng trang.", "Too long for a file; take it in pages."
        raise Invalid("table-too-long", vi=vi, en=en)
    rows = _rows(session, closing_id)
    content = as_csv(head, rows) if kind == "csv" else as_workbook(head, rows)
    return Document(content, _TYPES[kind], f"bang-tinh-hao-mon-{head['year']}.{kind}", inline=False)


def _rows(session: Session, closing_id: UUID) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = rows_of_closing(session, closing_id, {"limit": _PAGE, "after": after})
        yield from page["items"]
        after = page["next"]
        if after is None:
            return
