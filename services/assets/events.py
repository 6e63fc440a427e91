"""What the register publishes. Payloads carry ids, codes, dates and states; never a person's name."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.assets.rules.disposals import number_of
from shared.events import Event

_UNIT = ("code", "name", "kind", "parent_id", "valid_from", "valid_to")
_PERSON = ("code", "unit_id", "status", "duties", "left_on")
_ASSET = ("code", "tag", "name", "category", "serial", "unit_id", "cost", "kind", "status", "put_to_use_on")

_DISPOSAL = ("kind", "legal_case", "state", "unit_id", "file_complete_on", "decision_on", "done_on")

Row = Mapping[str, Any]


def unit_event(verb: str, unit: Row) -> Event:
    """`assets.unit.<verb>.v1`; `verb` is registered or changed."""
    return _event("unit", verb, unit, _UNIT, unit["id"])


def unit_merged(unit: Row, act: Row, pairs: Sequence[Row]) -> Event:
    """`assets.unit.merged.v1`: the unit ended and others took over; `pairs` {successor_id, share} of it."""
    taken = [{"unit_id": pair["successor_id"], "share": pair["share"]} for pair in pairs]
    told = {"act_id": act["id"], "happened_on": act["happened_on"], "successors": taken}
    return _event("unit", "merged", unit, _UNIT, unit["id"], **told)


def person_event(verb: str, person: Row) -> Event:
    """`assets.person.<verb>.v1`; `verb` is registered or changed."""
    return _event("person", verb, person, _PERSON, person["unit_id"])


def person_left(person: Row) -> Event:
    """`assets.person.left.v1`; on what basis is free text, so who may know asks for it."""
    return _event("person", "left", person, _PERSON, person["unit_id"])


def person_moved(person: Row, before: Row, moved_on: date) -> Event:
    """`assets.person.moved.v1`: `unit_id` is where the person now is, `previous_unit_id` where they were;
    both are the same when only the post changed or the move lies behind a later one.
    """
    told = {"moved_on": moved_on, "previous_unit_id": before["unit_id"]}
    return _event("person", "moved", person, _PERSON, person["unit_id"], **told)


def person_returned(person: Row, returned_on: date) -> Event:
    """`assets.person.returned.v1`: somebody who had left works again."""
    return _event("person", "returned", person, _PERSON, person["unit_id"], returned_on=returned_on)


def asset_event(verb: str, asset: Row) -> Event:
    """`assets.asset.<verb>.v1`; `verb` is registered or changed; what has worn off only if that is known."""
    worn = asset.get("accumulated_wear")
    told = {} if worn is None else {"accumulated_wear": worn}
    return _event("asset", verb, asset, _ASSET, asset["unit_id"], **told)


def batch_registered(batch_id: UUID, import_id: UUID, unit_id: UUID, assets: Sequence[Row]) -> Event:
    """`assets.batch.registered.v1`: up to 500 new assets of one unit that came by an import. Such events are
    made in SQL (commands/bulk.py); this says what they look like.
    """
    told = [asset_event("registered", asset).data for asset in assets]
    data = {"batch_id": batch_id, "import_id": import_id, "unit_id": unit_id, "assets": told}
    kind = "assets.batch.registered.v1"
    return Event(type=kind, subject=str(batch_id), sequence=1, unit_id=unit_id, data=data)


def import_committed(done: Row, *, assets: int, units: int) -> Event:
    """`assets.import.committed.v1`; `assets` and `units` count what this commit added."""
    return _event(
        "import", "committed", done, ("sha256", "unit_id"), done["unit_id"], assets=assets, units=units
    )


def import_undone(done: Row, *, assets: int) -> Event:
    """`assets.import.undone.v1`; `assets` counts those that were withdrawn (each has its own event)."""
    return _event("import", "undone", done, ("sha256", "unit_id"), done["unit_id"], assets=assets)


def stocktake_opened(stocktake: Row) -> Event:
    """`assets.stocktake.opened.v1`; `expected` counts the assets frozen."""
    names = ("unit_id", "kind", "as_of", "expected")
    return _event("stocktake", "opened", stocktake, names, stocktake["unit_id"])


def stocktake_closed(stocktake: Row) -> Event:
    """`assets.stocktake.closed.v1`; counts by outcome, which add up to `expected`."""
    names = ("unit_id", "kind", "as_of", "expected")
    return _event("stocktake", "closed", stocktake, names, stocktake["unit_id"], **stocktake["results"])


def stocktake_due(reminder_id: UUID, unit_id: UUID, year: int, assets: int) -> Event:
    """`assets.stocktake.due.v1`; a unit with `assets` owes the year-end stocktake of `year`."""
    data = {
        "reminder_id": reminder_id,
        "unit_id": unit_id,
        "year": year,
        "deadline": date(year, 12, 31),
        "assets": assets,
    }
    kind = "assets.stocktake.due.v1"
    return Event(type=kind, subject=str(reminder_id), sequence=1, unit_id=unit_id, data=data)


def year_closed(closing: Row) -> Event:
    """`assets.year.closed.v1`: the year of a unit's books is closed; the rows are asked for."""
    names = ("unit_id", "year", "assets", "wear_total", "opening_total", "left_out")
    return _event("year", "closed", closing, names, closing["unit_id"])


def disposal_event(verb: str, case: Row) -> Event:
    """`assets.disposal.<verb>.v1`; `verb` is submitted, decided (approved, rejected or sent back, as its
    state says) or done.
    """
    return _event("disposal", verb, case, _DISPOSAL, case["unit_id"], number=_number(case))


def disposal_overdue(case: Row, clock: Row) -> Event:
    """`assets.disposal.overdue.v1`: a legal time of the case is over and what it asked for is not done."""
    over = {"step": clock["step"], "rule": clock["rule"].partition("@")[0], "due_on": clock["due_on"]}
    return _event("disposal", "overdue", case, _DISPOSAL, case["unit_id"], number=_number(case), **over)


def _number(case: Row) -> str:
    return number_of(case["number"], case["year"])


def _event(noun: str, verb: str, row: Row, names: tuple[str, ...], unit_id: Any, **more: Any) -> Event:
    return Event(
        type=f"assets.{noun}.{verb}.v1",
        subject=str(row["id"]),
        sequence=row["version"],
        unit_id=unit_id,
        data={f"{noun}_id": row["id"], **{name: row[name] for name in names}, **more},
    )
