"""A mistake in the wear of a closed year: put right by an entry in the first open year, by a paper and with
the consent of somebody else than whoever asks for it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.commands.booking import book, booking_day, last_closed_years
from services.assets.commands.changing import write_change
from services.assets.finding import locked
from services.assets.models import ASSETS, PEOPLE
from services.assets.queries.wear import stated_wear, wear_of_asset
from services.assets.rules import books, corrections
from shared.auth import Actor
from shared.clock import today
from shared.errors import FieldError, Invalid


def correct_wear(
    session: Session, actor: Actor, asset_id: UUID, version: int, body: dict[str, Any]
) -> dict[str, Any]:
    """Add `amount` VND (negative: take away) to the accumulated wear of an asset, dated in an open year."""
    asset = locked(session, ASSETS, asset_id, version)
    worn = stated_wear(session, asset)
    corrections.check(asset, worn, body["amount"])
    approver = _approver(session, actor, body["approved_by"])
    last = last_closed_years(session, [asset["unit_id"]]).get(asset["unit_id"])
    voucher = books.Voucher(
        booking_day(today(), last),
        number=body["document_number"],
        document_on=body["document_on"],
        note=f"{body['reason']} (duyệt: {approver})",
        rules=("C141-14@1", "C141-05b@1"),
    )
    book(session, actor, [corrections.movement(asset, body["amount"])], voucher)
    after = {**asset, "version": version + 1}
    told = {**after, "accumulated_wear": stated_wear(session, asset)}
    write_change(session, actor, "wear_corrected", asset, told, reason=body["reason"])
    return wear_of_asset(session, asset_id)


def _approver(session: Session, actor: Actor, person_id: UUID) -> str:
    """The code of the person who consents: a head or accountant at work, and not the one who asks."""
    row = session.execute(
        select(PEOPLE.c.code, PEOPLE.c.duties, PEOPLE.c.status).where(PEOPLE.c.id == person_id)
    ).first()
    if person_id == actor.person_id:
        vi, en = "Người đề nghị không tự duyệt được.", "Nobody consents to their own request."
    elif row is None or row.status != "working" or "head" not in row.duties:
        vi, en = "Người duyệt phải là thủ trưởng đang công tác.", "The consent must be a head's, at work."
    else:
        return str(row.code)
    raise Invalid("approver-not-fit", vi=vi, en=en, errors=[FieldError("/approved_by", vi, en)])
