"""What the register publishes. Payloads carry ids, codes, dates and states; never a person's name."""

from collections.abc import Mapping
from typing import Any

from shared.events import Event

_UNIT = ("code", "name", "kind", "parent_id", "valid_from", "valid_to")
_PERSON = ("code", "unit_id", "status", "duties", "left_on")
_ASSET = ("code", "tag", "name", "category", "serial", "unit_id", "cost", "kind", "status", "put_to_use_on")

Row = Mapping[str, Any]


def unit_event(verb: str, unit: Row) -> Event:
    """`assets.unit.<verb>.v1`; `verb` is registered or changed."""
    return _event("unit", verb, unit, _UNIT, unit["id"])


def person_event(verb: str, person: Row) -> Event:
    """`assets.person.<verb>.v1`; `verb` is registered or changed."""
    return _event("person", verb, person, _PERSON, person["unit_id"])


def person_left(person: Row) -> Event:
    """`assets.person.left.v1`; on what basis is free text, so who may know asks for it."""
    return _event("person", "left", person, _PERSON, person["unit_id"])


def asset_event(verb: str, asset: Row) -> Event:
    """`assets.asset.<verb>.v1`; `verb` is registered or changed."""
    return _event("asset", verb, asset, _ASSET, asset["unit_id"])


def import_committed(done: Row, *, assets: int, units: int) -> Event:
    """`assets.import.committed.v1`; `assets` and `units` count what this commit added."""
    return _event(
        "import", "committed", done, ("sha256", "unit_id"), done["unit_id"], assets=assets, units=units
    )


def _event(noun: str, verb: str, row: Row, names: tuple[str, ...], unit_id: Any, **more: Any) -> Event:
    return Event(
        type=f"assets.{noun}.{verb}.v1",
        subject=str(row["id"]),
        sequence=row["version"],
        unit_id=unit_id,
        data={f"{noun}_id": row["id"], **{name: row[name] for name in names}, **more},
    )
