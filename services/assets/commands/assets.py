"""Registering one asset and changing it; the effect of completed records on where it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.commands.changing import rebook, write_change
from services.assets.commands.makers import link_makers
from services.assets.commands.registering import register
from services.assets.commands.systems import check_place, move_parts, tell_systems
from services.assets.finding import Row, category_row, locked, unit_within
from services.assets.imports.register import serial_key
from services.assets.models import ASSET_MARKS, ASSETS
from services.assets.queries.shapes import asset_shape
from services.assets.rules import assets as rules
from services.assets.rules import disposals
from services.assets.rules.attributes import check_attributes
from services.assets.rules.costing import summed
from services.assets.rules.units import check_takes_assets
from shared.auth import Actor
from shared.clock import today
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean

_TEXTS = (
    "tag",
    "maker",
    "model",
    "serial",
    "made_in",
    "department",
    "place",
    "origin",
    "book_user",
    "warranty_provider",
    "warranty_contract",
    "increase_document",
)
_COSTS = ("cost", "cost_budget", "cost_other")
BLANK: Row = dict.fromkeys(_TEXTS, "") | {
    "made_year": None,
    "latitude": None,
    "longitude": None,
    "put_to_use_on": None,
    "holder_person_id": None,
    "import_id": None,
    "parent_id": None,
    "maker_id": None,
    "model_id": None,
    "warranty_until": None,
    "increase_cause": "opening",
    "increase_document_on": None,
    "cost_parts": {},
    "status": "in_store",
}


def register_asset(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A new asset in store, with a label code of its own."""
    unit = unit_within(session, actor, body["unit_id"])
    check_takes_assets(unit, today())
    category = category_row(session, body["category"])
    rules.refuse_retired(category)
    costs = rules.costs({**body, "cost": summed(body.get("cost_parts") or {}, body.get("cost"))})
    kind, kind_rule = _kind(costs["cost"], category, body)
    asset = _tidied({**BLANK, **body, **costs, "id": uuid7(), "kind": kind, "kind_rule": kind_rule})
    asset["attributes"] = check_attributes(category["attributes"], asset.get("attributes") or {})
    _refuse_taken_serial(session, asset)
    check_place(session, {}, asset)
    register(session, actor, [asset], "registered")
    tell_systems(session, actor, {}, asset, "")
    return _shape(asset, unit, category)


def change_asset(session: Session, actor: Actor, asset_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Change what the register says of an asset. Use, cost and disposal have ways of their own."""
    before = locked(session, ASSETS, asset_id, version)
    reason = clean(body.pop("reason", ""))
    unit = unit_within(session, actor, body.get("unit_id") or before["unit_id"])
    if unit["id"] != before["unit_id"]:
        check_takes_assets(unit, today())
    rules.check_change(before, body, reason, today())
    category = category_row(session, body.get("category") or before["category"])
    costs = {name: before[name] for name in _COSTS}
    asset = _tidied({**before, **body, **costs, "version": version + 1})
    asset["kind"] = before["kind"]
    if asset["category"] != before["category"] or body.get("kind"):
        asset["kind"], asset["kind_rule"] = _kind(asset["cost"], category, body)
    if {"attributes", "category"} & body.keys():
        said = asset["attributes"] or {}
        asset["attributes"] = check_attributes(category["attributes"], said, before["attributes"])
    disposals.check_untouched(before, asset, today())
    _refuse_taken_serial(session, asset)
    check_place(session, before, asset)
    link_makers(session, [asset])
    rebook(session, actor, before, asset)
    write_change(session, actor, "changed", before, asset, reason=reason)
    tell_systems(session, actor, before, asset, reason)
    if asset["unit_id"] != before["unit_id"]:
        move_parts(session, actor, asset, reason)
    return _shape(asset, unit, category)


def move_by_record(session: Session, actor: Actor, asset_ids: Sequence[UUID], holder_id: UUID | None) -> None:
    """A record was completed: the assets are now with `holder_id`, or (None) back in store. Broken ones stay
    broken; what the record found can no longer be lost.
    """
    act, status = ("handed_over", "in_use") if holder_id else ("taken_back", "in_store")
    for asset_id in sorted(asset_ids):
        before = locked(session, ASSETS, asset_id)
        kept = before["status"] in {"broken", "disposed", "withdrawn", "awaiting_disposal"}
        after = {**before, "status": before["status"] if kept else status, "holder_person_id": holder_id}
        if after != before:
            write_change(session, actor, act, before, {**after, "version": before["version"] + 1})


def _kind(cost: int, category: Row, body: dict[str, Any]) -> tuple[str, str]:
    return rules.kind_of(cost, today(), lasts_years=lasting(category), said=body.get("kind"))


def lasting(category: Row) -> float:
    """How many years an asset of a category serves at the least, for the threshold of the law."""
    return 0 if category["short_lived"] else 1


def _shape(asset: Row, unit: Row, category: Row) -> Row:
    return asset_shape({**asset, "unit_name": unit["name"], "category_name": category["name"]})


def _tidied(asset: Row) -> Row:
    """`asset` with clean texts, and a whole position or none."""
    if (asset["latitude"] is None) != (asset["longitude"] is None):
        vi, en = "Toạ độ phải có cả vĩ độ và kinh độ.", "A position needs latitude and longitude."
        raise Invalid("position-incomplete", vi=vi, en=en, errors=[FieldError("/latitude", vi, en)])
    return {**asset, "name": clean(asset["name"]), **{name: clean(asset[name] or "") for name in _TEXTS}}


def _refuse_taken_serial(session: Session, asset: Row) -> None:
    """Raise Conflict when another asset of the category has the serial; the database holds it too."""
    key = serial_key(asset["category"], asset["serial"])
    taken = select(ASSET_MARKS.c.asset_id).where(
        ASSET_MARKS.c.serial_key == key, ASSET_MARKS.c.asset_id != asset["id"]
    )
    if key and asset["status"] != "disposed" and session.execute(taken).first():
        vi, en = (
            f"Số serial {asset['serial']} đã có trong sổ.",
            f"The serial {asset['serial']} is registered already.",
        )
        raise Conflict("serial-taken", vi=vi, en=en, errors=[FieldError("/serial", vi, en)])
