"""Changing the original cost of an asset: by a cause of the law at once, a correction by two people."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from services.assets.commands.assets import lasting
from services.assets.commands.booking import book, last_closed_years, worn_off
from services.assets.commands.changing import write_change
from services.assets.finding import Row, category_row, locked
from services.assets.models import ASSETS, BOOK_ENTRIES, COST_CHANGES, FILES
from services.assets.queries.costs import cost_change
from services.assets.queries.wear import stated_wear
from services.assets.rules import assets as asset_rules
from services.assets.rules import books, disposals
from services.assets.rules import costing as rules
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean

_COSTS = ("cost", "cost_budget", "cost_other")


def change_cost(session: Session, actor: Actor, asset_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Record a change of an asset's cost with its minutes. By a cause of Circular 141/2025/TT-BTC Art. 9 it
    is booked at once; a correction waits for somebody else (`decide`).
    """
    asset = locked(session, ASSETS, asset_id, version)
    came_in = _came_in(session, asset)
    rules.check_day(body["effective_on"], today(), came_in)
    _check_file(session, asset_id, body.get("file_id"))
    costs = asset_rules.costs(body, other_so_far=asset["cost_other"])
    _check_year(session, asset, costs["cost"], body["effective_on"], came_in)
    worn = worn_off(session, [asset_id])[asset_id]
    made = rules.recosting(
        body["cause"], body["effective_on"], asset, costs, worn=worn, wear=body.get("accumulated_wear")
    )
    change = {
        **{name: body[name] for name in ("cause", "effective_on", "document_on")},
        **{name: getattr(made, name) for name in (*_COSTS, "wear")},
        "id": uuid7(),
        "asset_id": asset_id,
        "state": "waiting",
        "document_number": clean(body["document_number"]),
        "reason": clean(body["reason"]),
        "file_id": body.get("file_id"),
        "cost_before": asset["cost"],
        "wear_before": worn,
        "kind_before": asset["kind"],
        "kind": asset["kind"],
        "rules": list(made.rules),
        "recorded_at": now(),
        "recorded_by": actor.subject,
        "version": 1,
    }
    if body["cause"] != books.CORRECTION:
        change |= _booked(session, actor, asset, change)
    session.execute(insert(COST_CHANGES), change)
    return cost_change(session, change["id"])


def decide(
    session: Session, actor: Actor, change_id: UUID, version: int, *, approved: bool, note: str
) -> Row:
    """Approve or refuse a correction that somebody else asked for; what is approved is booked."""
    change = locked(session, COST_CHANGES, change_id, version)
    rules.check_decision(change, actor.subject, note, approved=approved)
    said: Row = {"state": "refused"}
    if approved:
        asset = locked(session, ASSETS, change["asset_id"])
        worn = worn_off(session, [asset["id"]])[asset["id"]]
        if (asset["cost"], worn) != (change["cost_before"], change["wear_before"]):
            raise Conflict(
                "cost-changed-meanwhile",
                vi="Nguyên giá hoặc hao mòn đã thay đổi từ khi đề nghị. Hãy từ chối và lập đề nghị mới.",
                en="The cost or the wear changed since it was asked for. Refuse it and ask again.",
            )
        came_in = _came_in(session, asset)
        rules.check_day(change["effective_on"], today(), came_in)
        _check_year(session, asset, change["cost"], change["effective_on"], came_in)
        said = _booked(session, actor, asset, change)
    said |= {
        "decided_at": now(),
        "decided_by": actor.subject,
        "decided_note": clean(note),
        "version": version + 1,
    }
    session.execute(update(COST_CHANGES).where(COST_CHANGES.c.id == change_id), said)
    return cost_change(session, change_id)


def _booked(session: Session, actor: Actor, asset: Row, change: Row) -> Row:
    """Bring the cost to the asset and to the books; answers what the change then says of itself."""
    category = category_row(session, asset["category"])
    kind, kind_rule = asset_rules.kind_of(
        change["cost"], change["effective_on"], lasts_years=lasting(category)
    )
    after = {
        **asset,
        **{name: change[name] for name in _COSTS},
        "kind": kind,
        "kind_rule": kind_rule,
        "version": asset["version"] + 1,
    }
    disposals.check_untouched(asset, after, today())
    keys = tuple(dict.fromkeys([*change["rules"], kind_rule]))
    voucher = books.Voucher(
        change["effective_on"],
        number=change["document_number"],
        document_on=change["document_on"],
        note=change["reason"],
        rules=keys,
        source_id=change["id"],
    )
    movements = books.recosted(
        asset, after, change["cause"], wear=change["wear_before"], wear_after=change["wear"]
    )
    book(session, actor, movements, voucher)
    told = {"cause": change["cause"], "document": change["document_number"]}
    worn = {"accumulated_wear": stated_wear(session, after)}  # for those who follow the remaining value
    write_change(session, actor, "recosted", asset, after | worn, reason=change["reason"], told=told)
    return {"state": "booked", "kind": kind, "rules": list(keys)}


def _came_in(session: Session, asset: Row) -> Any:
    """The day on which the asset came into the books that it is in now; None when they do not have it."""
    entered = select(func.max(BOOK_ENTRIES.c.effective_on)).where(
        BOOK_ENTRIES.c.asset_id == asset["id"],
        BOOK_ENTRIES.c.unit_id == asset["unit_id"],
        BOOK_ENTRIES.c.quantity == 1,
    )
    return session.execute(entered).scalar()


def _check_year(session: Session, asset: Row, cost: int, on: date, came_in: date | None) -> None:
    closed = last_closed_years(session, [asset["unit_id"]]).get(asset["unit_id"])
    rules.check_year_before(asset, cost, on, came_in=came_in, last_closed=closed)


def _check_file(session: Session, asset_id: UUID, file_id: UUID | None) -> None:
    """Raise Invalid when the minutes are not a file of this asset that still counts."""
    if file_id is None:
        return
    mine = select(FILES.c.id).where(
        FILES.c.id == file_id,
        FILES.c.subject_noun == "asset",
        FILES.c.subject_id == asset_id,
        FILES.c.withdrawn_at.is_(None),
    )
    if session.execute(mine).first() is None:
        vi, en = "Tệp biên bản không thuộc tài sản này.", "The minutes are no file of this asset."
        raise Invalid("file-of-another", vi=vi, en=en, errors=[FieldError("/file_id", vi, en)])
