"""The user's own workbook with what is wrong marked in it."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.imports.marking import Mark, marked_workbook
from services.assets.queries.imports import file_of_import, marked_faults
from shared.web.door import Document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def marked_copy(session: Session, import_id: UUID) -> Document:
    """The workbook of an import with every faulty cell filled and commented; raises NotFound."""
    kept = file_of_import(session, import_id)
    marks = [Mark(one.row, one.at, one.kind, one.reason) for one in marked_faults(session, import_id)]
    content = marked_workbook(bytes(kept["content"]), marks, sheet=kept["sheet"], encoding=kept["encoding"])
    stem = kept["filename"].rsplit(".", 1)[0]
    return Document(content, XLSX, f"{stem}-danh-dau.xlsx", inline=False)
