"""The clock of deadlines: what is due is told once, whatever stood still in between, and says so."""

from datetime import date

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from services.notifications.channels import Channels
from services.notifications.commands import notices
from services.notifications.commands.notices import Cause, Draft
from services.notifications.deadlines import policies, terms
from services.notifications.deadlines.plan import Policy, Telling, due_steps, tellings
from services.notifications.deadlines.recipients import by_person
from services.notifications.deadlines.tables import TERMS
from services.notifications.deadlines.words import KIND_OF, words_of
from services.notifications.rules import Told
from shared import clock
from shared.auth import system_actor
from shared.db import Database
from shared.logs import log
from shared.runtime import Job

_log = log(__name__)
_ACTOR = system_actor("notifications")
_AT_ONCE = 500  # terms of one run; the next run takes the rest
_TYPE = "notifications.deadline"


def ticking(channels: Channels) -> Job:
    """The job of the worker that watches the deadlines."""
    return Job("deadlines", every=30.0, run=lambda database: tell_due(database, channels))


def tell_due(database: Database, channels: Channels) -> int:
    """Tell of every deadline that has something due today; how many notices that made.

    Safe to run twice and by two at once: a term is locked, and each step of it is written down once.
    """
    made = 0
    for _ in range(_AT_ONCE):
        told = database.run(_ACTOR, lambda session: _tell_next(session, channels))
        if told is None:
            break
        made += told
    return made


def _tell_next(session: Session, channels: Channels) -> int | None:
    """Tell of the term that is due first; how many notices, or None when none is due."""
    today = clock.today()
    wanted = select(TERMS).where(TERMS.c.state == terms.OPEN, TERMS.c.next_on <= today)
    first = wanted.order_by(TERMS.c.next_on, TERMS.c.id).limit(1).with_for_update(skip_locked=True)
    term = session.execute(first).mappings().first()
    if term is None:
        return None
    rules = policies.policies_of(session, term["cause"])
    due = due_steps(rules, term["opened_on"], term["due_on"], today, terms.done(session, term))
    told = tellings(due, term["due_on"], today)
    made = sum(_tell(session, channels, term, one) for one in told)
    for policy in due:
        if policy not in {one.policy for one in told}:
            terms.write_step(session, term, policy, "passed_over", 0)
            _log.warning("reminder_passed_over", term=str(term["id"]), step=policy.step)
    terms.plan(session, term, rules)
    return made


def _tell(session: Session, channels: Channels, term: RowMapping, telling: Telling) -> int:
    policy = telling.policy
    kind = kind_of(policy, term["due_on"])
    people = by_person(session, term, telling.roles)
    drafts = [
        Draft(Told(person_id, kind, role), person, words_of(session, term, kind, role, telling), policy.by)
        for person_id, (role, person) in people.items()
    ]
    cause = Cause(f"term:{term['id']}:{term['due_on']}:{policy.step}", _TYPE, term["about_id"], term["path"])
    made = notices.tell(session, channels, cause, drafts)
    terms.write_step(session, term, policy, "told", made)
    return made


def kind_of(policy: Policy, due_on: date) -> str:
    """The kind of notice that a step is: before the deadline, or after it."""
    before, after = KIND_OF[policy.cause]
    return after if policy.day(due_on) > due_on else before
