"""Corrections of custody: one, whole; and pages of them, the newest first."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover.models import CORRECTION_LINES, CORRECTIONS
from services.handover.numbers import correction_label
from shared.errors import NotFound
from shared.web.pages import cursor_of, key_of

_SHOWN = (
    "id",
    "unit_id",
    "state",
    "from_on",
    "until_on",
    "reason",
    "document",
    "version",
)


def correction(session: Session, correction_id: UUID) -> dict[str, Any]:
    """One correction with its lines; raises NotFound."""
    row = session.execute(select(CORRECTIONS).where(CORRECTIONS.c.id == correction_id)).mappings().first()
    if row is None:
        raise NotFound(
            "correction-unknown", vi="Không tìm thấy đề nghị đính chính.", en="No such correction."
        )
    return correction_shape(dict(row), lines_of(session, correction_id))


def page_of_corrections(
    session: Session,
    *,
    limit: int,
    after: str | None = None,
    state: str | None = None,
    asset: UUID | None = None,
) -> dict[str, Any]:
    """A page of the corrections that the actor may see."""
    query = select(CORRECTIONS).order_by(CORRECTIONS.c.id.desc()).limit(limit + 1)
    if state is not None:
        query = query.where(CORRECTIONS.c.state == state)
    if asset is not None:
        of = select(CORRECTION_LINES.c.correction_id).where(CORRECTION_LINES.c.asset_id == asset)
        query = query.where(CORRECTIONS.c.id.in_(of))
    if after is not None:
        query = query.where(CORRECTIONS.c.id < key_of(after, UUID)[0])
    rows = session.execute(query).mappings().all()
    shown = rows[:limit]
    lines = _lines(session, [row["id"] for row in shown])
    items = [correction_shape(dict(row), lines[row["id"]]) for row in shown]
    return {"items": items, "next": cursor_of(str(shown[-1]["id"])) if len(rows) > limit else None}


def lines_of(session: Session, correction_id: UUID) -> list[dict[str, Any]]:
    """The lines of one correction in their order."""
    return _lines(session, [correction_id])[correction_id]


def correction_shape(row: dict[str, Any], lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One correction, whole, as the API shows it."""
    holder = row["holder_person_id"]
    decided = row["state"] != "proposed"
    return {
        **{name: row[name] for name in _SHOWN},
        "number": correction_label(row["number"]) if row.get("number") else None,
        "holder": {"person_id": holder, "name": row["holder_name"]} if holder else None,
        "proposed": {
            "by": row["proposed_by"],
            "person_id": row["proposed_person_id"],
            "name": row["proposed_name"],
            "at": row["proposed_at"],
        },
        "decided": {
            "by": row["decided_by"],
            "person_id": row["decided_person_id"],
            "name": row["decided_name"],
            "at": row["decided_at"],
            "reason": row["decided_reason"],
        }
        if decided
        else None,
        "lines": [{name: line[name] for name in ("asset_id", "code", "name")} for line in lines],
    }


def _lines(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    wanted = (
        select(CORRECTION_LINES)
        .where(CORRECTION_LINES.c.correction_id.in_(ids))
        .order_by(CORRECTION_LINES.c.correction_id, CORRECTION_LINES.c.position)
    )
    for row in session.execute(wanted).mappings():
        found[row["correction_id"]].append(dict(row))
    return found
