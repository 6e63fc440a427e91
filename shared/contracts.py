"""The promises between services, read from contracts/: JSON Schemas of events, checked at both doors."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

CONTRACTS = Path(__file__).resolve().parent.parent / "contracts"


class BrokenContract(Exception):
    """An event does not fit its schema, or has none. It is never sent and never acted on."""


def check_event(event_type: str, data: Mapping[str, Any]) -> None:
    """Hold the `data` of an event against contracts/events/<type>.json; raises BrokenContract."""
    try:
        _validator(event_type)(json_ready(data))
    except fastjsonschema.JsonSchemaException as error:
        raise BrokenContract(f"{event_type}: {error}") from error


def json_ready(data: Any) -> Any:
    """`data` as plain JSON values: UUIDs, dates and instants become the strings that travel."""
    import orjson

    return orjson.loads(orjson.dumps(data))


@cache
def _validator(event_type: str) -> Any:
    path = CONTRACTS / "events" / f"{event_type}.json"
    if not path.is_file():
        raise BrokenContract(f"no contract for {event_type}: contracts/events/{path.name} is missing")
    return fastjsonschema.compile(json.loads(path.read_text(encoding="utf-8")))
