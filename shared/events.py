"""An event: that something happened to one aggregate, in the shape of CloudEvents 1.0 (JSON, structured
mode).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.clock import now
from shared.ids import uuid7
from shared.logs import correlation

# The specification asks for an absolute URI, and there is no host that everybody's schemas lie on.
DATA_SCHEMA = "urn:taisan:event:"  # followed by the name of the file in contracts/events


def _correlation_id() -> str | None:
    return correlation()[0]


def _causation_id() -> str | None:
    cause = correlation()[1]
    return str(cause) if cause else None


@dataclass(frozen=True)
class Event:
    """What a command records in the outbox.

    `type` is `<service>.<noun>.<past participle>.v<n>`, at once routing key and name of the schema file;
    `subject` the aggregate's id; `sequence` its version after the change; `unit_id` whose subtree may see it;
    `data` ids, codes, dates and states, never a person's name, phone or address.
    """

    type: str
    subject: str
    sequence: int
    data: Mapping[str, Any]
    unit_id: UUID | None = None
    id: UUID = field(default_factory=uuid7)
    occurred_at: datetime = field(default_factory=now)
    correlation_id: str | None = field(default_factory=_correlation_id)
    causation_id: str | None = field(default_factory=_causation_id)


def to_cloudevent(service: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The CloudEvent of one outbox row. Extensions that are unset are left out (CloudEvents 1.0 §3.1)."""
    envelope = {
        "specversion": "1.0",
        "id": str(row["id"]),
        "source": f"/api/{service}",
        "type": row["type"],
        "subject": row["subject"],
        "time": row["occurred_at"].isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataschema": f"{DATA_SCHEMA}{row['type']}",
        "sequence": str(row["sequence"]),
        "position": str(row["position"]) if row["position"] is not None else None,
        "unitid": str(row["unit_id"]) if row["unit_id"] else None,
        "correlationid": row["correlation_id"],
        "causationid": row["causation_id"],
        "data": row["data"],
    }
    return {name: value for name, value in envelope.items() if value is not None}
