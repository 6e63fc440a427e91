"""A mistake in the wear of a closed year: asked for by one person with a paper, decided by another, and put
right by an entry in the first open year.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.assets.commands.booking import book, booking_day, last_closed_years
from services.assets.commands.changing import write_change
from services.assets.finding import Row, locked
from services.assets.models import ASSETS, WEAR_CORRECTIONS
from services.assets.queries.wear import stated_wear
from services.assets.queries.wear_corrections import wear_correction
from services.assets.rules import books, corrections
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import Conflict
from shared.ids import uuid7
from shared.text import clean

_GROUNDS = ("C141-14@1", "C141-05b@1")


def ask_correction(session: Session, actor: Actor, asset_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Ask that `amount` VND be added to (negative: taken from) the accumulated wear of an asset. Raises
    Invalid for an amount out of bounds; a second request while one waits is a Conflict.
    """
    asset = locked(session, ASSETS, asset_id, version)
    worn = stated_wear(session, asset)
    corrections.check(asset, worn, body["amount"])
    _refuse_second(session, asset_id)
    row = {
        "id": uuid7(),
        "asset_id": asset_id,
        "state": "waiting",
        "amount": body["amount"],
        "wear_before": worn,
        "reason": clean(body["reason"]),
        "document_number": clean(body["document_number"]),
        "document_on": body["document_on"],
        "recorded_at": now(),
        "recorded_by": actor.subject,
        "version": 1,
    }
    session.execute(insert(WEAR_CORRECTIONS), row)
    return wear_correction(session, row["id"])


def _refuse_second(session: Session, asset_id: UUID) -> None:
    waiting = select(WEAR_CORRECTIONS.c.id).where(
        WEAR_CORRECTIONS.c.asset_id == asset_id, WEAR_CORRECTIONS.c.state == "waiting"
    )
    if session.execute(waiting).first() is not None:
        raise Conflict(
            "wear-correction-waits",
            vi="Đã có một đề nghị điều chỉnh hao mòn của tài sản này đang chờ duyệt.",
            en="A correction of this asset's wear waits for a decision already.",
        )


def decide_correction(
    session: Session, actor: Actor, correction_id: UUID, version: int, *, approved: bool, note: str
) -> Row:
    """Approve or refuse what somebody else asked for. What is approved is booked on an open day; it is held
    against the wear as it is by then, for a year may have been closed meanwhile.
    """
    row = locked(session, WEAR_CORRECTIONS, correction_id, version)
    corrections.check_decision(row, actor.subject, note, approved=approved)
    said: Row = {"state": "refused"}
    if approved:
        said = {"state": "booked", "effective_on": _booked(session, actor, row)}
    said |= {
        "decided_at": now(),
        "decided_by": actor.subject,
        "decided_note": clean(note),
        "version": version + 1,
    }
    session.execute(update(WEAR_CORRECTIONS).where(WEAR_CORRECTIONS.c.id == correction_id), said)
    return wear_correction(session, correction_id)


def _booked(session: Session, actor: Actor, row: Row) -> Any:
    asset = locked(session, ASSETS, row["asset_id"])
    corrections.check(asset, stated_wear(session, asset), row["amount"])
    last = last_closed_years(session, [asset["unit_id"]]).get(asset["unit_id"])
    voucher = books.Voucher(
        booking_day(today(), last),
        number=row["document_number"],
        document_on=row["document_on"],
        note=row["reason"],
        rules=_GROUNDS,
        source_id=row["id"],
    )
    book(session, actor, [corrections.movement(asset, row["amount"])], voucher)
    after = {**asset, "version": asset["version"] + 1}
    told = {**after, "accumulated_wear": stated_wear(session, asset)}
    write_change(session, actor, "wear_corrected", asset, told, reason=row["reason"])
    return voucher.on
