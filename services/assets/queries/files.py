"""Files of a thing, and their content."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import FILES
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from shared.web import pages
from shared.web.door import Document

_TOLD = tuple(column for column in FILES.c if column.name not in {"content", "thumbnail"})
_ROWS = select(*_TOLD, FILES.c.thumbnail.is_not(None).label("has_thumbnail"))


def file_shape(file: Row) -> Shape:
    """What is told of a file: all but its content."""
    return {**{column.name: file[column.name] for column in _TOLD}, "has_thumbnail": file["has_thumbnail"]}


def files_of(session: Session, query: dict[str, Any]) -> Shape:
    """The files of one thing in the order in which they came, the withdrawn among them."""
    chosen = _ROWS.where(
        FILES.c.subject_noun == query["subject_noun"], FILES.c.subject_id == query["subject_id"]
    )
    if query["after"]:
        chosen = chosen.where(FILES.c.id > after_id(query["after"]))
    rows = session.execute(chosen.order_by(FILES.c.id).limit(query["limit"] + 1)).mappings().all()
    return pages.page(rows, query["limit"], file_shape, lambda row: pages.cursor_of(str(row["id"])))


def file(session: Session, file_id: UUID) -> Shape:
    """One file without its content; raises NotFound."""
    row = session.execute(_ROWS.where(FILES.c.id == file_id)).mappings().first()
    if row is None:
        raise missing("files")
    return file_shape(row)


def content_of(session: Session, file_id: UUID) -> Document:
    """The file itself: a picture to look at, a paper to download. Raises NotFound."""
    columns = (FILES.c.content, FILES.c.media_type, FILES.c.filename)
    row = session.execute(select(*columns).where(FILES.c.id == file_id)).first()
    if row is None:
        raise missing("files")
    inline = row.media_type.startswith("image/")
    return Document(bytes(row.content), row.media_type, row.filename, inline=inline, sandboxed=True)


def thumbnail_of(session: Session, file_id: UUID) -> Document:
    """A picture in small; raises NotFound, also for a paper."""
    small = session.execute(select(FILES.c.thumbnail).where(FILES.c.id == file_id)).scalar()
    if small is None:
        raise missing("files")
    return Document(bytes(small), "image/jpeg", "anh-nho.jpg", sandboxed=True)
