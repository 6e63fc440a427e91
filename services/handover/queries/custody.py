"""Who holds what now, since when, by which record."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.models import CUSTODY, KNOWN_ASSETS, KNOWN_PEOPLE
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
        CUSTODY.c.opened_by.label("record_id"),
        CUSTODY.c.number,
    )
    .join(KNOWN_ASSETS, KNOWN_ASSETS.c.id == CUSTODY.c.asset_id)
    .join(KNOWN_PEOPLE, KNOWN_PEOPLE.c.id == CUSTODY.c.person_id)
    .where(CUSTODY.c.until.is_(None))
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
) -> dict[str, Any]:
    """A page of what is held now: of one asset, of a person, or in a unit and all below it."""
    visibility.only_own(session, actor)
    query = _HELD.limit(limit + 1)
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
    return {
        "items": [{key: row[key] for key in row if key != "id"} for row in rows[:limit]],
        "next": following,
    }
