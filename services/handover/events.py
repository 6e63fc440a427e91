"""What custody publishes. Payloads carry ids, dates, states and the ledger leaf; never a name."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.handover.numbers import correction_label, label
from shared.events import Event

NOBODY = UUID(int=0)  # a side without an account: who was promised an id is given one (RFC 9562, nil)
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
    "to_unit_id",
    "disposal_id",
    "reverses",
)
_PLAN = ("unit_id", "act_id", "state", "effective_on", "happened_on")
_RECALL = ("person_id", "unit_id", "state", "reason", "opened_on", "deadline")


def record_event(verb: str, record: Mapping[str, Any], asset_ids: Iterable[UUID], leaf: bytes) -> Event:
    """`handover.record.<verb>.v1`; `verb` is issued, signed, completed, refused, cancelled, disputed, decided
    (a dispute was) or reversed.
    """
    return Event(
        type=f"handover.record.{verb}.v1",
        subject=str(record["id"]),
        sequence=record["version"],
        unit_id=record["unit_id"],
        data={
            "record_id": record["id"],
            "number": label(record["number"]) if record["number"] else None,
            **{name: record.get(name) for name in _RECORD},
            **{name: record[name] or NOBODY for name in ("giver_person_id", "receiver_person_id")},
            "asset_ids": list(asset_ids),
            "leaf_hash": leaf.hex(),
        },
    )


def recall_event(verb: str, recall: Mapping[str, Any], asset_ids: Iterable[UUID], leaf: bytes) -> Event:
    """`handover.recall.<verb>.v1`; `verb` is opened, due, overdue, postponed or closed. `asset_ids` are those
    still open.
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


def correction_approved(
    correction: Mapping[str, Any],
    asset_ids: Iterable[UUID],
    holders: Iterable[Mapping[str, Any]],
    leaf: bytes,
) -> Event:
    """`handover.correction.approved.v1`; `holders` are the assets that someone else answers for from now on:
    {asset_id, person_id (null: in store), since}.
    """
    return Event(
        type="handover.correction.approved.v1",
        subject=str(correction["id"]),
        sequence=correction["version"],
        unit_id=correction["unit_id"],
        data={
            "correction_id": correction["id"],
            "number": correction_label(correction["number"]),
            **{name: correction[name] for name in ("unit_id", "holder_person_id", "from_on", "until_on")},
            "asset_ids": list(asset_ids),
            "holders": list(holders),
            "leaf_hash": leaf.hex(),
        },
    )


def plan_event(verb: str, plan: Mapping[str, Any], totals: Mapping[str, int], leaf: bytes) -> Event:
    """`handover.plan.<verb>.v1`; `verb` is approved or completed; `plan` as its page shows it, `totals` the
    count and the values in VND of its assets.
    """
    return Event(
        type=f"handover.plan.{verb}.v1",
        subject=str(plan["id"]),
        sequence=plan["version"],
        unit_id=plan["unit_id"],
        data={
            "plan_id": plan["id"],
            **{name: plan[name] for name in _PLAN},
            "old_unit_ids": [unit["unit_id"] for unit in plan["old"]],
            "new_unit_ids": [unit["unit_id"] for unit in plan["new"]],
            **{name: totals[name] for name in ("count", "cost", "remaining")},
            "leaf_hash": leaf.hex(),
        },
    )


def recall_lost(recall: Mapping[str, Any], asset_ids: Iterable[UUID], found_on: date, leaf: bytes) -> Event:
    """`handover.recall.lost.v1`: what a leaver says is lost; the register opens its case of loss."""
    return Event(
        type="handover.recall.lost.v1",
        subject=str(recall["id"]),
        sequence=recall["version"],
        unit_id=recall["unit_id"],
        data={
            "recall_id": recall["id"],
            "person_id": recall["person_id"],
            "unit_id": recall["unit_id"],
            "found_on": found_on,
            "asset_ids": list(asset_ids),
            "leaf_hash": leaf.hex(),
        },
    )
