"""What we keep of units and people, so that telling somebody asks nobody. The newer version always wins."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import any_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.models import KNOWN_PEOPLE, KNOWN_UNITS
from shared.db.scope import place_unit
from shared.db.tables import UNIT_SCOPE
from shared.peers import Peers

Person = Mapping[Any, Any]  # a row of known_people


def know_unit(
    session: Session, unit_id: UUID, version: int, *, code: str, name: str, parent_id: UUID | None
) -> None:
    """Keep a unit and its place in the tree, unless a newer version is known."""
    row = insert(KNOWN_UNITS).values(id=unit_id, code=code, name=name, parent_id=parent_id, version=version)
    newer = row.on_conflict_do_update(
        index_elements=["id"],
        set_={column: row.excluded[column] for column in ("code", "name", "parent_id", "version")},
        where=KNOWN_UNITS.c.version < row.excluded.version,
    ).returning(KNOWN_UNITS.c.id)
    if session.execute(newer).first() is not None:
        place_unit(session, unit_id, parent_id)


def unit_name(session: Session, unit_id: UUID) -> str:
    """The name of a unit, "" while it is not known."""
    return session.execute(select(KNOWN_UNITS.c.name).where(KNOWN_UNITS.c.id == unit_id)).scalar() or ""


def know_person(session: Session, peers: Peers, person_id: UUID, version: int) -> Person:
    """The person at `version` or later: as kept, or else as the register answers now."""
    kept = session.execute(select(KNOWN_PEOPLE).where(KNOWN_PEOPLE.c.id == person_id)).mappings().first()
    if kept is not None and kept["version"] >= version:
        return kept
    told = peers.assets.get(f"/people/{person_id}")
    values = {name: told[name] for name in ("name", "status", "version")}
    values |= {
        "id": person_id,
        "unit_id": UUID(told["unit_id"]),
        "post": told.get("post") or "",
        "email": told.get("email") or None,
        "duties": told.get("duties") or [],
    }
    row = insert(KNOWN_PEOPLE).values(values)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["id"],
            set_={column: row.excluded[column] for column in values if column != "id"},
            where=KNOWN_PEOPLE.c.version < row.excluded.version,
        )
    )
    return values


def people_with(session: Session, duty: str, unit_id: UUID, *, above: bool) -> list[Person]:
    """The working people with `duty` in the unit, or (`above`) in it and in every unit over it; by id."""
    units = select(UNIT_SCOPE.c.ancestor_id).where(UNIT_SCOPE.c.descendant_id == unit_id)
    where = KNOWN_PEOPLE.c.unit_id.in_(units) if above else KNOWN_PEOPLE.c.unit_id == unit_id
    wanted = select(KNOWN_PEOPLE).where(
        where, KNOWN_PEOPLE.c.status == "working", any_(KNOWN_PEOPLE.c.duties) == duty
    )
    return list(session.execute(wanted.order_by(KNOWN_PEOPLE.c.id)).mappings())


def know_people(session: Session, peers: Peers, person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Each of these people, whatever version is known of them; who is not known yet is asked for."""
    return {person_id: know_person(session, peers, person_id, 0) for person_id in sorted(set(person_ids))}
