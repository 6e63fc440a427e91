"""Carrying a decision out: the council, the beginning, the result, and the money that comes later."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from services.assets.commands.disposals.by_record import refuse_waiting_record
from services.assets.commands.disposals.lines import refuse_held
from services.assets.commands.disposals.writing import (
    begun,
    law_and_case,
    lines_of,
    locked_assets,
    start_clock,
    stop_clock,
    take_step,
)
from services.assets.finding import Row
from services.assets.models import DISPOSAL_LINES
from services.assets.rules import disposal_acts as acts
from services.assets.rules import disposals as rules
from shared.auth import Actor
from shared.clock import today
from shared.errors import FieldError, Invalid

_RESULT = (
    *("done_on", "result", "minutes_number", "minutes_on", "handover_number", "handover_on"),
    *("buyer_kind", "buyer_name", "proceeds", "paid_in", "costs"),
)


def record_council(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Who sat in the council, when, and what it concluded (Decree 186 Art. 30); said again, it replaces."""
    case = begun(session, disposal_id, version, "meet")
    chairs = [one for one in body["members"] if one["role"] == "chair"]
    if len(chairs) != 1 or len(body["members"]) < 3:
        vi = "Hội đồng có đúng một chủ tịch và ít nhất ba người (lãnh đạo, kế toán, bộ phận sử dụng)."
        raise Invalid(
            "council-incomplete",
            vi=vi,
            en="A council has one chair and at least three people.",
            errors=[FieldError("/members", vi, "One chair, three people at least.")],
        )
    rules.check_day(
        body["met_on"], after=case["decision_on"], today=today(), pointer="/met_on", what="Ngày họp"
    )
    council = {**body, "met_on": body["met_on"].isoformat()}
    take_step(session, actor, case, "meet", council=council)


def begin_execution(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """The decision is being carried out from a day on."""
    case = begun(session, disposal_id, version, "begin")
    on = body["on"] or today()
    rules.check_day(on, after=case["decision_on"], today=today(), pointer="/on", what="Ngày bắt đầu")
    take_step(session, actor, case, "begin", begun_on=on)


def finish_execution(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """What came of it: how, when, the minutes, the money, the buyer or the receiver's acceptance."""
    case = begun(session, disposal_id, version, "finish")
    refuse_waiting_record(session, disposal_id)
    law, _ = law_and_case(case)
    done_on = body["done_on"]
    rules.check_day(
        done_on, after=case["decision_on"], today=today(), pointer="/done_on", what="Ngày hoàn thành"
    )
    acts.check_execution(law, case, body)
    lines = _priced(lines_of(session, disposal_id), body["prices"])
    acts.check_sale(law, body["mode"], lines, done_on)
    _refuse_given_out(session, law, lines)
    _write_prices(session, disposal_id, lines)
    stop_clock(session, case, "execution", done_on)
    if law.details["books_from"] == "done":
        start_clock(session, case, "books", done_on)
    result = {name: body[name] for name in _RESULT}
    take_step(session, actor, case, "finish", **result, done_mode=body["mode"])


def settle_money(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Correct or complete proceeds, what was paid into the temporary account, and costs (VND)."""
    case = begun(session, disposal_id, version, "settle")
    if body["paid_in"] > body["proceeds"]:
        vi, en = "Số đã nộp lớn hơn số thu được.", "More was paid in than was received."
        raise Invalid("paid-beyond", vi=vi, en=en, errors=[FieldError("/paid_in", vi, en)])
    take_step(session, actor, case, "settle", **body)


def _priced(lines: list[Row], prices: list[Mapping[str, Any]]) -> list[Row]:
    said = {one["asset_id"]: one["revalued"] for one in prices}
    return [{**line, "revalued": said.get(line["asset_id"], line["revalued"])} for line in lines]


def _write_prices(session: Session, disposal_id: UUID, lines: list[Row]) -> None:
    priced = update(DISPOSAL_LINES).where(
        DISPOSAL_LINES.c.disposal_id == disposal_id, DISPOSAL_LINES.c.asset_id == bindparam("asset")
    )
    rows = [{"asset": line["asset_id"], "price": line["revalued"]} for line in lines]
    session.connection().execute(priced.values(revalued=bindparam("price")), rows)


def _refuse_given_out(session: Session, law: Any, lines: list[Row]) -> None:
    """A record that waited when the decision came may have been signed since."""
    assets = locked_assets(session, (line["asset_id"] for line in lines))
    held = [
        {**line, "holder_person_id": assets[line["asset_id"]]["holder_person_id"]}
        for line in lines
        if line["asset_id"] in assets
    ]
    refuse_held(session, law, held)
