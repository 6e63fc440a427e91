"""Writing the books: entries under a voucher, held against the years that are closed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from services.assets.models import BOOK_ENTRIES, BOOK_MOVEMENTS, UNITS, YEAR_CLOSINGS
from services.assets.rules import books
from services.assets.rules.books import Movement, Voucher
from services.assets.rules.units import check_books_open
from shared.auth import Actor
from shared.clock import now, today

_STAYS = ("reclassified_in",)  # it stays in its unit, in another place of the books


def book(session: Session, actor: Actor, movements: Sequence[Movement], voucher: Voucher) -> None:
    """Write `movements` under one voucher. Raises Conflict when its year is closed for one of the units; the
    database refuses it too.
    """
    if not movements:
        return
    _refuse_ended(session, [(movement, voucher.on) for movement in movements])
    closed = last_closed_years(session, {movement["unit_id"] for movement in movements})
    for last in closed.values():
        books.refuse_closed(voucher.on.year, last)
    session.execute(insert(BOOK_ENTRIES), [_entry(actor, movement, voucher) for movement in movements])


def open_books(session: Session, actor: Actor, assets: Sequence[Mapping[str, Any]]) -> None:
    """Book new assets in: each by its `increase_cause` ("opening" when it says none), with the `opening_wear`
    VND it brings, on the day it was put to use if the books of that day are still open.
    """
    closed = last_closed_years(session, {asset["unit_id"] for asset in assets})
    entries = []
    for asset in assets:
        cause, worn = asset.get("increase_cause") or "opening", asset.get("opening_wear") or 0
        on = booking_day(asset["put_to_use_on"], closed.get(asset["unit_id"]))
        voucher = Voucher(
            on,
            number=asset.get("increase_document") or "",
            document_on=asset.get("increase_document_on"),
            rules=(asset["kind_rule"],),
            source_id=asset.get("import_id"),
        )
        entries.append(_entry(actor, books.came_in(asset, cause, wear=worn), voucher))
    _refuse_ended(session, [(entry, entry["effective_on"]) for entry in entries])
    session.execute(insert(BOOK_ENTRIES), entries)


def _refuse_ended(session: Session, dated: Sequence[tuple[Mapping[str, Any], date]]) -> None:
    """Raise Conflict when something is to come into the books of a unit after its last day (L88 Art. 43)."""
    coming = [(one["unit_id"], on) for one, on in dated if one["quantity"] > 0 and one["cause"] not in _STAYS]
    units = {unit_id for unit_id, _ in coming}
    if not units:
        return
    ended = select(UNITS.c.id, UNITS.c.name, UNITS.c.valid_from, UNITS.c.valid_to).where(
        UNITS.c.id.in_(list(units)), UNITS.c.valid_to.is_not(None)
    )
    for unit in session.execute(ended).mappings():
        latest = max(on for unit_id, on in coming if unit_id == unit["id"])
        check_books_open(dict(unit), latest)


def booking_day(wanted: date | None, last_closed: int | None) -> date:
    """The day an increase is dated: the day `wanted`, but not after today nor in a year that is closed."""
    return max(min(wanted or today(), today()), first_open_day(last_closed))


def first_open_day(last_closed: int | None) -> date:
    """The first day that still takes entries; the first of all days when no year is closed."""
    return date.min if last_closed is None else date(last_closed + 1, 1, 1)


def worn_off(session: Session, asset_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The accumulated wear in VND of each of the assets, as the books have it now; 0 for the unknown."""
    wanted = list(asset_ids)
    summed = (
        select(BOOK_MOVEMENTS.c.asset_id, func.sum(BOOK_MOVEMENTS.c.wear))
        .where(BOOK_MOVEMENTS.c.asset_id.in_(wanted))
        .group_by(BOOK_MOVEMENTS.c.asset_id)
    )
    found = {asset_id: int(wear) for asset_id, wear in session.execute(summed)}
    return {asset_id: found.get(asset_id, 0) for asset_id in wanted}


def last_closed_years(session: Session, unit_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The newest closed year of each of the units that has one."""
    chosen = (
        select(YEAR_CLOSINGS.c.unit_id, func.max(YEAR_CLOSINGS.c.year))
        .where(YEAR_CLOSINGS.c.unit_id.in_(list(unit_ids)))
        .group_by(YEAR_CLOSINGS.c.unit_id)
    )
    return {unit_id: int(year) for unit_id, year in session.execute(chosen)}


def _entry(actor: Actor, movement: Movement, voucher: Voucher) -> dict[str, Any]:
    return {
        **movement,
        "effective_on": voucher.on,
        "recorded_at": now(),
        "recorded_by": actor.subject,
        "document_number": voucher.number,
        "document_on": voucher.document_on,
        "note": voucher.note,
        "rules": list(voucher.rules),
        "source_id": voucher.source_id,
    }
