"""Who would be told what of a deadline, and when; and what has been told already."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.orm import Session

from services.notifications.deadlines import policies, terms
from services.notifications.deadlines.plan import Policy
from services.notifications.deadlines.recipients import by_person
from services.notifications.deadlines.tables import TERM_STEPS, TERMS
from services.notifications.deadlines.ticking import kind_of
from shared.auth import Actor
from shared.errors import NotFound

_WHOLE = text("SELECT set_config('app.scope', 'all', true)")


def preview(session: Session, actor: Actor, about_id: UUID) -> dict[str, Any]:
    """Every step of a deadline that the actor may see, in order of day:

    {step, on, kind, state, at, to: [{person_id, name, role}], by, statutory}; a state is told, passed_over,
    planned, off, or never (its day lay before, or the deadline is over). Raises NotFound.
    """
    wanted = select(TERMS).where(TERMS.c.about_id == about_id)
    if not actor.has("officer", "head", "accountant", "auditor", "admin", "service"):
        wanted = wanted.where(TERMS.c.person_id == actor.person_id)
    term = session.execute(wanted.limit(1)).mappings().first()
    if term is None:
        raise NotFound(
            "deadline-unknown",
            vi="Việc này không có thời hạn đang theo dõi.",
            en="No deadline is watched here.",
        )
    session.execute(_WHOLE)  # who heads a unit above stands outside of the actor's units
    written = {row["step"]: row for row in session.execute(_steps(term)).mappings()}
    rules = sorted(policies.policies_of(session, term["cause"]), key=lambda one: one.day(term["due_on"]))
    return {
        "about_id": about_id,
        "cause": term["cause"],
        "due_on": term["due_on"],
        "state": term["state"],
        "steps": [_step(session, term, policy, written.get(policy.step)) for policy in rules],
    }


def _steps(term: RowMapping) -> Any:
    return select(TERM_STEPS).where(TERM_STEPS.c.term_id == term["id"], TERM_STEPS.c.due_on == term["due_on"])


def _step(session: Session, term: RowMapping, policy: Policy, written: RowMapping | None) -> dict[str, Any]:
    on = policy.day(term["due_on"])
    people = by_person(session, term, policy.to)
    if written is not None:
        state = written["outcome"]
    elif not policy.on:
        state = "off"
    else:
        state = "planned" if term["state"] == terms.OPEN and on > term["opened_on"] else "never"
    return {
        "step": policy.step,
        "on": on,
        "kind": kind_of(policy, term["due_on"]),
        "state": state,
        "at": written["at"] if written is not None else None,
        "to": [
            {"person_id": person_id, "name": person["name"], "role": role}
            for person_id, (role, person) in people.items()
        ],
        "by": list(policy.by),
        "statutory": policy.statutory,
    }
