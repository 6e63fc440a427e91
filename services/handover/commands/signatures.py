"""Signing a record: by PIN, or drawn on the screen in place. The second signature completes it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.handover import drawings, events, lifecycle, rules, visibility
from services.handover.commands import custody, pins, writing
from services.handover.ledger import store
from services.handover.ledger.entries import seal
from services.handover.models import SIGNATURES
from services.handover.queries import facts
from services.handover.queries.shapes import record_shape
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid

_SIGN = insert(SIGNATURES)


def sign_record(
    session: Session, actor: Actor, record_id: UUID, version: int, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Sign one side of a record (loaded SignatureIn).

    With both sides signed the record is completed, and custody, recall cases, ledger and event follow in the
    same transaction.
    """
    record = writing.locked(session, actor, record_id, version)
    step = lifecycle.step("sign", record["state"])
    side = data["side"]
    given = writing.signatures_of(session, record_id)
    if any(one.side == side for one in given):
        vi = f"Chữ ký của {rules.SIDE_NAMES[side]} đã có trên biên bản."
        raise Conflict("already-signed", vi=vi, en=f"The {side} has signed already.")
    party = (record[f"{side}_person_id"], record[f"{side}_name"])
    person_id = rules.may_sign(side, party, data.get("person_id"), data["method"], actor)
    signature = {
        "record_id": record_id,
        "side": side,
        "person_id": person_id,
        "name": party[1],
        "method": data["method"],
        "operated_by": actor.subject,
        "drawing": _proof(session, person_id, data),
        "content_hash": record["content_hash"],
        "signed_at": clock.now(),
    }
    visibility.whole(session)
    return _signed(session, actor, record, step, signature)


def _signed(
    session: Session, actor: Actor, record: dict[str, Any], step: lifecycle.Step, signature: dict[str, Any]
) -> dict[str, Any]:
    lines = writing.lines_of(session, record["id"])
    asset_ids = [line["asset_id"] for line in lines]
    links = facts.next_links(session, asset_ids)
    session.execute(_SIGN, signature)
    if step.after == lifecycle.COMPLETED:
        writing.change(session, record, state=step.after, completed_at=signature["signed_at"])
        writing.release(session, record["id"])
    else:
        writing.change(session, record, state=step.after)
    told = {name: signature[name] for name in ("side", "person_id", "name", "method", "signed_at")}
    body = {
        "act": f"record.{step.event}",
        "actor": actor.subject,
        "version": record["version"],
        "detail": {
            **told,
            "content": record["content_hash"].hex(),
            "drawing": drawings.hash_of(signature["drawing"]),
        },
    }
    entry = seal(
        f"record.{step.event}", record["id"], record["unit_id"], body, at=signature["signed_at"], links=links
    )
    store.append(session, entry)
    outbox.record(session, events.record_event(str(step.event), record, asset_ids, entry.leaf))
    if step.after == lifecycle.COMPLETED:
        custody.move(session, actor, record, asset_ids)
    return record_shape(record, lines, writing.signatures_of(session, record["id"]))


def _proof(session: Session, person_id: UUID, data: Mapping[str, Any]) -> bytes | None:
    """Check the PIN, or make the drawing safe to keep; raises Invalid when the one needed is missing."""
    needed = {"pin": "pin", "drawn": "drawing"}[data["method"]]
    if not data.get(needed):
        vi = "Thiếu mã PIN." if needed == "pin" else "Thiếu hình chữ ký."
        raise Invalid(
            "signature-incomplete",
            vi=vi,
            en=f"{needed} is missing.",
            errors=[FieldError(f"/{needed}", vi, "Missing.")],
        )
    if needed == "pin":
        pins.prove(session, person_id, data["pin"])
        return None
    return drawings.kept(data["drawing"])
