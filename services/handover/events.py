"""What custody publishes. Payloads carry ids, dates, states and the ledger leaf; never a name."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from services.handover.numbers import label
from shared.events import Event

_RECORD = (
    "kind",
    "state",
    "unit_id",
    "giver_person_id",
    "giver_as",
    "receiver_person_id",
    "receiver_as",
    "happened_on",
    "recall_id",
)
_RECALL = ("person_id", "unit_id", "state", "reason", "opened_on", "deadline")


def record_event(verb: str, record: Mapping[str, Any], asset_ids: Iterable[UUID], leaf: bytes) -> Event:
    """`handover.record.<verb>.v1`; `verb` is issued, signed, completed, refused or cancelled."""
    return Event(
        type=f"handover.record.{verb}.v1",
        subject=str(record["id"]),
        sequence=record["version"],
        unit_id=record["unit_id"],
        data={
            "record_id": record["id"],
            "number": label(record["number"]) if record["number"] else None,
            **{name: record[name] for name in _RECORD},
            "asset_ids": list(asset_ids),
            "leaf_hash": leaf.hex(),
        },
    )


def recall_event(verb: str, recall: Mapping[str, Any], asset_ids: Iterable[UUID], leaf: bytes) -> Event:
    """`handover.recall.<verb>.v1`; `verb` is opened, due, overdue or closed. `asset_ids` are those still
    open.
    """
    return Event(
        type=f"handover.recall.{verb}.v1",
        subject=str(recall["id"]),
        sequence=recall["version"],
        unit_id=recall["unit_id"],
        data={
            "recall_id": recall["id"],
            **{name: recall[name] for name in _RECALL},
            "asset_ids": list(asset_ids),
            "leaf_hash": leaf.hex(),
        },
    )
