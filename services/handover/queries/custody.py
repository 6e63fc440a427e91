"""Who answers for what: now, or on any day as it was known at any moment (effective and recorded time)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select, text
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.models import CUSTODY, KNOWN_ASSETS, KNOWN_PEOPLE
from services.handover.queries import former
from shared import clock
from shared.auth import Actor
from shared.db.tables import UNIT_SCOPE
from shared.web.pages import cursor_of, key_of

_HELD = (
    select(
        CUSTODY.c.id,
        CUSTODY.c.asset_id,
        KNOWN_ASSETS.c.code,
        KNOWN_ASSETS.c.name,
        KNOWN_ASSETS.c.serial,
        KNOWN_ASSETS.c.category,
        CUSTODY.c.person_id,
        KNOWN_PEOPLE.c.name.label("person_name"),
        CUSTODY.c.since,
        CUSTODY.c.until,
        CUSTODY.c.closed_at,
        CUSTODY.c.opened_by.label("record_id"),
        CUSTODY.c.correction_id,
        CUSTODY.c.number,
    )
    .join(KNOWN_ASSETS, KNOWN_ASSETS.c.id == CUSTODY.c.asset_id)
    .join(KNOWN_PEOPLE, KNOWN_PEOPLE.c.id == CUSTODY.c.person_id)
    .order_by(CUSTODY.c.id)
)


def custody(
    session: Session,
    actor: Actor,
    *,
    limit: int,
    after: str | None = None,
    asset: UUID | None = None,
    person: UUID | None = None,
    unit: UUID | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[str, Any]:
    """A page of what is held: of one asset, of a person, or in a unit and all below it.

    With `as_of` who answered on that day, with `known_at` as the books had it at that moment; without them,
    now. The same question about the past has the same answer for ever: a row of custody is opened, closed and
    superseded once each, and each of these has its moment; people and assets are called as they were then.
    """
    visibility.only_own(session, actor)
    known = known_at or clock.now()
    query = _HELD.limit(limit + 1).where(_held_on(as_of, known) if as_of or known_at else _STILL)
    if asset is not None:
        query = query.where(CUSTODY.c.asset_id == asset)
    if person is not None:
        query = query.where(CUSTODY.c.person_id == person)
    if unit is not None:
        below = select(UNIT_SCOPE.c.descendant_id).where(UNIT_SCOPE.c.ancestor_id == unit)
        query = query.where(CUSTODY.c.unit_id.in_(below))
    if after is not None:
        query = query.where(CUSTODY.c.id > key_of(after, UUID)[0])
    rows = session.execute(query).mappings().all()
    following = cursor_of(str(rows[limit - 1]["id"])) if len(rows) > limit else None
    items = [_shape(row, known) for row in rows[:limit]]
    return {"items": _called_then(session, items, known_at) if known_at else items, "next": following}


_HISTORY = text(
    "SELECT c.person_id, coalesce(p.name, '') AS person_name, c.since, c.opened_at AS known_from,"
    " CASE WHEN c.closed_at < c.superseded_at OR c.superseded_at IS NULL THEN c.until END AS until,"
    " CASE WHEN c.closed_at < c.superseded_at OR c.superseded_at IS NULL THEN c.closed_at END AS closed_at,"
    " c.superseded_at AS known_to, c.opened_by AS record_id, c.correction_id, c.number"
    " FROM custody c LEFT JOIN known_people p ON p.id = c.person_id WHERE c.asset_id = :asset"
    " ORDER BY c.opened_at, c.since, c.id"
)
_STILL = CUSTODY.c.until.is_(None)


def _held_on(as_of: date | None, known: datetime) -> ColumnElement[bool]:
    """That custody lasted on the day `as_of` (known's own day if not said), as it was known at `known`. Who
    gives on a day answers no more from that day on; who receives does.
    """
    day = as_of or clock.legal_date(known)
    not_closed_yet = or_(CUSTODY.c.until.is_(None), CUSTODY.c.closed_at > known)
    lasting = or_(not_closed_yet, CUSTODY.c.until > day)
    stands = or_(CUSTODY.c.superseded_at.is_(None), CUSTODY.c.superseded_at > known)
    return and_(CUSTODY.c.opened_at <= known, stands, CUSTODY.c.since <= day, lasting)


def history(session: Session, asset: UUID) -> dict[str, Any]:
    """Every row of one asset's custody that the actor may see, in the order in which it became known. What
    was superseded while it was open shows no end: none was known.
    """
    rows = session.execute(_HISTORY, {"asset": asset}).mappings()
    return {"items": [dict(row) for row in rows]}


def _shape(row: RowMapping, known: datetime) -> dict[str, Any]:
    """A row as it was known: an end that was recorded later was not known then."""
    shape = {key: row[key] for key in row if key not in {"id", "closed_at"}}
    later = row["closed_at"] is not None and row["closed_at"] > known
    return {**shape, "until": None if later else row["until"]}


def _called_then(session: Session, items: list[dict[str, Any]], known: datetime) -> list[dict[str, Any]]:
    """The rows, which the actor may see, with people and assets called as they were at `known`."""
    with visibility.beyond(session):  # a holder sees the asset, but no unit's former words for it
        people = former.people_then(session, {item["person_id"] for item in items}, known)
        assets = former.assets_then(session, {item["asset_id"] for item in items}, known)
    return [
        {**item, **people.get(item["person_id"], {}), **assets.get(item["asset_id"], {})} for item in items
    ]
