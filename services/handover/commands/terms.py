"""What the law asks to be said of a record besides its parties and lines, kind by kind (lifecycle.KINDS)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover import rules
from services.handover.lifecycle import KINDS, OUTSIDE, UNIT, Kind
from services.handover.models import KNOWN_DECISIONS, KNOWN_UNITS
from shared.errors import Conflict, FieldError, Invalid

NAMES = ("to_unit_id", "decision_number", "decision_on", "decision_by", "disposal_id", "due_on")


@dataclass(frozen=True)
class Terms:
    """What is said (by the columns of a record); `asset_ids` are all that the decision is about, if there is
    one; `receiver_as` and `receiver_name` when the decision settles them.
    """

    said: Mapping[str, Any]
    asset_ids: AbstractSet[UUID] | None = None
    receiver_as: str | None = None
    receiver_name: str = ""


def terms_of(session: Session, data: Mapping[str, Any], happened_on: date) -> Terms:
    """The terms of a record as asked for (a loaded RecordIn). Raises Invalid or RefusedByLaw naming each
    field that is missing or wrong, Conflict when the decision cannot be carried out now.
    """
    kind = KINDS[data["kind"]]
    said: dict[str, Any] = {name: data.get(name) for name in NAMES if name in kind.asks}
    rules.check_asked(kind, said, happened_on)
    if said.get("to_unit_id") is not None:
        _check_unit(session, said["to_unit_id"])
    if not kind.decided:
        return Terms(said)
    return _of_decision(session, kind, said["disposal_id"], happened_on)


def _of_decision(session: Session, kind: Kind, disposal_id: UUID, happened_on: date) -> Terms:
    found = select(KNOWN_DECISIONS).where(KNOWN_DECISIONS.c.id == disposal_id)
    decision = session.execute(found.with_for_update(key_share=True)).mappings().first()
    if decision is None or decision["kind"] != kind.decided:
        vi = "Không có quyết định này trong sổ, hoặc là quyết định về việc khác."
        raise Invalid(
            "decision-unknown",
            vi=vi,
            en="No such decision, or one about something else.",
            errors=[FieldError("/disposal_id", vi, "No such decision.")],
        )
    if decision["state"] not in {"decided", "carrying_out"}:
        vi = f"Hồ sơ {decision['number']} không ở giai đoạn thực hiện quyết định, không lập biên bản được."
        raise Conflict("decision-not-open", vi=vi, en="The decision is not being carried out.")
    rules.check_day_of_decision(decision["decision_on"], happened_on)
    said = {name: decision[name] for name in ("to_unit_id", "decision_number", "decision_on", "decision_by")}
    return Terms(
        {**said, "disposal_id": disposal_id},
        frozenset(decision["asset_ids"]),
        UNIT if decision["to_unit_id"] else OUTSIDE,
        decision["receiver_name"],
    )


def _check_unit(session: Session, unit_id: UUID) -> None:
    if session.execute(select(KNOWN_UNITS.c.id).where(KNOWN_UNITS.c.id == unit_id)).first() is None:
        vi = "Không có đơn vị này."
        raise Invalid(
            "unit-unknown", vi=vi, en="No such unit.", errors=[FieldError("/to_unit_id", vi, "No such unit.")]
        )
