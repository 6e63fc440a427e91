"""What every change of an asset leaves behind: its row, its history, its marks, its event, its books."""

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.booking import book, worn_off
from services.assets.commands.registering import change_row, remark
from services.assets.finding import Row
from services.assets.models import ASSET_CHANGES, ASSETS
from services.assets.rules import books
from shared import outbox
from shared.auth import Actor
from shared.clock import today


def write_change(
    session: Session,
    actor: Actor,
    act: str,
    before: Row,
    after: Row,
    *,
    reason: str = "",
    told: Row | None = None,
) -> None:
    """Write the changed row of an asset with its history (who, when, and `reason`), marks and event; `told`
    joins what the history says.
    """
    session.execute(insert(ASSET_CHANGES), change_row(actor, act, before, after, reason=reason, told=told))
    session.execute(update(ASSETS).where(ASSETS.c.id == after["id"]), after)
    remark(session, after)
    outbox.record(session, events.asset_event("changed", after))


def rebook(session: Session, actor: Actor, before: Row, after: Row) -> None:
    """Bring the books along when an asset changes its unit or its place in the catalogue."""
    worn = worn_off(session, [before["id"]])[before["id"]]
    voucher = books.Voucher(today(), rules=(after["kind_rule"],))
    book(session, actor, books.changed(before, after, books.CORRECTION, wear=worn), voucher)
