"""Stocktakes as they stand: the sessions, their devices, scans and proposals, as far as the actor may
look.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from services.assets.finding import missing, units_below, within_unit
from services.assets.models import (
    ASSETS,
    PEOPLE,
    STOCKTAKE_DEVICES,
    STOCKTAKE_PROPOSALS,
    STOCKTAKE_SCANS,
    STOCKTAKES,
    UNITS,
)
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from services.assets.rules import stocktakes as rules
from shared.auth import Actor
from shared.errors import Conflict
from shared.web import pages

_SHOWN = tuple(
    column.name for column in STOCKTAKES.c if column.name not in {"member_ids", "created_by", "results"}
)
_DEVICE = (
    "device_id",
    "person_id",
    "person_name",
    "unsent",
    "last_seen_at",
    "written_off_at",
    "write_off_reason",
)
_PROPOSAL = tuple(column.name for column in STOCKTAKE_PROPOSALS.c if column.name != "decided_by")
_SCAN = (
    "scan_id",
    "count",
    "typed",
    "code",
    "asset_id",
    "outcome",
    "place",
    "condition",
    "description",
    "note",
    "photo_file_id",
    "device_id",
    "device_time",
    "skew_seconds",
    "seen_at",
    "received_at",
    "person_id",
)
_MOST = 500


def stocktake_shape(row: Row, actor: Actor) -> Shape:
    """A stocktake; `row` carries the name of its unit. `mine`: the count that the actor adds to."""
    blind = rules.is_blind(row["state"], actor.person_id, row["second_person_id"])
    second = row["second_person_id"] is not None and actor.person_id == row["second_person_id"]
    shape = {name: row[name] for name in _SHOWN}
    mine = "second" if second else "first"
    return {**shape, "results": row["results"], "unit_name": row["unit_name"], "mine": mine, "blind": blind}


def device_shape(row: Row) -> Shape:
    """A device."""
    return {name: row[name] for name in _DEVICE}


def may_look(stocktake: Row, actor: Actor) -> None:
    """Raise NotFound when a mere holder is neither of the board nor the second counter."""
    concerned = {*stocktake["member_ids"], stocktake["second_person_id"]}
    if actor.roles == {"holder"} and actor.person_id not in concerned:
        raise missing("stocktakes")


def page_of_stocktakes(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """Stocktakes that the actor may look at, the newest first."""
    chosen = _stocktakes().order_by(STOCKTAKES.c.id.desc()).limit(query["limit"] + 1)
    if actor.roles == {"holder"}:
        mine = any_(STOCKTAKES.c.member_ids) == actor.person_id
        chosen = chosen.where(or_(mine, STOCKTAKES.c.second_person_id == actor.person_id))
    if query["state"]:
        chosen = chosen.where(STOCKTAKES.c.state == query["state"])
    if query["unit"]:
        chosen = chosen.where(within_unit(STOCKTAKES.c.unit_id, query["unit"]))
    if query["after"]:
        chosen = chosen.where(STOCKTAKES.c.id < after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(
        rows,
        query["limit"],
        lambda row: stocktake_shape(row, actor),
        lambda row: pages.cursor_of(row["id"]),
    )


def stocktake(session: Session, actor: Actor, stocktake_id: UUID) -> Shape:
    """One stocktake; raises NotFound."""
    return stocktake_shape(looked_at(session, actor, stocktake_id), actor)


def looked_at(session: Session, actor: Actor, stocktake_id: UUID) -> Mapping[Any, Any]:
    """The row of a stocktake (with `unit_name`) that the actor may look at; raises NotFound."""
    row = session.execute(_stocktakes().where(STOCKTAKES.c.id == stocktake_id)).mappings().first()
    if row is None:
        raise missing("stocktakes")
    may_look(row, actor)
    return row


def refuse_blind(row: Row, actor: Actor) -> None:
    """Raise Conflict while the actor counts a second time: what the others found is kept from them."""
    if rules.is_blind(row["state"], actor.person_id, row["second_person_id"]):
        raise Conflict(
            "count-is-blind",
            vi="Anh/chị đang đếm lần hai độc lập nên chưa xem được kết quả lần một.",
            en="You are counting a second time, so the first result is kept from you.",
        )


def devices_of(session: Session, actor: Actor, stocktake_id: UUID) -> Shape:
    """The devices of a stocktake, those that hold scans first."""
    looked_at(session, actor, stocktake_id)
    chosen = select(STOCKTAKE_DEVICES).where(STOCKTAKE_DEVICES.c.stocktake_id == stocktake_id)
    ordered = chosen.order_by(STOCKTAKE_DEVICES.c.unsent.desc(), STOCKTAKE_DEVICES.c.device_id).limit(_MOST)
    return {"items": [device_shape(row) for row in session.execute(ordered).mappings()]}


def scans_of(session: Session, actor: Actor, stocktake_id: UUID, query: dict[str, Any]) -> Shape:
    """The scans of one count, the newest first; who counts blind gets the own count whatever was asked."""
    row = looked_at(session, actor, stocktake_id)
    blind = rules.is_blind(row["state"], actor.person_id, row["second_person_id"])
    count = "second" if blind else query["count"]
    scan, taken = STOCKTAKE_SCANS, STOCKTAKE_SCANS.alias("taken")
    retracted = (
        select(taken.c.scan_id)
        .where(taken.c.stocktake_id == scan.c.stocktake_id, taken.c.retracts == scan.c.scan_id)
        .exists()
    )
    columns = [scan.c[name] for name in (*_SCAN, "number")]
    chosen = (
        select(*columns, ASSETS.c.name, PEOPLE.c.name.label("person_name"), retracted.label("retracted"))
        .outerjoin(ASSETS, ASSETS.c.id == scan.c.asset_id)
        .outerjoin(PEOPLE, PEOPLE.c.id == scan.c.person_id)
        .where(scan.c.stocktake_id == stocktake_id, scan.c.count == count, scan.c.retracts.is_(None))
    )
    if query["after"]:
        chosen = chosen.where(scan.c.number < pages.key_of(query["after"], int)[0])
    ordered = chosen.order_by(scan.c.number.desc()).limit(query["limit"] + 1)
    rows = session.execute(ordered).mappings().all()
    return pages.page(rows, query["limit"], _scan_shape, lambda one: pages.cursor_of(one["number"]))


def proposals_of(session: Session, actor: Actor, stocktake_id: UUID, query: dict[str, Any]) -> Shape:
    """What is proposed about the differences of a stocktake."""
    looked_at(session, actor, stocktake_id)
    chosen = select(*(STOCKTAKE_PROPOSALS.c[name] for name in _PROPOSAL)).where(
        STOCKTAKE_PROPOSALS.c.stocktake_id == stocktake_id
    )
    if query["state"]:
        chosen = chosen.where(STOCKTAKE_PROPOSALS.c.state == query["state"])
    key = (STOCKTAKE_PROPOSALS.c.kind, STOCKTAKE_PROPOSALS.c.id)
    if query["after"]:
        chosen = chosen.where(tuple_(*key) > tuple_(*pages.key_of(query["after"], str, UUID)))
    rows = session.execute(chosen.order_by(*key).limit(query["limit"] + 1)).mappings().all()
    return pages.page(
        rows, query["limit"], proposal_shape, lambda row: pages.cursor_of(row["kind"], row["id"])
    )


def proposal_shape(row: Row) -> Shape:
    """A proposal."""
    return {name: row[name] for name in _PROPOSAL}


def places_of(session: Session, unit_id: UUID) -> Shape:
    """The places where assets of a unit and those below it are, with how many."""
    chosen = (
        select(ASSETS.c.place, func.count().label("assets"))
        .where(ASSETS.c.unit_id.in_(units_below(unit_id)), ASSETS.c.place != "")
        .group_by(ASSETS.c.place)
        .order_by(ASSETS.c.place)
        .limit(_MOST)
    )
    return {"items": [dict(row) for row in session.execute(chosen).mappings()]}


def _scan_shape(row: Row) -> Shape:
    names = {"name": row["name"] or "", "person_name": row["person_name"] or ""}
    return {**{name: row[name] for name in _SCAN}, **names, "retracted": row["retracted"]}


def _stocktakes() -> Select[Any]:
    return select(STOCKTAKES, UNITS.c.name.label("unit_name")).join(UNITS, UNITS.c.id == STOCKTAKES.c.unit_id)
