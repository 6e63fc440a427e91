"""The files of a record, and one of them whole."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from services.handover.models import CONTENTS, FILES
from services.handover.queries.records import record
from shared.auth import Actor
from shared.errors import NotFound
from shared.web.door import Document

_TOLD = ("record_id", "number", "kind", "extends", "size", "kept_at", "kept_by", "report")


def files_of(session: Session, record_id: UUID) -> Sequence[RowMapping]:
    """The rows of the files of a record, the first first."""
    wanted = select(FILES).where(FILES.c.record_id == record_id).order_by(FILES.c.number)
    return session.execute(wanted).mappings().all()


def page_of_files(session: Session, actor: Actor, record_id: UUID, *, sealing: bool) -> dict[str, Any]:
    """The files of a record that the actor may see; `sealing`: whether a seal is configured."""
    record(session, actor, record_id)
    return {"items": [file_shape(row) for row in files_of(session, record_id)], "sealing": sealing}


def file_content(session: Session, actor: Actor, record_id: UUID, number: int) -> Document:
    """One file, byte for byte as it was kept; raises NotFound."""
    shown = record(session, actor, record_id)
    wanted = (
        select(CONTENTS.c.content, FILES.c.kind)
        .join(FILES, FILES.c.sha256 == CONTENTS.c.sha256)
        .where(FILES.c.record_id == record_id, FILES.c.number == number)
    )
    row = session.execute(wanted).first()
    if row is None:
        raise NotFound("file-not-found", vi="Không có tệp này.", en="There is no such file.")
    name = f"BB-{shown['year']}-{(shown['number'] or '').split('/')[0]}-ban-{number}.pdf"
    return Document(bytes(row.content), "application/pdf", name, inline=False, sandboxed=True)


def file_shape(row: Mapping[Any, Any] | RowMapping) -> dict[str, Any]:
    """One file without its content."""
    return {**{name: row[name] for name in _TOLD}, "sha256": bytes(row["sha256"]).hex()}
