"""What the register says it tells is what it tells: builders, schemas and examples agree."""

import json
from datetime import date
from pathlib import Path

import pytest

from services.assets import events
from shared.contracts import BrokenContract, check_event
from shared.ids import uuid7

CONTRACTS = Path(__file__).parents[2] / "contracts"
KINDS = sorted(path.stem for path in (CONTRACTS / "events").glob("assets.*.json"))
UNIT = {
    "id": uuid7(),
    "code": "BD",
    "name": "UBND phường Bồ Đề",
    "kind": "ward",
    "parent_id": None,
    "valid_from": date(2003, 11, 6),
    "valid_to": None,
    "version": 1,
}
PERSON = {
    "id": uuid7(),
    "code": "NV1",
    "name": "Đặng Minh Ánh",
    "unit_id": uuid7(),
    "status": "retired",
    "duties": ["officer"],
    "left_on": date(2026, 3, 1),
    "left_basis": "QĐ 12",
    "version": 2,
}
ASSET = {
    "id": uuid7(),
    "unit_id": uuid7(),
    "code": "7K3M9PQ3",
    "tag": "",
    "name": "Máy",
    "category": "tablet",
    "serial": "",
    "cost": 1,
    "kind": "tool",
    "status": "in_store",
    "put_to_use_on": None,
    "version": 1,
}
IMPORT = {"id": uuid7(), "sha256": "9f" * 32, "unit_id": None, "version": 2}
COUNTS = ("found", "wrong_place", "wrong_holder", "broken", "missing", "surplus", "proposals")
STOCKTAKE = {
    "id": uuid7(),
    "unit_id": uuid7(),
    "kind": "year_end",
    "as_of": date(2026, 12, 31),
    "expected": 5,
    "results": dict.fromkeys(COUNTS, 1),
    "version": 2,
}
ACT = {"id": uuid7(), "happened_on": date(2025, 7, 1)}
ENDED = {**UNIT, "valid_to": date(2025, 6, 30), "version": 2}
PAIRS = [{"successor_id": uuid7(), "share": None}, {"successor_id": uuid7(), "share": "0.25"}]
CLOSING = {"id": uuid7(), "unit_id": uuid7(), "year": 2026, "assets": 2, "version": 1}
CLOSING |= {"wear_total": 3, "opening_total": 0, "left_out": 0}
DISPOSAL = {
    "id": uuid7(),
    "unit_id": uuid7(),
    "number": 12,
    "year": 2026,
    "kind": "liquidation",
    "legal_case": "45.1.b",
    "state": "done",
    "file_complete_on": date(2026, 3, 5),
    "decision_on": date(2026, 3, 20),
    "done_on": date(2026, 4, 10),
    "version": 5,
}
CLOCK = {"step": "books", "rule": "T-18@1", "due_on": date(2026, 5, 10)}
BUILT = [
    events.unit_merged(ENDED, ACT, PAIRS),
    events.person_moved({**PERSON, "status": "working", "left_on": None}, PERSON, date(2026, 2, 1)),
    events.person_returned({**PERSON, "status": "working", "left_on": None}, date(2026, 4, 1)),
    events.unit_event("registered", UNIT),
    events.unit_event("changed", UNIT),
    events.person_event("registered", PERSON),
    events.person_event("changed", PERSON),
    events.person_left(PERSON),
    events.asset_event("registered", ASSET),
    events.asset_event("changed", ASSET),
    events.batch_registered(uuid7(), uuid7(), uuid7(), [ASSET, {**ASSET, "accumulated_wear": 0}]),
    events.stocktake_opened(STOCKTAKE),
    events.stocktake_closed(STOCKTAKE),
    events.stocktake_due(uuid7(), uuid7(), 2026, 3),
    events.import_committed(IMPORT, assets=1, units=0),
    events.import_undone(IMPORT, assets=1),
    events.year_closed(CLOSING),
    events.disposal_event("submitted", {**DISPOSAL, "state": "submitted", "decision_on": None}),
    events.disposal_event("decided", {**DISPOSAL, "state": "decided", "done_on": None}),
    events.disposal_event("done", DISPOSAL),
    events.disposal_overdue(DISPOSAL, CLOCK),
]


def test_every_contract_has_a_builder_and_every_builder_a_contract():
    assert sorted(event.type for event in BUILT) == KINDS


@pytest.mark.parametrize("event", BUILT, ids=lambda event: event.type)
def test_what_is_built_fits_its_contract(event):
    check_event(event.type, event.data)
    with pytest.raises(BrokenContract):
        check_event(event.type, {**event.data, "phone": "0901"})


@pytest.mark.parametrize("kind", KINDS)
def test_each_example_is_a_cloudevent_that_fits_its_contract(kind):
    example = json.loads((CONTRACTS / "examples" / f"{kind}.json").read_text(encoding="utf-8"))
    assert (example["type"], example["specversion"]) == (kind, "1.0")
    check_event(kind, example["data"])


def test_no_event_carries_a_persons_name_or_contacts():
    for kind in ("registered", "changed"):
        assert "Ánh" not in str(events.person_event(kind, PERSON).data)
    assert {"name", "email", "phone", "post"}.isdisjoint(events.person_left(PERSON).data)
