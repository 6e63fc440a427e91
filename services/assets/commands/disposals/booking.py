"""A case reaches the books: its assets go out of those of their unit, and into the receiver's if that is one
of this register.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands.booking import book, worn_off
from services.assets.commands.disposals.lines import refuse_held
from services.assets.commands.disposals.writing import (
    begun,
    beyond_own_units,
    law_and_case,
    lines_of,
    locked_assets,
    rewrite_assets,
    stop_clock,
    take_step,
)
from services.assets.finding import Row
from services.assets.rules import books
from services.assets.rules import disposals as rules
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import Conflict
from shared.vietnamese import short_date

_AWAITING = "awaiting_disposal"


def book_disposal(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Write the assets off, on the day it was done (of a loss: decided) or a later one that is said, because
    a closed year is never written into. Raises Conflict naming the last closed year.
    """
    case = begun(session, disposal_id, version, "book")
    law, _ = law_and_case(case)
    since: date = case["done_on"] or case["decision_on"]
    on = body["booked_on"] or since
    rules.check_day(on, after=since, today=today(), pointer="/booked_on", what="Ngày ghi sổ")
    lines = lines_of(session, disposal_id)
    beyond_own_units(session)
    assets = locked_assets(session, (line["asset_id"] for line in lines))
    _refuse_strayed(assets.values())
    refuse_held(
        session,
        law,
        [{**line, "holder_person_id": assets[line["asset_id"]]["holder_person_id"]} for line in lines],
    )
    moved = case["kind"] == "transfer" and case["receiver_unit_id"] is not None
    pairs = [
        (asset, _afterwards(asset, case["receiver_unit_id"] if moved else None)) for asset in assets.values()
    ]
    worn = worn_off(session, assets)
    movements = [_out(before, law.details["cause"], worn) for before, _ in pairs]
    if moved:
        movements += [books.came_in(after, "transfer_in", wear=worn[after["id"]]) for _, after in pairs]
    book(session, actor, movements, _voucher(case, on))
    act = "transferred" if moved else "disposed"
    rewrite_assets(session, actor, act, pairs, _reason(case))
    stop_clock(session, case, "books", today())
    stop_clock(session, case, "execution", on)
    take_step(session, actor, case, "book", booked_on=on, booked_by=actor.subject, booked_at=now())


def _afterwards(asset: Row, receiver: UUID | None) -> Row:
    """The asset in the receiver's store, or disposed of. Who holds a lost thing or a program does so until
    a record says otherwise: a holder answers for it.
    """
    gone = {**asset, "version": asset["version"] + 1}
    if receiver is None:
        return {**gone, "status": "disposed"}
    return {**gone, "unit_id": receiver, "status": "in_store", "department": "", "place": ""}


def _out(asset: Row, cause: str, worn: Mapping[UUID, int]) -> books.Movement:
    return books.went_out(asset, cause, wear=worn[asset["id"]])


def _refuse_strayed(assets: Any) -> None:
    """Raise Conflict when an asset no longer waits for its disposal."""
    strayed = [asset["code"] for asset in assets if asset["status"] != _AWAITING]
    if strayed:
        raise Conflict(
            "assets-not-awaiting",
            vi=f"Tài sản {', '.join(strayed[:5])} không còn ở trạng thái chờ xử lý.",
            en=f"Assets {', '.join(strayed[:5])} no longer await disposal.",
        )


def _voucher(case: Row, on: date) -> books.Voucher:
    minutes = case["minutes_number"] or case["handover_number"]
    number = f"{case['decision_number']}; biên bản {minutes}" if minutes else case["decision_number"]
    return books.Voucher(
        on,
        number=number,
        document_on=case["decision_on"],
        note=f"Hồ sơ xử lý {rules.number_of(case['number'], case['year'])}",
        rules=tuple(case["rules"]),
        source_id=case["id"],
    )


def _reason(case: Row) -> str:
    number = rules.number_of(case["number"], case["year"])
    return f"Hồ sơ {number}: quyết định {case['decision_number']} ngày {short_date(case['decision_on'])}"
