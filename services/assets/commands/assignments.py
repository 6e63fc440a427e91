"""Keeping where people work: rows that are only ever added, as they became known."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.assets.commands.unit_versions import document_of
from services.assets.finding import Row
from services.assets.models import ASSIGNMENTS, POSTS
from services.assets.rules.units import exists_on
from shared.auth import Actor
from shared.clock import now
from shared.db.tables import UNIT_SCOPE
from shared.errors import Conflict, FieldError, Invalid
from shared.text import clean
from shared.vietnamese import short_date


def assignments_of(session: Session, person_id: UUID) -> list[Row]:
    """All that is known of where a person worked."""
    rows = session.execute(select(ASSIGNMENTS).where(ASSIGNMENTS.c.person_id == person_id)).mappings()
    return [dict(row) for row in rows]


def assign(session: Session, actor: Actor, person: Row, act: tuple[str, date | None], said: Row) -> Row:
    """Add where `person` (of the version that this act made) works, or that they left; `act` says what was
    done and from which day it holds; `said` may carry `basis` and the document.
    """
    kept = {
        "person_id": person["id"],
        "act": act[0],
        "from_on": act[1],
        **{name: person[name] for name in ("version", "status", "unit_id", "post_id", "post")},
        "basis": clean(said.get("basis") or ""),
        **document_of(said),
        "recorded_at": now(),
        "recorded_by": actor.subject,
    }
    session.execute(insert(ASSIGNMENTS), kept)
    return kept


def post_said(session: Session, said: Row, before: Row, unit_id: UUID, day: date) -> dict[str, Any]:
    """{post_id, post} after an act that may name a post of the list (`post_id`) or write one (`post`).

    Nothing said keeps what was; a post of the list is kept only where it may be held. Raises Invalid for one
    that may not.
    """
    if said.get("post_id") is not None:
        row = _usable(session, said["post_id"], unit_id, day)
        if row is None:
            vi, en = (
                "Chức danh này không dùng được cho đơn vị vào ngày đó.",
                "That post cannot be held there.",
            )
            raise Invalid("post-not-usable", vi=vi, en=en, errors=[FieldError("/post_id", vi, en)])
        return {"post_id": row["id"], "post": row["name"]}
    if said.get("post"):
        return {"post_id": None, "post": said["post"]}
    kept = _usable(session, before["post_id"], unit_id, day) if before["post_id"] else None
    return {"post_id": before["post_id"] if kept else None, "post": before["post"]}


def check_unit_then(unit: Row, day: date, pointer: str = "/unit_id") -> None:
    """Raise Conflict when nobody can begin in `unit` on `day`, because it is not there (any more)."""
    if not exists_on(unit, day):
        vi = f"{unit['name']} không tồn tại vào ngày {short_date(day)}."
        en = f"{unit['name']} does not exist on {day}."
        raise Conflict("unit-not-there", vi=vi, en=en, errors=[FieldError(pointer, vi, en)])


def _usable(session: Session, post_id: UUID, unit_id: UUID, day: date) -> Row | None:
    """The post, if it exists on `day` and belongs to the unit or one above it."""
    above = select(UNIT_SCOPE.c.ancestor_id).where(UNIT_SCOPE.c.descendant_id == unit_id)
    chosen = select(POSTS).where(POSTS.c.id == post_id, POSTS.c.unit_id.in_(above))
    row = session.execute(chosen).mappings().first()
    post = dict(row) if row else None
    return post if post and exists_on(post, day) else None
