"""What was released to subscribers may grow and never break: the events of now against those released.

A subscriber reads what it knows and passes over the rest. So an event may gain properties, and an enumeration
values (docs/subscribe.md tells subscribers so); what was there stays, always present if it always was, and of
the same kind. Anything else is a new version, a new file.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from taisan.services import ROOT

EVENTS = ROOT / "contracts" / "events"
RELEASED = ROOT / "contracts" / "released"

_SAME = ("type", "format", "pattern", "const", "$ref")
_PARTS = ("anyOf", "oneOf", "allOf")

Schema = Mapping[str, Any]


def breaches(released: Path = RELEASED, now: Path = EVENTS) -> list[str]:
    """What a subscriber of the released events would stumble over now, one line each."""
    found = []
    for path in sorted(released.glob("*.json")):
        if not (now / path.name).exists():
            found.append(f"{path.stem}: the event is gone")
            continue
        old, new = (json.loads((folder / path.name).read_text("utf-8")) for folder in (released, now))
        found += [f"{path.stem}: {breach}" for breach in incompatible(old, new)]
    return found


def incompatible(old: Schema, new: Schema, where: str = "data") -> Iterator[str]:
    """Each way in which what fits `new` may surprise a reader of `old`; nothing when it can't."""
    for name in (*_SAME, *_PARTS):
        if old.get(name) != new.get(name):
            yield f"{where}: {name} was {old.get(name)!r} and is {new.get(name)!r}"
    if gone := set(old.get("enum", ())) - set(new.get("enum", old.get("enum", ()))):
        yield f"{where}: no longer one of {sorted(map(str, gone))}"
    if missing := set(old.get("required", ())) - set(new.get("required", ())):
        yield f"{where}: {', '.join(sorted(missing))} may be missing now"
    if "items" in old:
        yield from incompatible(old["items"], new.get("items", {}), f"{where}[]")
    yield from _incompatible_properties(old.get("properties", {}), new.get("properties", {}), where)


def _incompatible_properties(old: Schema, new: Schema, where: str) -> Iterator[str]:
    for name, schema in old.items():
        if name in new:
            yield from incompatible(schema, new[name], f"{where}.{name}")
        else:
            yield f"{where}.{name} is gone"


def release() -> int:
    """Make the events of now the released ones; how many. Raises ValueError where somebody would break."""
    if found := breaches():
        raise ValueError("\n".join(found))
    RELEASED.mkdir(exist_ok=True)
    paths = sorted(EVENTS.glob("*.json"))
    for path in paths:
        (RELEASED / path.name).write_bytes(path.read_bytes())
    return len(paths)
