"""Opening a plan, from a succession that the register told of or by hand; changing it while it is a draft."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.handover.commands.plans.writing import locked, seal_plan, whole_or_refuse
from services.handover.models import PLAN_UNITS, PLANS
from services.handover.queries.plans import heads
from services.handover.rules import plans as rules
from shared import clock
from shared.auth import Actor
from shared.contracts import json_ready
from shared.db import constraint_of
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7

_ACT = text(
    "SELECT predecessor_id, successor_id, happened_on FROM known_successions WHERE act_id = :act"
    " ORDER BY predecessor_id, successor_id"
)
# Units have no row policy; whoever opens a plan must see what it speaks of.
_SEEN = text("""
    SELECT u.id FROM known_units u WHERE u.id = ANY(CAST(:units AS uuid[]))
        AND ((SELECT current_setting('app.scope', true)) = 'all' OR u.id IN (
            SELECT descendant_id FROM unit_scope
            WHERE ancestor_id = (SELECT nullif(current_setting('app.unit', true), '')::uuid)))
""")
_PARENT = text("SELECT coalesce(parent_id, id) FROM known_units WHERE id = :unit")
_PEOPLE = text("SELECT id FROM known_people WHERE id = ANY(CAST(:people AS uuid[])) AND status = 'working'")
_HEAD = ("title", "document_number", "document_on", "document_signer")


def open_plan(session: Session, actor: Actor, body: Mapping[str, Any]) -> dict[str, Any]:
    """Open a plan (loaded PlanIn): over an act of succession (`act_id`), or over `old` and `new` by hand.

    Raises Conflict when the act has a plan already, Invalid naming units and people that are not ours.
    """
    body = {**body, **_of_act(session, body["act_id"])} if body["act_id"] else dict(body)
    old = [unit["unit_id"] for unit in body["old"]]
    new = [unit["unit_id"] for unit in body["new"]]
    rules.check_units(old, new)
    _check_seen(session, body)
    lead = actor.unit_id or session.execute(_PARENT, {"unit": old[0]}).scalar_one()
    row = {
        "id": uuid7(),
        "unit_id": lead,
        "act_id": body["act_id"],
        **{name: body[name] for name in _HEAD},
        **_days(body),
        "state": "draft",
        "rules": json_ready(body["rules"] or _first_rules(new)),
        "units_count": len(old) + len(new),
        "created_by": actor.subject,
        "created_person_id": actor.person_id,
        "created_at": clock.now(),
        "version": 1,
    }
    rules.check_rules(_read(row["rules"]), old, new)
    _insert(session, row)
    sides = [("old", body["old"]), ("new", body["new"])]
    session.execute(
        insert(PLAN_UNITS),
        [
            {"plan_id": row["id"], "lead_unit_id": lead, "side": side, **unit}
            for side, units in sides
            for unit in units
        ],
    )
    seal_plan(session, actor, "opened", row, {"old": old, "new": new, "act": body["act_id"]})
    return heads.plan(session, row["id"])


def change_plan(session: Session, plan_id: UUID, version: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """Change what a draft says: its head and days, its rules as a whole, who signs for its units."""
    row = locked(session, plan_id, version)
    rules.check_state(row["state"], ("draft",))
    shown = whole_or_refuse(session, row)
    changed = {name: body[name] for name in _HEAD if name in body}
    if "effective_on" in body or "happened_on" in body:
        changed |= _days({**row, **body})
    if "rules" in body:
        old, new = ([unit["unit_id"] for unit in shown[side]] for side in ("old", "new"))
        rules.check_rules(body["rules"], old, new)
        changed["rules"] = json_ready(body["rules"])
    if "signers" in body:
        _name_signers(session, shown, body["signers"])
    session.execute(update(PLANS).where(PLANS.c.id == plan_id).values(**changed, version=version + 1))
    return heads.plan(session, plan_id)


def _of_act(session: Session, act_id: UUID) -> dict[str, Any]:
    """The units and the day of an act of succession, all that it named."""
    pairs = session.execute(_ACT, {"act": act_id}).all()
    if not pairs:
        vi = "Chưa biết việc sắp xếp này. Hãy ghi nhận sáp nhập, chia tách ở phần Đơn vị trước."
        raise _wrong("act-unknown", "/act_id", vi, "No such act of succession is known.")
    sides = [dict.fromkeys(pair[place] for pair in pairs) for place in (0, 1)]
    old, new = ([{"unit_id": unit_id, "person_id": None} for unit_id in side] for side in sides)
    return {"old": old, "new": new, "effective_on": pairs[0].happened_on}


def _first_rules(new: Sequence[UUID]) -> list[dict[str, Any]]:
    """What a plan begins with: assets follow whoever holds them; all else goes to the one successor there is,
    or stays undecided, for nobody knows which part of an old unit went where (law.md GOV-3).
    """
    blank = dict.fromkeys(("unit_id", "category", "codes", "holder_id", "successor_id", "receiver_id"))
    return [blank, {**blank, "successor_id": new[0]}] if len(new) == 1 else [blank]


def _days(body: Mapping[str, Any]) -> dict[str, Any]:
    effective_on = body["effective_on"]
    if effective_on is None:
        vi = "Hãy ghi ngày hiệu lực của việc sắp xếp."
        raise _wrong("effective-on-missing", "/effective_on", vi, "Say the day of effect.")
    happened_on = body.get("happened_on") or max(clock.today(), effective_on)
    rules.check_days(effective_on, happened_on)
    return {"effective_on": effective_on, "happened_on": happened_on}


def _check_seen(session: Session, body: Mapping[str, Any]) -> None:
    wanted = {unit["unit_id"] for unit in (*body["old"], *body["new"])}
    seen = {row.id for row in session.execute(_SEEN, {"units": list(wanted)})}
    for side in ("old", "new"):
        for place, unit in enumerate(body[side]):
            if unit["unit_id"] not in seen:
                vi = "Không có đơn vị này, hoặc đơn vị ngoài phạm vi của anh/chị."
                raise _wrong("unit-unknown", f"/{side}/{place}/unit_id", vi, "Unknown or outside your units.")
    _check_people(session, [unit["person_id"] for unit in (*body["old"], *body["new"])])


def _check_people(session: Session, people: Sequence[UUID | None]) -> None:
    wanted = {person for person in people if person is not None}
    found = {row.id for row in session.execute(_PEOPLE, {"people": list(wanted)})} if wanted else set()
    if wanted - found:
        vi = "Người đại diện ký phải đang công tác và thuộc phạm vi của anh/chị."
        raise _wrong("signer-unknown", "/signers", vi, "A signer is unknown or does not work any more.")


def _name_signers(session: Session, shown: Mapping[str, Any], signers: Sequence[Mapping[str, Any]]) -> None:
    known = {unit["unit_id"] for unit in (*shown["old"], *shown["new"])}
    for place, one in enumerate(signers):
        if one["unit_id"] not in known:
            vi = "Đơn vị này không thuộc phương án."
            raise _wrong("unit-not-of-plan", f"/signers/{place}/unit_id", vi, "Not a unit of the plan.")
    _check_people(session, [one["person_id"] for one in signers])
    for one in signers:
        chosen = update(PLAN_UNITS).where(
            PLAN_UNITS.c.plan_id == shown["id"], PLAN_UNITS.c.unit_id == one["unit_id"]
        )
        session.execute(chosen.values(person_id=one["person_id"]))


def _insert(session: Session, row: Mapping[str, Any]) -> None:
    try:
        session.execute(insert(PLANS), dict(row))
    except IntegrityError as error:
        if constraint_of(error) != "plans_one_for_an_act":
            raise
        raise Conflict(
            "act-has-plan",
            vi="Việc sắp xếp này đã có phương án bàn giao. Hãy mở phương án đó.",
            en="This succession has a plan already.",
        ) from error


def _read(stored: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stored rules with their unit ids as ids again."""
    ids = ("unit_id", "successor_id")
    return [{**rule, **{name: UUID(rule[name]) if rule[name] else None for name in ids}} for rule in stored]


def _wrong(slug: str, pointer: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
