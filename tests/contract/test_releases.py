"""What was released to subscribers may grow and never break."""

import json

import pytest

from taisan import releases

OLD = {
    "type": "object",
    "required": ["record_id", "state"],
    "properties": {
        "record_id": {"type": "string", "format": "uuid"},
        "state": {"enum": ["issued", "signed"]},
        "number": {"type": ["string", "null"]},
        "asset_ids": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    },
}


def changed(**properties):
    return {**OLD, "properties": {**OLD["properties"], **properties}}


def test_no_event_breaks_what_was_released():
    assert [*releases.RELEASED.glob("*.json")], "nothing was released yet: taisan contracts --release"
    assert releases.breaches() == []


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(place={"type": "string"}),
        {**changed(place={"type": "string"}), "required": ["record_id", "state", "place"]},
        changed(state={"enum": ["issued", "signed", "reversed"]}),
        {**OLD, "required": ["number", "record_id", "state"], "description": "x"},
    ],
)
def test_growing_is_allowed(new):
    assert [*releases.incompatible(OLD, new)] == []


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({**OLD, "required": ["record_id"]}, "state may be missing"),
        (
            {**OLD, "properties": {k: v for k, v in OLD["properties"].items() if k != "number"}},
            "number is gone",
        ),
        (changed(record_id={"type": "integer"}), "record_id: type was"),
        (changed(record_id={"type": ["string", "null"], "format": "uuid"}), "record_id: type was"),
        (changed(state={"enum": ["issued"]}), "no longer one of ['signed']"),
        (changed(asset_ids={"type": "array", "items": {"type": "string"}}), "asset_ids[]: format was"),
    ],
)
def test_anything_else_is_named(new, told):
    assert any(told in line for line in releases.incompatible(OLD, new)), told


def test_an_event_that_is_gone_is_named(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.b.c.v1.json").write_text(json.dumps(OLD), encoding="utf-8")
    assert releases.breaches(tmp_path / "old", tmp_path) == ["a.b.c.v1: the event is gone"]
