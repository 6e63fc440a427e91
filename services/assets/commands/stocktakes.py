"""Planning a stocktake, opening it (the books of its day are frozen), a second count, calling it off."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, select, text, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.finding import Row, locked, unit_within
from services.assets.models import CATEGORIES, PEOPLE, STOCKTAKE_SCANS, STOCKTAKES
from services.assets.queries.stocktakes import stocktake_shape
from services.assets.rules import stocktakes as rules
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.db.tables import UNIT_SCOPE
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.law import rule

MOST_LINES = 100_000

# The one moment at which the books are read: from here on nothing that happens to an asset touches its line.
_FREEZE = text("""
INSERT INTO stocktake_lines (stocktake_id, asset_id, position, code, tag, serial, name, category, asset_kind,
    unit_id, unit_name, department, place, holder_person_id, holder_name, status, quantity, cost, wear)
SELECT :stocktake, a.id, row_number() OVER (ORDER BY u.code, a.category, a.name, a.code), a.code, a.tag,
    a.serial, a.name, a.category, a.kind, b.unit_id, u.name, a.department, a.place, a.holder_person_id,
    coalesce(p.name, ''), a.status, 1, b.cost, b.wear
FROM (
    SELECT asset_id, unit_id, sum(cost) AS cost, sum(wear) AS wear FROM book_movements
    WHERE unit_id = ANY(:units) AND effective_on <= :as_of
    GROUP BY asset_id, unit_id HAVING sum(quantity) > 0
) b
JOIN assets a ON a.id = b.asset_id
JOIN units u ON u.id = b.unit_id
LEFT JOIN people p ON p.id = a.holder_person_id
WHERE (cardinality(CAST(:categories AS text[])) = 0 OR a.category = ANY(:categories))
  AND (cardinality(CAST(:places AS text[])) = 0 OR a.place = ANY(:places))
LIMIT :most
""")


def plan_stocktake(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A stocktake as a plan: nothing is frozen yet."""
    unit = unit_within(session, actor, body["unit_id"])
    units = body["units"] or [unit["id"]]
    _refuse_units_outside(session, unit["id"], units)
    _refuse_unknown_categories(session, body["categories"])
    board = [_member(member) for member in body["board"]]
    members = [member["person_id"] for member in body["board"] if member["person_id"]]
    _refuse_strangers(session, members)
    row = {
        **{name: body[name] for name in ("title", "kind", "as_of", "basis", "categories")},
        "id": uuid7(),
        "unit_id": unit["id"],
        "units": units,
        "places": body["places"],
        "board": board,
        "member_ids": members,
        "second_person_id": None,
        "state": "planned",
        "expected": 0,
        "results": None,
        "note": "",
        "rules": [rule(key, min(body["as_of"], today())).key for key in ("L15-38b", "L88-40")],
        "created_at": now(),
        "created_by": actor.subject,
        "opened_at": None,
        "ended_at": None,
        "version": 1,
    }
    session.execute(insert(STOCKTAKES), row)
    return stocktake_shape({**row, "unit_name": unit["name"]}, actor)


def open_stocktake(session: Session, actor: Actor, stocktake_id: UUID, version: int) -> Row:
    """Freeze what the books of the day expect, and let the counting begin. Raises Conflict when that is
    nothing, or more than 100,000 assets.
    """
    before = locked(session, STOCKTAKES, stocktake_id, version)
    state = rules.state_after(before["state"], "open")
    if before["as_of"] > today() + timedelta(days=rules.AHEAD_DAYS):
        raise Conflict(
            "stocktake-too-early",
            vi=f"Chỉ mở kiểm kê sớm nhất {rules.AHEAD_DAYS} ngày trước thời điểm kiểm kê.",
            en=f"A stocktake opens at most {rules.AHEAD_DAYS} days before the day it is made for.",
        )
    given = {
        "stocktake": stocktake_id,
        "units": units_counted(session, before),
        "as_of": before["as_of"],
        "categories": before["categories"],
        "places": before["places"],
        "most": MOST_LINES + 1,
    }
    frozen = session.execute(_FREEZE, given).rowcount  # type: ignore[attr-defined]
    _refuse_size(frozen)
    after = _changed(session, before, state=state, expected=frozen, opened_at=now())
    outbox.record(session, events.stocktake_opened(after))
    return _shape(session, actor, after)


def ask_recount(
    session: Session, actor: Actor, stocktake_id: UUID, version: int, body: Mapping[str, Any]
) -> Row:
    """A second count by somebody who took no part in the first and does not see it."""
    before = locked(session, STOCKTAKES, stocktake_id, version)
    state = rules.state_after(before["state"], "recount")
    person = body["person_id"]
    _refuse_strangers(session, [person], "/person_id")
    counted = exists().where(
        STOCKTAKE_SCANS.c.stocktake_id == stocktake_id, STOCKTAKE_SCANS.c.person_id == person
    )
    if session.execute(select(counted)).scalar():
        vi, en = "Người này đã đếm lần thứ nhất.", "This person took part in the first count."
        raise Invalid("counted-already", vi=vi, en=en, errors=[FieldError("/person_id", vi, en)])
    after = _changed(session, before, state=state, second_person_id=person)
    return _shape(session, actor, after)


def cancel_stocktake(session: Session, actor: Actor, stocktake_id: UUID, version: int, reason: str) -> Row:
    """Call it off; what was scanned stays to be read."""
    before = locked(session, STOCKTAKES, stocktake_id, version)
    state = rules.state_after(before["state"], "cancel")
    after = _changed(session, before, state=state, note=reason, ended_at=now())
    return _shape(session, actor, after)


def units_counted(session: Session, stocktake: Mapping[str, Any]) -> list[UUID]:
    """The ids of all units that a stocktake counts: those chosen, and all below them."""
    below = select(UNIT_SCOPE.c.descendant_id).where(UNIT_SCOPE.c.ancestor_id.in_(stocktake["units"]))
    return list(session.execute(below.distinct()).scalars())


def _changed(session: Session, before: Row, **values: Any) -> Row:
    after = {**before, **values, "version": before["version"] + 1}
    session.execute(update(STOCKTAKES).where(STOCKTAKES.c.id == before["id"]), after)
    return after


def _shape(session: Session, actor: Actor, row: Row) -> Row:
    unit = unit_within(session, actor, row["unit_id"])
    return stocktake_shape({**row, "unit_name": unit["name"]}, actor)


def _member(member: Mapping[str, Any]) -> dict[str, Any]:
    person = member["person_id"]
    return {**member, "person_id": str(person) if person else None}


def _refuse_size(frozen: int) -> None:
    if frozen == 0:
        raise Conflict(
            "nothing-to-count",
            vi="Không có tài sản nào trên sổ trong phạm vi đã chọn vào ngày này.",
            en="The books of that day hold no asset in what was chosen.",
        )
    if frozen > MOST_LINES:
        raise Conflict(
            "too-much-to-count",
            vi="Phạm vi có hơn 100.000 tài sản. Hãy chia thành nhiều đợt.",
            en="More than 100,000 assets. Split it into several stocktakes.",
        )


def _refuse_units_outside(session: Session, top: UUID, units: list[UUID]) -> None:
    below = select(UNIT_SCOPE.c.descendant_id).where(
        UNIT_SCOPE.c.ancestor_id == top, UNIT_SCOPE.c.descendant_id.in_(units)
    )
    if set(units) - set(session.execute(below).scalars()):
        vi, en = "Có đơn vị không thuộc đơn vị tổ chức kiểm kê.", "A unit is not below the one that counts."
        raise Invalid("unit-not-below", vi=vi, en=en, errors=[FieldError("/units", vi, en)])


def _refuse_unknown_categories(session: Session, wanted: list[str]) -> None:
    known = select(CATEGORIES.c.code).where(CATEGORIES.c.code.in_(wanted))
    if wanted and set(wanted) - set(session.execute(known).scalars()):
        vi, en = "Không có loại tài sản này.", "There is no such category."
        raise Invalid("category-not-found", vi=vi, en=en, errors=[FieldError("/categories", vi, en)])


def _refuse_strangers(session: Session, people: list[UUID], pointer: str = "/board") -> None:
    """People who are named must be in the register and at work."""
    known = select(PEOPLE.c.id).where(PEOPLE.c.id.in_(people), PEOPLE.c.status == "working")
    if people and set(people) - set(session.execute(known).scalars()):
        vi, en = "Không có người này, hoặc đã nghỉ.", "There is no such person at work."
        raise Invalid("person-not-found", vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
