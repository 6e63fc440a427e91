"""One person signs all waiting records of one side of a plan with one PIN: each record gets its own,
with all that follows from it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover import rules
from services.handover.commands import pins, signatures, writing
from services.handover.queries.plans import heads
from shared.auth import Actor
from shared.errors import Conflict
from shared.failpoints import point

MOST = 25  # records signed in one request; whoever has more signs again

_WAITING = """
    SELECT DISTINCT r.id, r.version, r.{side}_person_id AS person_id, r.{side}_name AS name
    FROM plan_lines l JOIN records r ON r.id = l.record_id
    WHERE l.plan_id = :plan AND r.state IN ('issued', 'signed') AND r.{side}_person_id = :person
        AND NOT EXISTS (SELECT 1 FROM signatures s WHERE s.record_id = r.id AND s.side = '{side}')
    ORDER BY r.id
"""
_OF_SIDE = {side: text(_WAITING.format(side=side)) for side in ("giver", "receiver")}


def sign_all(session: Session, actor: Actor, plan_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Sign for one side (loaded PlanSignatureIn), at the most MOST records; answers {signed, left, records}.

    Raises Conflict when nothing waits for this person, NotPermitted when the PIN is wrong or the actor may
    not bring the signature about.
    """
    heads.plan(session, plan_id)
    side = data["side"]
    person_id = data.get("person_id") or actor.person_id
    waiting = session.execute(_OF_SIDE[side], {"plan": plan_id, "person": person_id}).all()
    if person_id is None or not waiting:
        vi = "Không có biên bản nào của phương án chờ người này ký ở bên đã chọn."
        raise Conflict("nothing-to-sign", vi=vi, en="No record of the plan waits for this signature.")
    first = waiting[0]
    rules.may_sign(side, (first.person_id, first.name), person_id, "pin", actor)
    pins.prove(session, person_id, data["pin"])
    said = {"side": side, "method": "pin", "person_id": person_id}
    for one in waiting[:MOST]:
        record = writing.locked(session, actor, one.id, one.version)
        signatures.admitted(session, actor, record, said)
        signatures.given(session, actor, record, said)
        point("plan.between_signatures")
    signed = [one.id for one in waiting[:MOST]]
    return {"signed": len(signed), "left": len(waiting) - len(signed), "records": signed}
