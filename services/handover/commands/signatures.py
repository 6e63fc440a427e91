"""Signing a record: by PIN, or drawn on the screen in place. The second signature completes it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.handover import drawings, events, lifecycle, rules, visibility
from services.handover.commands import custody, pins, writing
from services.handover.ledger import store
from services.handover.ledger.entries import seal
from services.handover.models import KNOWN_PEOPLE, SIGNATURES
from services.handover.queries import facts
from services.handover.queries.shapes import record_shape
from services.handover.signing.ways import way_of
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
    person_id = admitted(session, actor, record, data)
    drawing = _proof(session, person_id, data)
    return given(session, actor, record, data, drawing=drawing)


def admitted(
    session: Session, actor: Actor, record: Mapping[str, Any], data: Mapping[str, Any]
) -> UUID | None:
    """Who signs for a side of a locked record (data: side, method, perhaps person_id).

    Raises Conflict where the side has signed or cannot any more, NotPermitted where `actor` may not bring it
    about.
    """
    side = data["side"]
    lifecycle.step("sign", record["state"])
    if any(one.side == side for one in writing.signatures_of(session, record["id"])):
        vi = f"Chữ ký của {rules.SIDE_NAMES[side]} đã có trên biên bản."
        raise Conflict("already-signed", vi=vi, en=f"The {side} has signed already.")
    party = (record[f"{side}_person_id"], record[f"{side}_name"])
    return rules.may_sign(side, party, data.get("person_id"), data["method"], actor)


def given(
    session: Session,
    actor: Actor,
    record: dict[str, Any],
    data: Mapping[str, Any],
    *,
    drawing: bytes | None = None,
    file: bytes | None = None,
) -> dict[str, Any]:
    """Write the signature of a side (data: side, method), admitted before, with all that follows from
    it; the record, whole.

    `file`: SHA-256 of the kept file that bears it.
    """
    side, method = data["side"], data["method"]
    step = lifecycle.step("sign", record["state"])
    visibility.whole(session)
    signature = {
        "record_id": record["id"],
        "side": side,
        "person_id": record[f"{side}_person_id"],
        "name": record[f"{side}_name"],
        "method": method,
        "way": way_of(method, record[f"{side}_person_id"], actor),
        "operated_by": actor.subject,
        "operator_name": operator_name(session, actor),
        "drawing": drawing,
        "file": file,
        "content_hash": record["content_hash"],
        "signed_at": clock.now(),
    }
    return _signed(session, actor, record, step, signature)


def operator_name(session: Session, actor: Actor) -> str | None:
    """The name of the person whose account acts, as it is known now."""
    if actor.person_id is None:
        return None
    name: str | None = session.execute(
        select(KNOWN_PEOPLE.c.name).where(KNOWN_PEOPLE.c.id == actor.person_id)
    ).scalar()
    return name


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
    body = {
        "act": f"record.{step.event}",
        "actor": actor.subject,
        "version": record["version"],
        "detail": _told(record, signature),
    }
    entry = seal(
        f"record.{step.event}", record["id"], record["unit_id"], body, at=signature["signed_at"], links=links
    )
    store.append(session, entry)
    outbox.record(session, events.record_event(str(step.event), record, asset_ids, entry.leaf))
    if step.after == lifecycle.COMPLETED:
        custody.move(session, actor, record, asset_ids)
    return record_shape(record, lines, writing.signatures_of(session, record["id"]))


def _told(record: Mapping[str, Any], signature: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger keeps of a signature."""
    names = ("side", "person_id", "name", "method", "way", "operator_name", "signed_at")
    return {
        **{name: signature[name] for name in names},
        "content": record["content_hash"].hex(),
        "drawing": drawings.hash_of(signature["drawing"]),
        "file": signature["file"].hex() if signature["file"] else None,
    }


def _proof(session: Session, person_id: UUID | None, data: Mapping[str, Any]) -> bytes | None:
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
    if needed == "pin" and person_id is not None:  # a stranger has none: rules.may_sign
        pins.prove(session, person_id, data["pin"])
        return None
    return drawings.kept(data["drawing"])
