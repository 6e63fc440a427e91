"""What services promise one another by events: schemas, examples, builders, subscriptions and index agree."""

import inspect
import json
import re
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import fastjsonschema
import jsonschema
import pytest
import yaml

from shared.contracts import json_ready
from shared.events import Event, to_cloudevent
from shared.ids import uuid7
from taisan.services import APIS

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
SCHEMAS = {path.stem: json.loads(path.read_text("utf-8")) for path in (CONTRACTS / "events").glob("*.json")}
EXAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (CONTRACTS / "examples").glob("*.json")
}
INDEX = yaml.safe_load((CONTRACTS / "asyncapi.yaml").read_text("utf-8"))
NAME = re.compile(r"^(assets|handover|notifications)\.[a-z]+\.[a-z]+\.v[1-9]\d*$")
FORMATS = jsonschema.FormatChecker()

PERSONAL = {
    "name",
    "fullname",
    "phone",
    "mobile",
    "email",
    "mail",
    "address",
    "post",
    "birth",
    "cccd",
    "login",
}
OPTIONAL = {"accumulated_wear", "to_unit_id", "disposal_id", "reverses"}  # unknown, or came later
OF_NO_UNIT = {"notifications.alarm.raised.v1"}  # the ledger is of everybody
NOT_PERSONAL = ("assets.unit.", "assets.asset.")  # the names of these are no person's
LOOKS_PERSONAL = re.compile(
    r"@|(?<![\w-])(?:0|\+84)\d{9}(?![\w-])|(?<![\w.-])0\d{11}(?![\w-])"
    r"|\b(Nguyễn|Trần|Lê|Phạm|Hoàng|Phan|Vũ|Đặng|Bùi|Đỗ) [A-ZĐ]"
)

UNIT, PERSON, ASSET, RECORD, RECALL = (uuid7() for _ in range(5))
DAY = date(2026, 3, 5)
UNIT_ROW = {
    "id": UNIT,
    "code": "BODE",
    "name": "UBND phường Bồ Đề",
    "kind": "ward",
    "parent_id": None,
    "valid_from": date(2025, 7, 1),
    "valid_to": None,
    "version": 1,
}
PERSON_ROW = {
    "id": PERSON,
    "code": "CB01",
    "unit_id": UNIT,
    "status": "working",
    "duties": ["officer"],
    "left_on": None,
    "left_basis": "QĐ 12/QĐ-UBND",
    "version": 2,
}
ASSET_ROW = {
    "id": ASSET,
    "code": "0123456H",
    "tag": "TS-01",
    "name": "Máy tính bảng",
    "category": "tablet",
    "serial": "",
    "unit_id": UNIT,
    "cost": 8_000_000,
    "kind": "tool",
    "status": "in_store",
    "put_to_use_on": DAY,
    "version": 1,
}
RECORD_ROW = {
    "id": RECORD,
    "number": 12,
    "kind": "internal_handover",
    "unit_id": UNIT,
    "giver_person_id": PERSON,
    "giver_as": "store",
    "receiver_person_id": uuid7(),
    "receiver_as": "holder",
    "happened_on": DAY,
    "recall_id": None,
    "version": 1,
}
PLAN_ROW = {
    "id": uuid7(),
    "unit_id": UNIT,
    "act_id": None,
    "effective_on": DAY,
    "happened_on": DAY,
    "old": [{"unit_id": uuid7()}],
    "new": [{"unit_id": UNIT}],
    "version": 4,
}
RECALL_ROW = {
    "id": RECALL,
    "person_id": PERSON,
    "unit_id": UNIT,
    "reason": "retired",
    "opened_on": DAY,
    "deadline": date(2026, 3, 20),
    "version": 1,
}
NOTICE_ROW = {
    "id": uuid7(),
    "kind": "recall_due",
    "about_id": RECALL,
    "cause_event_id": str(uuid7()),
    "recipient_person_id": PERSON,
    "unit_id": UNIT,
}
STOCKTAKE_ROW = {
    "id": uuid7(),
    "unit_id": UNIT,
    "kind": "year_end",
    "as_of": DAY,
    "expected": 3,
    "version": 2,
    "results": {
        "found": 1, "wrong_place": 1, "wrong_holder": 0, "broken": 0, "missing": 1,
        "surplus": 2, "proposals": 4,
    },
}  # fmt: skip
DISPOSAL_ROW = {
    "id": uuid7(),
    "unit_id": UNIT,
    "number": 12,
    "year": 2026,
    "kind": "transfer",
    "legal_case": "42.1.đ",
    "file_complete_on": DAY,
    "decision_on": None,
    "done_on": None,
    "version": 3,
}
LEAF = bytes(32)


def built() -> list[tuple[str, Event]]:
    """(builder, what it makes of plausible rows): every builder of every service, every verb."""
    assets, handover, notifications = (import_module(f"services.{name}.events") for name in APIS)
    made: list[tuple[str, Event]] = []
    for verb in ("registered", "changed"):
        made.append(("assets.unit_event", assets.unit_event(verb, UNIT_ROW)))
        made.append(
            (
                "assets.unit_event",
                assets.unit_event(verb, {**UNIT_ROW, "parent_id": uuid7(), "valid_to": DAY}),
            )
        )
        made.append(("assets.person_event", assets.person_event(verb, PERSON_ROW)))
        made.append(("assets.asset_event", assets.asset_event(verb, ASSET_ROW)))
        worn = {**ASSET_ROW, "kind": "fixed_asset", "accumulated_wear": 1_600_000}
        made.append(("assets.asset_event", assets.asset_event(verb, worn)))
    left = {**PERSON_ROW, "status": "dead", "left_on": DAY}
    made.append(("assets.person_left", assets.person_left(left)))
    act = {"id": uuid7(), "happened_on": DAY}
    pairs = [{"successor_id": uuid7(), "share": None}, {"successor_id": uuid7(), "share": "0.25"}]
    ended = {**UNIT_ROW, "valid_to": DAY, "version": 2}
    made.append(("assets.unit_merged", assets.unit_merged(ended, act, pairs)))
    made.append(("assets.person_moved", assets.person_moved(PERSON_ROW, PERSON_ROW, DAY)))
    made.append(("assets.person_returned", assets.person_returned(PERSON_ROW, DAY)))
    both = [ASSET_ROW, {**ASSET_ROW, "id": uuid7(), "kind": "fixed_asset", "accumulated_wear": 0}]
    made.append(("assets.batch_registered", assets.batch_registered(uuid7(), uuid7(), UNIT, both)))
    done = {"id": uuid7(), "sha256": "ab" * 32, "unit_id": UNIT, "version": 2}
    made.append(("assets.import_committed", assets.import_committed(done, assets=436, units=3)))
    made.append(("assets.import_undone", assets.import_undone(done, assets=436)))
    made.append(("assets.stocktake_opened", assets.stocktake_opened(STOCKTAKE_ROW)))
    made.append(("assets.stocktake_closed", assets.stocktake_closed({**STOCKTAKE_ROW, "version": 3})))
    made.append(("assets.stocktake_due", assets.stocktake_due(uuid7(), UNIT, 2026, 3)))
    sums = {"assets": 3, "wear_total": 5_400_000, "opening_total": 0, "left_out": 1}
    year = {"id": uuid7(), "unit_id": UNIT, "year": 2026, "version": 1, **sums}
    made.append(("assets.year_closed", assets.year_closed(year)))
    made += [(f"assets.{builder}", event) for builder, event in _disposals(assets)]
    made += _records(handover)
    made += _recalls(handover)
    made += [("handover.correction_approved", event) for event in _corrections(handover)]
    for verb in ("approved", "completed"):
        plan = {**PLAN_ROW, "state": verb}
        totals = {"count": 1, "cost": 8_000_000, "remaining": 0}
        made.append(("handover.plan_event", handover.plan_event(verb, plan, totals, LEAF)))
    for channel in ("in_app", "email"):
        sent = notifications.notice_sent(NOTICE_ROW, {"id": uuid7(), "channel": channel}, datetime.now(UTC))
        made.append(("notifications.notice_sent", sent))
    return [*made, ("notifications.alarm_raised", notifications.alarm_raised(_alarm()))]


def _alarm() -> dict[str, Any]:
    """A ledger that contradicted itself."""
    alarm = {"id": uuid7(), "origin": "taisan.test/custody", "kind": "forked", "kept_size": 7}
    return {**alarm, "raised_at": datetime.now(UTC)}


def _corrections(handover: Any) -> list[Event]:
    """Somebody turns out to hold an asset still; nobody held it for some days."""
    made = []
    for holder, until in ((PERSON, None), (None, date(2026, 3, 9))):
        row = {"id": uuid7(), "number": 3, "unit_id": UNIT, "holder_person_id": holder, "version": 2}
        holders = [] if until else [{"asset_id": ASSET, "person_id": holder, "since": DAY}]
        made.append(
            handover.correction_approved({**row, "from_on": DAY, "until_on": until}, [ASSET], holders, LEAF)
        )
    return made


def _recalls(handover: Any) -> list[tuple[str, Event]]:
    """A case at every turn that is told of."""
    made = []
    for verb in ("opened", "due", "overdue", "postponed", "closed"):
        recall = {**RECALL_ROW, "state": "closed" if verb == "closed" else "open"}
        open_assets = [] if verb == "closed" else [ASSET]
        made.append(("handover.recall_event", handover.recall_event(verb, recall, open_assets, LEAF)))
    made.append(("handover.recall_lost", handover.recall_lost(RECALL_ROW, [ASSET], DAY, LEAF)))
    return made


def _records(handover: Any) -> list[tuple[str, Event]]:
    """Records of every verb, also with somebody who has no account."""
    made: list[tuple[str, Event]] = []
    for verb in ("issued", "signed", "completed", "refused", "cancelled"):
        for row in (RECORD_ROW, {**RECORD_ROW, "kind": "internal_recall", "recall_id": RECALL}):
            event = handover.record_event(verb, {**row, "state": verb}, [ASSET], LEAF)
            made.append(("handover.record_event", event))
    for verb, state in (("disputed", "disputed"), ("decided", "upheld"), ("reversed", "reversed")):
        stranger = {"receiver_person_id": None, "receiver_as": "repairer", "kind": "repair_out"}
        event = handover.record_event(verb, {**RECORD_ROW, **stranger, "state": state}, [ASSET], LEAF)
        made.append(("handover.record_event", event))
    draft = {**RECORD_ROW, "number": None, "state": "cancelled"}
    made.append(("handover.record_event", handover.record_event("cancelled", draft, [ASSET], LEAF)))
    return made


def _disposals(assets: Any) -> list[tuple[str, Event]]:
    """A case in every state that is told of."""
    told = [("submitted", "submitted"), *(("decided", end) for end in ("decided", "rejected", "returned"))]
    told.append(("done", "done"))
    made = []
    for verb, state in told:
        row = {**DISPOSAL_ROW, "state": state}
        if verb == "done":
            row |= {"decision_on": DAY, "done_on": DAY}
        made.append(("disposal_event", assets.disposal_event(verb, row)))
    clock = {"step": "decision", "rule": "T-08@1", "due_on": DAY}
    made.append(("disposal_overdue", assets.disposal_overdue({**DISPOSAL_ROW, "state": "submitted"}, clock)))
    return made


BUILT = built()


def test_there_is_something_to_hold_together():
    assert len(SCHEMAS) >= 18


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_a_schema_is_named_as_its_event_closed_and_told_in_two_languages(kind):
    schema = SCHEMAS[kind]
    assert NAME.match(kind)
    assert schema["title"] == kind
    assert schema["$id"] == f"/contracts/events/{kind}.json"
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) - set(schema["required"]) <= OPTIONAL
    assert set(schema["required"]) <= set(schema["properties"])
    assert " / " in schema["description"]
    jsonschema.Draft7Validator.check_schema(schema)
    fastjsonschema.compile(schema)


def test_every_schema_has_an_example_and_every_example_a_schema():
    assert EXAMPLES.keys() == SCHEMAS.keys()


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_an_example_is_a_cloudevent_whose_data_fits_its_schema(kind):
    example = EXAMPLES[kind]
    envelope = INDEX["components"]["schemas"]["CloudEvent"]
    jsonschema.validate(example, {**envelope, "additionalProperties": False}, format_checker=FORMATS)
    jsonschema.validate(example["data"], SCHEMAS[kind], format_checker=FORMATS)
    service, noun = kind.split(".")[:2]
    assert (example["type"], example["source"]) == (kind, f"/api/{service}")
    assert example["dataschema"] == f"urn:taisan:event:{kind}"
    assert example["subject"] in {example["data"].get(f"{one}_id") for one in (noun, "delivery", "reminder")}
    assert UUID(example["id"]).version == 7


@pytest.mark.parametrize(("builder", "event"), BUILT, ids=[f"{b}-{e.type}" for b, e in BUILT])
def test_what_a_builder_makes_fits_the_promise(builder, event):
    data = json_ready(event.data)
    jsonschema.validate(data, SCHEMAS[event.type], format_checker=FORMATS)
    fastjsonschema.compile(SCHEMAS[event.type])(data)
    assert event.unit_id == (None if event.type in OF_NO_UNIT else UNIT)
    assert event.sequence >= 1


def test_every_builder_is_tried_and_every_promise_has_a_builder():
    builders = {
        f"{name}.{function}"
        for name in APIS
        for function, _code in inspect.getmembers(import_module(f"services.{name}.events"), _is_builder)
    }
    assert {builder for builder, _event in BUILT} == builders
    assert {event.type for _builder, event in BUILT} == SCHEMAS.keys()


@pytest.mark.parametrize("event", [event for _builder, event in BUILT][:3])
def test_an_event_on_the_wire_has_the_envelope_of_the_index(event):
    row = {name: getattr(event, name) for name in ("id", "type", "subject", "sequence", "unit_id", "data")}
    row |= {"occurred_at": event.occurred_at, "position": 7, "correlation_id": "c", "causation_id": None}
    sent = json_ready(to_cloudevent(event.type.split(".")[0], row))
    envelope = INDEX["components"]["schemas"]["CloudEvent"]
    jsonschema.validate(sent, {**envelope, "additionalProperties": False}, format_checker=FORMATS)


@pytest.mark.parametrize("service", APIS)
def test_a_service_sends_and_receives_what_the_index_says(service):
    said = {action: set() for action in ("send", "receive")}
    for name, operation in INDEX["operations"].items():
        kind = operation["channel"]["$ref"].removeprefix("#/channels/")
        if operation["tags"] == [{"name": service}]:
            assert name == f"{service}.{operation['action']}s.{kind}"
            said[operation["action"]].add(kind)
    assert said["send"] == {kind for kind in SCHEMAS if kind.startswith(f"{service}.")}
    assert said["receive"] == set(import_module(f"services.{service}.subscriptions").SUBSCRIPTIONS)


def test_every_channel_of_the_index_is_an_event_with_its_schema():
    assert INDEX["asyncapi"] == "3.0.0"
    assert INDEX["channels"].keys() == INDEX["components"]["messages"].keys() == SCHEMAS.keys()
    for kind, channel in INDEX["channels"].items():
        assert channel["address"] == kind
        assert channel["messages"] == {"event": {"$ref": f"#/components/messages/{kind}"}}
        message = INDEX["components"]["messages"][kind]
        assert message["summary"] == SCHEMAS[kind]["description"]
        payload = message["payload"]["allOf"][1]["properties"]
        assert payload == {"type": {"const": kind}, "data": {"$ref": f"./events/{kind}.json"}}
        assert (CONTRACTS / payload["data"]["$ref"]).is_file()


def test_every_reference_within_the_index_leads_somewhere():
    for reference in _references(INDEX):
        if reference.startswith("#"):
            place: Any = INDEX
            for step in reference.removeprefix("#/").split("/"):
                place = place[step]


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_no_payload_has_a_place_for_personal_data(kind):
    words = {word for name in SCHEMAS[kind]["properties"] for word in name.lower().split("_")}
    assert words & PERSONAL <= ({"name"} if kind.startswith(NOT_PERSONAL) else set())


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_no_example_shows_what_looks_like_a_name_a_phone_or_an_address(kind):
    assert not LOOKS_PERSONAL.search(json.dumps(EXAMPLES[kind], ensure_ascii=False))


@pytest.mark.parametrize(
    "text",
    [
        "an@longbien.vn",
        "gọi 0912345678",
        "+84912345678",
        "CCCD 001085012345",
        "ông Nguyễn Văn An",
        "bà Đỗ Thị Ngọc",
    ],
)
def test_the_scanner_sees_what_it_is_for(text):
    assert LOOKS_PERSONAL.search(text)


def _is_builder(member: object) -> bool:
    """A public function of an events.py itself, not one that it imports."""
    return (
        inspect.isfunction(member)
        and member.__module__.endswith(".events")
        and member.__module__.startswith("services.")
        and not member.__name__.startswith("_")
    )


def _references(part: object) -> list[str]:
    if isinstance(part, dict):
        return [
            found
            for name, inner in part.items()
            for found in ([inner] if name == "$ref" else _references(inner))
        ]
    return [found for inner in part for found in _references(inner)] if isinstance(part, list) else []
