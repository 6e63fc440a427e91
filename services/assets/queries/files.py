"""Files of a thing, and their content. Who counts a stocktake blind sees of its photos the own ones only."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, select, true
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import FILES, STOCKTAKES
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from services.assets.rules.stocktakes import UNDER_WAY
from shared.auth import Actor
from shared.web import pages
from shared.web.door import Document

_TOLD = tuple(column for column in FILES.c if column.name not in {"content", "thumbnail"})
_ROWS = select(*_TOLD, FILES.c.thumbnail.is_not(None).label("has_thumbnail"))


def file_shape(file: Row) -> Shape:
    """What is told of a file: all but its content."""
    return {**{column.name: file[column.name] for column in _TOLD}, "has_thumbnail": file["has_thumbnail"]}


def files_of(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """The files of one thing in the order in which they came, the withdrawn among them."""
    chosen = _ROWS.where(
        FILES.c.subject_noun == query["subject_noun"],
        FILES.c.subject_id == query["subject_id"],
        _shown_to(actor),
    )
    if query["after"]:
        chosen = chosen.where(FILES.c.id > after_id(query["after"]))
    rows = session.execute(chosen.order_by(FILES.c.id).limit(query["limit"] + 1)).mappings().all()
    return pages.page(rows, query["limit"], file_shape, lambda row: pages.cursor_of(str(row["id"])))


def file(session: Session, actor: Actor, file_id: UUID) -> Shape:
    """One file without its content; raises NotFound."""
    row = session.execute(_ROWS.where(FILES.c.id == file_id, _shown_to(actor))).mappings().first()
    if row is None:
        raise missing("files")
    return file_shape(row)


def content_of(session: Session, actor: Actor, file_id: UUID) -> Document:
    """The file itself: a picture to look at, a paper to download. Raises NotFound."""
    columns = (FILES.c.content, FILES.c.media_type, FILES.c.filename)
    row = session.execute(select(*columns).where(FILES.c.id == file_id, _shown_to(actor))).first()
    if row is None:
        raise missing("files")
    inline = row.media_type.startswith("image/")
    return Document(bytes(row.content), row.media_type, row.filename, inline=inline, sandboxed=True)


def thumbnail_of(session: Session, actor: Actor, file_id: UUID) -> Document:
    """A picture in small; raises NotFound, also for a paper."""
    chosen = select(FILES.c.thumbnail).where(FILES.c.id == file_id, _shown_to(actor))
    small = session.execute(chosen).scalar()
    if small is None:
        raise missing("files")
    return Document(bytes(small), "image/jpeg", "anh-nho.jpg", sandboxed=True)


def _shown_to(actor: Actor) -> ColumnElement[bool]:
    """All but what others photographed in a stocktake that the actor counts a second time right now."""
    if actor.person_id is None:
        return true()
    counted = select(STOCKTAKES.c.id).where(
        STOCKTAKES.c.second_person_id == actor.person_id, STOCKTAKES.c.state.in_(UNDER_WAY)
    )
    kept_from = (
        FILES.c.subject_noun == "stocktake",
        FILES.c.subject_id.in_(counted),
        FILES.c.kept_by != actor.subject,
    )
    return not_(and_(*kept_from))
