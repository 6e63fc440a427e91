"""Deadlines that are watched: opened, moved and ended by events, whatever order these come in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.deadlines.plan import Policy, next_day
from services.notifications.deadlines.tables import TERM_STEPS, TERMS
from shared import clock
from shared.ids import uuid7

OPEN, OVER = "open", "over"
_DONE = text("SELECT step FROM term_steps WHERE term_id = :term AND due_on = :due")
_STOCKTAKES = text(
    "UPDATE terms SET state = 'over', over_at = :at, next_on = NULL FROM unit_scope c"
    " WHERE terms.cause = 'stocktake' AND terms.state = 'open' AND c.ancestor_id = :unit"
    " AND c.descendant_id = terms.unit_id AND extract(year FROM terms.due_on) = :year"
)


def watch(session: Session, policies: Sequence[Policy], term: Mapping[str, Any]) -> None:
    """Keep a deadline as an event tells it ({cause, about_id, unit_id, person_id, signers, opened_on, due_on,
    path, facts, state, version}); an older event changes nothing. What was opened once keeps its first day.
    """
    row = {**term, "id": uuid7(), "over_at": clock.now() if term["state"] == OVER else None}
    made = insert(TERMS).values(row)
    fresh = ("signers", "due_on", "facts", "state", "over_at", "version")
    newer = made.on_conflict_do_update(
        index_elements=["cause", "about_id"],
        set_={name: made.excluded[name] for name in fresh},
        where=(TERMS.c.version < made.excluded.version) & (TERMS.c.state == OPEN),
    ).returning(TERMS)
    kept = session.execute(newer).mappings().first()
    if kept is not None:
        plan(session, kept, policies)


def due_on_of(session: Session, cause: str, about_id: UUID) -> date | None:
    """The deadline of something as it is watched; None when it is not."""
    wanted = select(TERMS.c.due_on).where(TERMS.c.cause == cause, TERMS.c.about_id == about_id)
    return session.execute(wanted).scalar()


def end_stocktakes(session: Session, unit_id: UUID, year: int) -> None:
    """A year-end stocktake of the unit and all below it is planned: nobody need be reminded of it."""
    session.execute(_STOCKTAKES, {"unit": unit_id, "year": year, "at": clock.now()})


def plan(session: Session, term: RowMapping, policies: Iterable[Policy]) -> None:
    """Write down when there is something to tell next of a deadline."""
    on = None
    if term["state"] == OPEN:
        on = next_day(policies, term["opened_on"], term["due_on"], done(session, term))
    session.execute(update(TERMS).where(TERMS.c.id == term["id"]).values(next_on=on))


def plan_anew(session: Session, cause: str, policies: Sequence[Policy]) -> None:
    """A policy was changed: plan every open deadline of `cause` again."""
    for term in session.execute(
        select(TERMS).where(TERMS.c.cause == cause, TERMS.c.state == OPEN)
    ).mappings():
        plan(session, term, policies)


def done(session: Session, term: RowMapping) -> set[str]:
    """The steps of the present deadline that were told or passed over."""
    return set(session.execute(_DONE, {"term": term["id"], "due": term["due_on"]}).scalars())


def write_step(session: Session, term: RowMapping, policy: Policy, outcome: str, people: int) -> None:
    """Write down, for good, that a step was told to so many people, or passed over."""
    row = {"term_id": term["id"], "due_on": term["due_on"], "step": policy.step, "outcome": outcome}
    row |= {"policy_version": policy.version, "people": people, "at": clock.now()}
    session.execute(insert(TERM_STEPS).values(row))
