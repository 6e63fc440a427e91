"""What both sides sign: the whole content of a record in canonical form, and its hash."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from services.handover.ledger.canonical import canonical
from services.handover.numbers import label

_HEAD = ("kind", "year", "unit_id", "place", "basis", "happened_on", "form", "rules", "recall_id")
# Said only where a kind asks for it, so that what was signed before reads the same.
_TERMS = (
    *("to_unit_id", "decision_number", "decision_on", "decision_by", "disposal_id", "due_on"),
    *("reverses", "reason"),
)
_PARTY = ("person_id", "name", "post", "unit_name", "as")
FROZEN = ("position", "asset_id", "code", "name", "serial", "category", "cost", "remaining_value")
SAID = ("condition", "accessories", "note")


def content_of(record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The content of an issued record, without its state, signatures or any later fact."""
    return {
        "record": record["id"],
        "number": label(record["number"]),
        "template": record["template"],
        **{name: record[name] for name in _HEAD},
        **{name: record[name] for name in _TERMS if record.get(name) is not None},
        **{side: {name: record[f"{side}_{name}"] for name in _PARTY} for side in ("giver", "receiver")},
        "lines": [{name: line[name] for name in (*FROZEN, *SAID)} for line in lines],
    }


def signed_text(content: dict[str, Any]) -> tuple[str, bytes]:
    """The canonical text of `content`, and the SHA-256 over its bytes that the signatures name."""
    text = canonical(content)
    return text.decode(), hashlib.sha256(text).digest()
