"""Witnesses: who saw the handover signs too, with name and post, and is no party."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from services.handover import drawings, lifecycle, visibility
from services.handover.commands import pins, signatures, writing
from services.handover.ledger import acts
from services.handover.models import KNOWN_PEOPLE, KNOWN_UNITS
from services.handover.models.scans import WITNESSES
from services.handover.queries.witnesses import witnesses_of
from services.handover.signing.judging import same_name
from services.handover.signing.ways import way_of
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid

_MOST = 10


def sign_as_witness(
    session: Session, actor: Actor, record_id: UUID, version: int, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Somebody who saw the handover signs (loaded WitnessIn): by drawing, or by the PIN of a known person."""
    record = writing.locked(session, actor, record_id, version)
    visibility.whole(session)
    who = dict(data)
    drawing = None
    if data["method"] == "pin":
        who |= _known(session, data)
        _check(session, record, who)
        pins.prove(session, who["person_id"], data.get("pin", ""))
    else:
        _check(session, record, who)
        drawing = drawings.kept(data.get("drawing", ""))
    _add(session, actor, record, who, drawing=drawing)
    return {"items": witnesses_of(session, record_id), "version": record["version"]}


def seen_on_paper(
    session: Session, actor: Actor, record: dict[str, Any], who: Mapping[str, Any], file: bytes
) -> None:
    """A witness whose signature an officer saw on the scan `file` (SHA-256) of a locked record."""
    _check(session, record, who)
    _add(session, actor, record, {**who, "method": "paper"}, file=file)


def _add(
    session: Session,
    actor: Actor,
    record: dict[str, Any],
    who: Mapping[str, Any],
    *,
    drawing: bytes | None = None,
    file: bytes | None = None,
) -> None:
    now = clock.now()
    told = {
        "person_id": who.get("person_id"),
        "name": who["name"],
        "post": who.get("post", ""),
        "unit_name": who.get("unit_name", ""),
        "method": who["method"],
        "way": way_of(who["method"], who.get("person_id"), actor),
        "operator_name": signatures.operator_name(session, actor),
        "signed_at": now,
    }
    row = {
        **told,
        "record_id": record["id"],
        "number": len(witnesses_of(session, record["id"])) + 1,
        "operated_by": actor.subject,
        "drawing": drawing,
        "file": file,
        "content_hash": record["content_hash"],
    }
    session.execute(insert(WITNESSES), row)
    writing.change(session, record)
    detail = {
        **told,
        "content": record["content_hash"].hex(),
        "drawing": drawings.hash_of(drawing),
        "file": file.hex() if file else None,
    }
    acts.enter(session, actor, "record.witnessed", record, detail, at=now)


def _check(session: Session, record: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    if record["state"] not in {*lifecycle.WAITING, lifecycle.COMPLETED}:
        raise Conflict(
            "witness-too-late",
            vi="Biên bản chưa phát hành hoặc không còn hiệu lực nên không ký chứng kiến được.",
            en="The record is not issued, or no longer stands: nobody can witness it.",
        )
    parties = ("giver", "receiver")
    same = any(
        (who.get("person_id") is not None and who["person_id"] == record[f"{side}_person_id"])
        or same_name(who["name"], record[f"{side}_name"])
        for side in parties
    )
    if same:
        vi = "Người chứng kiến phải là người khác với bên giao và bên nhận."
        raise Invalid(
            "witness-is-a-party",
            vi=vi,
            en="A witness is neither giver nor receiver.",
            errors=[FieldError("/name", vi, "A party.")],
        )
    counted = select(func.count()).select_from(WITNESSES).where(WITNESSES.c.record_id == record["id"])
    if session.execute(counted).scalar_one() >= _MOST:
        raise Conflict("witnesses-enough", vi="Đã đủ 10 người chứng kiến.", en="There are ten witnesses.")


def _known(session: Session, data: Mapping[str, Any]) -> dict[str, Any]:
    """Name, post and unit of the person who signs by PIN."""
    wanted = (
        select(KNOWN_PEOPLE.c.id, KNOWN_PEOPLE.c.name, KNOWN_PEOPLE.c.post, KNOWN_UNITS.c.name.label("unit"))
        .outerjoin(KNOWN_UNITS, KNOWN_UNITS.c.id == KNOWN_PEOPLE.c.unit_id)
        .where(KNOWN_PEOPLE.c.id == data.get("person_id"))
    )
    row = session.execute(wanted).first()
    if row is None:
        vi = "Ký bằng mã PIN thì cần chọn người chứng kiến trong danh sách."
        raise Invalid(
            "witness-unknown",
            vi=vi,
            en="To sign by PIN the witness must be known.",
            errors=[FieldError("/person_id", vi, "Unknown.")],
        )
    return {"person_id": row.id, "name": row.name, "post": row.post, "unit_name": row.unit or ""}
