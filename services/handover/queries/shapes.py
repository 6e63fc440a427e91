"""How custody's things look to callers: JSON-ready dicts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.handover.numbers import label
from services.handover.rules import is_overdue

_HEAD = (
    "id",
    "kind",
    "state",
    "year",
    "unit_id",
    "place",
    "basis",
    "happened_on",
    "form",
    "template",
    "rules",
    "recall_id",
    "to_unit_id",
    "decision_number",
    "decision_on",
    "decision_by",
    "disposal_id",
    "due_on",
    "reverses",
    "reversed_by",
    "reason",
    "created_at",
    "issued_at",
    "completed_at",
    "version",
)
_PARTY = ("person_id", "name", "post", "unit_name", "as")
_LINE = (
    "position",
    "asset_id",
    "code",
    "name",
    "serial",
    "category",
    "cost",
    "remaining_value",
    "condition",
    "accessories",
    "note",
)
_SIGNATURE = ("side", "person_id", "name", "method", "way", "operated_by", "operator_name", "signed_at")
_RECALL = (
    *("id", "unit_id", "reason", "basis", "state", "opened_on", "deadline", "closed_on", "version"),
    *("campaign_id", "category", "rules", "left_on"),
)
_RECALL_LINE = ("asset_id", "code", "name", "serial", "category", "state", "record_id")


def record_shape(
    record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], signatures: Iterable[Any]
) -> dict[str, Any]:
    """One record, whole."""
    ended = record.get("ended_at")
    return {
        **{name: record.get(name) for name in _HEAD},
        "number": label(record["number"]) if record["number"] else None,
        **{side: {name: record[f"{side}_{name}"] for name in _PARTY} for side in ("giver", "receiver")},
        "lines": [{name: line[name] for name in _LINE} for line in lines],
        "signatures": [_signature_shape(one) for one in signatures],
        "content_hash": record["content_hash"].hex() if record["content_hash"] else None,
        "refusal": {"reason": record["ended_reason"], "at": ended, "by": record["ended_by"]}
        if ended
        else None,
    }


def _signature_shape(one: Any) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in _SIGNATURE}
    return {**told, "file": one.file.hex() if one.file else None}


def recall_shape(
    recall: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], today: date
) -> dict[str, Any]:
    """One recall case, whole; `overdue` as of `today`."""
    open_still = recall["state"] == "open"
    return {
        **{name: recall.get(name) for name in _RECALL},
        "person": {
            "id": recall["person_id"],
            "name": recall["person_name"],
            "post": recall["person_post"],
            "unit_name": recall["person_unit_name"],
        },
        "overdue": open_still and is_overdue(recall["deadline"], today),
        "lines": [{name: line[name] for name in _RECALL_LINE} for line in lines],
    }
