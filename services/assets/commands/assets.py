"""Registering one asset and changing it; the effect of completed records on where it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.booking import book, worn_off
from services.assets.commands.registering import change_row, register, remark
from services.assets.finding import Row, locked, unit_within
from services.assets.imports.register import serial_key
from services.assets.models import ASSET_CHANGES, ASSET_MARKS, ASSETS, CATEGORIES
from services.assets.queries.shapes import asset_shape
from services.assets.rules import assets as rules
from services.assets.rules import books, disposals
from shared import outbox
from shared.auth import Actor
from shared.clock import today
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean

_TEXTS = ("tag", "maker", "model", "serial", "made_in", "department", "place", "origin", "book_user")
_COSTS = ("cost", "cost_budget", "cost_other")
BLANK = dict.fromkeys(_TEXTS, "") | {
    "made_year": None,
    "latitude": None,
    "longitude": None,
    "put_to_use_on": None,
    "holder_person_id": None,
    "import_id": None,
    "status": "in_store",
}


def register_asset(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A new asset in store, with a label code of its own."""
    unit = unit_within(session, actor, body["unit_id"])
    kind, kind_rule = _kind(rules.costs(body), body)
    asset = _tidied(
        {**BLANK, **body, **rules.costs(body), "id": uuid7(), "kind": kind, "kind_rule": kind_rule}
    )
    asset["attributes"] = rules.check_attributes(
        _specified(session, asset["category"]), asset.get("attributes") or {}
    )
    _refuse_taken_serial(session, asset)
    register(session, actor, [asset], "registered")
    return asset_shape({**asset, "unit_name": unit["name"]})


def change_asset(session: Session, actor: Actor, asset_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Change what the register says of an asset. Use and disposal have ways of their own."""
    before = locked(session, ASSETS, asset_id, version)
    reason = body.pop("reason", "")
    unit = unit_within(session, actor, body.get("unit_id") or before["unit_id"])
    rules.check_status(before["status"], body.get("status") or before["status"])
    asset = _tidied({**before, **body, **_changed_costs(before, body), "version": version + 1})
    if asset["cost"] != before["cost"] or body.get("kind"):
        asset["kind"], asset["kind_rule"] = _kind(asset, body)
    else:
        asset["kind"] = before["kind"]
    asset["attributes"] = rules.check_attributes(
        _specified(session, asset["category"]), asset["attributes"] or {}
    )
    disposals.check_untouched(before, asset, today())
    _refuse_taken_serial(session, asset)
    _rebook(session, actor, before, asset)
    write_change(session, actor, "changed", before, asset, reason=reason)
    return asset_shape({**asset, "unit_name": unit["name"]})


def write_change(
    session: Session, actor: Actor, act: str, before: Row, after: Row, *, reason: str = ""
) -> None:
    """Write the changed row of an asset with its history (who, when, and `reason`), marks and event."""
    session.execute(insert(ASSET_CHANGES), change_row(actor, act, before, after, reason))
    session.execute(update(ASSETS).where(ASSETS.c.id == after["id"]), after)
    remark(session, after)
    outbox.record(session, events.asset_event("changed", after))


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


def _rebook(session: Session, actor: Actor, before: Row, after: Row) -> None:
    """Bring the books along when an asset changes its unit, its place in the catalogue, or its cost."""
    worn = worn_off(session, [before["id"]])[before["id"]]
    voucher = books.Voucher(today(), rules=(after["kind_rule"],))
    book(session, actor, books.changed(before, after, books.CORRECTION, wear=worn), voucher)


def _kind(priced: Row, body: dict[str, Any]) -> tuple[str, str]:
    return rules.kind_of(priced["cost"], today(), said=body.get("kind"))


def _changed_costs(before: Row, body: dict[str, Any]) -> dict[str, int]:
    """The costs after a change: as they were, unless one of them was said."""
    said = {name: body[name] for name in _COSTS if body.get(name) is not None}
    if not said:
        return {name: before[name] for name in _COSTS}
    return rules.costs(said, other_so_far=before["cost_other"])


def _tidied(asset: Row) -> Row:
    """`asset` with clean texts, and a whole position or none."""
    if (asset["latitude"] is None) != (asset["longitude"] is None):
        vi, en = "Toạ độ phải có cả vĩ độ và kinh độ.", "A position needs latitude and longitude."
        raise Invalid("position-incomplete", vi=vi, en=en, errors=[FieldError("/latitude", vi, en)])
    return {**asset, "name": clean(asset["name"]), **{name: clean(asset[name] or "") for name in _TEXTS}}


def _specified(session: Session, category: str) -> list[dict[str, Any]]:
    """The attributes of `category`; raises Invalid when there is no such category."""
    found = session.execute(select(CATEGORIES.c.attributes).where(CATEGORIES.c.code == category)).first()
    if found is None:
        vi, en = "Không có loại tài sản này.", "There is no such category."
        raise Invalid("category-not-found", vi=vi, en=en, errors=[FieldError("/category", vi, en)])
    attributes: list[dict[str, Any]] = found.attributes
    return attributes


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
