"""Writing down what was decided about lives, rates and single assets. Nothing is ever changed or taken back:
a later decision counts instead.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.assets.commands.booking import last_closed_years
from services.assets.finding import Row, locked, unit_within
from services.assets.models import ASSETS, WEAR_DECISIONS
from services.assets.queries.wear_decisions import decision_shape
from services.assets.rules import lives
from services.assets.rules.books import refuse_closed
from shared.auth import Actor
from shared.clock import now
from shared.errors import FieldError, Invalid
from shared.ids import uuid7


def record_class_decision(session: Session, actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """A life for a class without a national one, or a shift of a rate, for a unit and all below it."""
    unit = unit_within(session, actor, body["unit_id"])
    life_years, shift = body.get("life_years"), body.get("shift_percent")
    lives.check_class_decision(body["kind"], body["wear_class"], body["from_year"], life_years, shift)
    if body["kind"] == lives.LIFE:
        shift = None
    else:
        life_years = None
    said = {"wear_class": body["wear_class"], "life_years": life_years, "shift_percent": shift}
    return _written(session, actor, body, unit, said)


def record_asset_decision(
    session: Session, actor: Actor, asset_id: UUID, body: dict[str, Any]
) -> dict[str, Any]:
    """That an asset takes no wear from a year on and why, that it takes wear again, or how many years it had
    served before it came.
    """
    asset = locked(session, ASSETS, asset_id)
    unit = unit_within(session, actor, asset["unit_id"])
    kind, ground, years = body["kind"], body.get("ground") or "", body.get("years")
    if kind == lives.NO_WEAR and not ground:
        raise _missing("/ground", "Thiếu lý do không tính hao mòn.", "Say why there is no wear.")
    if kind == lives.USED_BEFORE and years is None:
        raise _missing("/years", "Thiếu số năm đã sử dụng.", "Say how many years it had served.")
    said = {
        "asset_id": asset_id,
        "ground": ground if kind == lives.NO_WEAR else "",
        "years": years if kind == lives.USED_BEFORE else None,
    }
    return _written(session, actor, body, unit, said) | {
        "asset_code": asset["code"],
        "asset_name": asset["name"],
    }


def _written(session: Session, actor: Actor, body: dict[str, Any], unit: Row, said: Row) -> dict[str, Any]:
    """Write the decision; raises Conflict when it would speak of a year that is closed."""
    closed = last_closed_years(session, [unit["id"]])
    refuse_closed(body["from_year"], closed.get(unit["id"]))
    row = {
        "asset_id": None,
        "wear_class": "",
        "life_years": None,
        "shift_percent": None,
        "years": None,
        "ground": "",
        **said,
        "id": uuid7(),
        "unit_id": unit["id"],
        **{name: body[name] for name in ("kind", "from_year", "number", "decided_on")},
        "note": body.get("note") or "",
        "recorded_at": now(),
        "recorded_by": actor.subject,
    }
    session.execute(insert(WEAR_DECISIONS), row)
    return decision_shape({**row, "unit_name": unit["name"]})


def _missing(pointer: str, vi: str, en: str) -> Invalid:
    return Invalid("decision-incomplete", vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
