"""Units that merge, split or end hand their assets over: what a completed record of that kind does in the
books of both.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands.booking import book, booking_day, last_closed_years, worn_off
from services.assets.commands.disposals.writing import locked_assets, rewrite_assets
from services.assets.rules import books
from shared.auth import Actor

_GONE = ("disposed", "withdrawn")


def take_over_by_record(session: Session, actor: Actor, record: Mapping[str, Any]) -> None:
    """Let the assets of a completed record (an event's data) go over into the books of its receiving unit,
    with who holds them, in a handful of statements however many they are. Those that went another way
    meanwhile stay where they are; told twice, it changes nothing.

    Booked on the day of the record, or the first day that is open when that year is closed for either unit.
    """
    left, taken = UUID(record["unit_id"]), UUID(record["to_unit_id"])
    assets = locked_assets(session, map(UUID, record["asset_ids"]))
    going = [one for one in assets.values() if one["unit_id"] == left and one["status"] not in _GONE]
    if not going:
        return
    pairs = [(one, {**one, "unit_id": taken, "version": one["version"] + 1}) for one in going]
    worn = worn_off(session, [one["id"] for one in going])
    closed = last_closed_years(session, {left, taken})
    on = booking_day(date.fromisoformat(record["happened_on"]), max(closed.values(), default=None))
    movements = [books.went_out(before, "transfer_out", wear=worn[before["id"]]) for before, _ in pairs]
    movements += [books.came_in(after, "transfer_in", wear=worn[after["id"]]) for _, after in pairs]
    voucher = books.Voucher(
        on,
        number=f"Biên bản {record['number']}",
        document_on=date.fromisoformat(record["happened_on"]),
        note="Bàn giao khi sắp xếp đơn vị",
        source_id=UUID(record["record_id"]),
    )
    book(session, actor, movements, voucher)
    rewrite_assets(session, actor, "taken_over", pairs, f"Biên bản {record['number']}")
