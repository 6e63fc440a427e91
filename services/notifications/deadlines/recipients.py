"""Which people a role of a policy means, for one deadline."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from services.notifications.commands.projections import Person, people_with
from services.notifications.models import KNOWN_PEOPLE


def people_for(session: Session, term: RowMapping, role: str) -> list[Person]:
    """The living people whom `role` (leaver, signers, officer, head, accountant, manager) means now."""
    unit = term["unit_id"]
    if role == "leaver":
        return _living(session, [term["person_id"]] if term["person_id"] else [])
    if role == "signers":
        return _living(session, term["signers"] or [])
    if role == "head":
        return heads(session, unit)
    if role == "manager":
        own = {person["id"] for person in heads(session, unit)}
        return [one for one in people_with(session, "head", unit, above=True) if one["id"] not in own]
    return people_with(session, role, unit, above=role == "officer")


def by_person(session: Session, term: RowMapping, roles: Sequence[str]) -> dict[UUID, tuple[str, Person]]:
    """{person: (role, row)}: everybody once, in the first role that fits."""
    found: dict[UUID, tuple[str, Person]] = {}
    for role in roles:
        for person in people_for(session, term, role):
            found.setdefault(person["id"], (role, person))
    return found


def heads(session: Session, unit: UUID) -> list[Person]:
    """Who heads the unit; where nobody does, who heads the units above it."""
    return people_with(session, "head", unit, above=False) or people_with(session, "head", unit, above=True)


def name_of(session: Session, person_id: UUID | None) -> Mapping[str, Any]:
    """{name, post} of somebody; empty while nobody knows."""
    wanted = select(KNOWN_PEOPLE.c.name, KNOWN_PEOPLE.c.post).where(KNOWN_PEOPLE.c.id == person_id)
    row = session.execute(wanted).mappings().first() if person_id else None
    return dict(row) if row else {"name": "", "post": ""}


def _living(session: Session, ids: Sequence[UUID]) -> list[Person]:
    wanted = select(KNOWN_PEOPLE).where(KNOWN_PEOPLE.c.id.in_(list(ids)), KNOWN_PEOPLE.c.status != "dead")
    return list(session.execute(wanted.order_by(KNOWN_PEOPLE.c.id)).mappings())
