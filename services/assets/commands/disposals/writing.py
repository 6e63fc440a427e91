"""What every act on a case shares: the locked case with its lines, the step that is written down, the legal
clocks, and assets rewritten many at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or_update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.registering import change_row
from services.assets.disposals import lifecycle
from services.assets.finding import Row, locked
from services.assets.imports.register import serial_key
from services.assets.models import (
    ASSET_CHANGES,
    ASSET_MARKS,
    ASSETS,
    DISPOSAL_DEADLINES,
    DISPOSAL_LINES,
    DISPOSAL_STEPS,
    DISPOSALS,
)
from services.assets.rules import disposals as rules
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import json_ready
from shared.law import Provision

_WHOLE = text("SELECT set_config('app.scope', 'all', true)")
_REWRITTEN = ("unit_id", "department", "place", "status", "holder_person_id", "version")
_MARKED = ("unit_id", "serial_key")


def begun(session: Session, disposal_id: UUID, version: int, act: str) -> Row:
    """The case, locked, if `act` is possible in its state; raises NotFound, Stale, Conflict."""
    case = locked(session, DISPOSALS, disposal_id, version)
    lifecycle.step(act, case["state"], case["kind"])
    return case


def take_step(
    session: Session,
    actor: Actor,
    case: Row,
    act: str,
    *,
    told: Mapping[str, Any] | None = None,
    **values: Any,
) -> Row:
    """Write the case as it is after `act` with its changed columns, and who did it (`told`: what else its
    history says); publish if the table of the life says so.
    """
    step = lifecycle.step(act, case["state"], case["kind"])
    changed = {**values, "state": step.after, "version": case["version"] + 1}
    session.execute(update(DISPOSALS).where(DISPOSALS.c.id == case["id"]).values(changed))
    after = {**case, **changed}
    write_step(session, actor, after, act, {**values, **(told or {})})
    if step.after in lifecycle.ENDED:
        let_go = update(DISPOSAL_LINES).where(DISPOSAL_LINES.c.disposal_id == case["id"])
        session.execute(let_go.where(DISPOSAL_LINES.c.holding).values(holding=False))
        close_clocks(session, case["id"])
    if step.event:
        outbox.record(session, events.disposal_event(step.event, after))
    return after


def write_step(session: Session, actor: Actor, case: Row, act: str, detail: Mapping[str, Any]) -> None:
    """One line of the case's own history."""
    row = {"disposal_id": case["id"], "version": case["version"], "act": act, "state": case["state"]}
    said = json_ready(dict(detail))
    session.execute(insert(DISPOSAL_STEPS), {**row, "at": now(), "by": actor.subject, "detail": said})


def law_and_case(case: Mapping[str, Any]) -> tuple[Provision, Mapping[str, Any]]:
    """The form of disposal and the legal case as they were on the day by which the law was chosen."""
    law = rules.law_of(case["kind"], case["law_on"])
    return law, rules.legal_case(law, case["legal_case"], case["law_on"])


def locked_assets(session: Session, asset_ids: Iterable[UUID]) -> dict[UUID, Row]:
    """The assets, locked in order of id until the transaction ends; those not seen are left out."""
    wanted = select(ASSETS).where(ASSETS.c.id.in_(list(asset_ids))).order_by(ASSETS.c.id).with_for_update()
    return {row["id"]: dict(row) for row in session.execute(wanted).mappings()}


def lines_of(session: Session, disposal_id: UUID) -> list[Row]:
    """The lines of a case in their order, without those taken out."""
    wanted = select(DISPOSAL_LINES).where(
        DISPOSAL_LINES.c.disposal_id == disposal_id, DISPOSAL_LINES.c.removed.is_(False)
    )
    return [dict(row) for row in session.execute(wanted.order_by(DISPOSAL_LINES.c.position)).mappings()]


def start_clock(session: Session, case: Row, step: str, trigger: date, *, met_on: date | None = None) -> Any:
    """Start the legal clock of `step`; answers it, or None where the law's time is not established."""
    law, legal = law_and_case(case)
    due = rules.due(law, legal, step, trigger)
    if due is not None:
        row = {
            "disposal_id": case["id"],
            "step": step,
            "rule": due.rule,
            "what": due.what,
            "triggered_on": trigger,
            "due_on": due.due_on,
            "met_on": met_on,
        }
        started = insert_or_update(DISPOSAL_DEADLINES).values(row)
        keys = ("disposal_id", "step", "triggered_on")
        fresh = {"met_on": met_on, "due_on": due.due_on}
        session.execute(started.on_conflict_do_update(index_elements=keys, set_=fresh))
    return due


def stop_clock(session: Session, case: Row, step: str, met_on: date) -> None:
    """What the clock of `step` asked for was done on `met_on`."""
    running = update(DISPOSAL_DEADLINES).where(
        DISPOSAL_DEADLINES.c.disposal_id == case["id"],
        DISPOSAL_DEADLINES.c.step == step,
        DISPOSAL_DEADLINES.c.met_on.is_(None),
    )
    session.execute(running.values(met_on=met_on))


def close_clocks(session: Session, disposal_id: UUID) -> None:
    """The case has ended: no clock runs any more. What was due by then stays readable."""
    running = update(DISPOSAL_DEADLINES).where(
        DISPOSAL_DEADLINES.c.disposal_id == disposal_id, DISPOSAL_DEADLINES.c.met_on.is_(None)
    )
    session.execute(running.values(met_on=today()))


def rewrite_assets(
    session: Session, actor: Actor, act: str, pairs: Sequence[tuple[Row, Row]], reason: str
) -> None:
    """Write assets as they are now (before, after), with history, marks and events: five statements for up to
    1,000. `after` carries the raised version.
    """
    if not pairs:
        return
    session.execute(
        insert(ASSET_CHANGES), [change_row(actor, act, before, after, reason) for before, after in pairs]
    )
    rewritten = update(ASSETS).where(ASSETS.c.id == bindparam("asset"))
    _many(session, rewritten, _REWRITTEN, [after for _, after in pairs])
    remarked = update(ASSET_MARKS).where(ASSET_MARKS.c.asset_id == bindparam("asset"))
    _many(session, remarked, _MARKED, [{**after, "serial_key": _serial_key(after)} for _, after in pairs])
    outbox.record(session, *(events.asset_event("changed", after) for _, after in pairs))


def beyond_own_units(session: Session) -> None:
    """Write into the books of a unit outside the actor's own: the receiver of a decided transfer."""
    session.execute(_WHOLE)


def _many(session: Session, statement: Any, names: Sequence[str], rows: Sequence[Row]) -> None:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    given = [{"asset": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows]
    session.connection().execute(statement.values(values), given)


def _serial_key(asset: Row) -> str | None:
    gone = asset["status"] == "disposed"
    return None if gone else serial_key(asset["category"], asset["serial"])
