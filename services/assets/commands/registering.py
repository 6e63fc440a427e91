"""Writing new assets, one or thousands: codes, marks, history and events, in a handful of statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.booking import open_books
from services.assets.commands.makers import link_makers
from services.assets.finding import Row, listed
from services.assets.imports.register import serial_key
from services.assets.labels.codes import new_codes
from services.assets.models import ASSET_CHANGES, ASSETS, LABEL_CODES
from services.assets.rules.corrections import worn_when_new
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import json_ready
from shared.text import words

_SEARCHED = ("name", "serial", "tag", "place", "department", "book_user", "model", "maker")
_COLUMNS = tuple(str(column.name) for column in ASSETS.c)
_TOLD = tuple(name for name in _COLUMNS if name not in {"id", "import_id", "registered_at", "version"})

_MARK = text(
    "INSERT INTO asset_marks (asset_id, unit_id, code, serial_key, source_key, words) VALUES"
    " (:id, :unit_id, :code, :serial_key, :source_key, array_to_tsvector(CAST(:words AS text[])))"
)
_REMARK = text(
    "UPDATE asset_marks SET unit_id = :unit_id, code = :code, serial_key = :serial_key,"
    " words = array_to_tsvector(CAST(:words AS text[])) WHERE asset_id = :id"
)


def register(session: Session, actor: Actor, assets: Sequence[Row], act: str) -> None:
    """Write `assets` (rows of the table but for code, registered_at and version, which are set here; each may
    carry a `source_key`, `increase_cause`, `opening_wear`), with marks, first change, book entry and event.
    """
    link_makers(session, assets)
    codes = fresh_codes(session, len(assets))
    for asset, code in zip(assets, codes, strict=True):
        asset.update(code=code, registered_at=now(), version=1, accumulated_wear=_worn(asset))
    session.execute(insert(ASSETS), [{name: asset[name] for name in _COLUMNS} for asset in assets])
    session.execute(_MARK, [_mark(asset) for asset in assets])
    session.execute(insert(ASSET_CHANGES), [change_row(actor, act, {}, asset) for asset in assets])
    open_books(session, actor, assets)
    outbox.record(session, *(events.asset_event("registered", asset) for asset in assets))


def _worn(asset: Row) -> int | None:
    return worn_when_new(asset["kind"], asset.get("opening_wear") or 0, asset["put_to_use_on"], today().year)


def remark(session: Session, asset: Row) -> None:
    """Bring an asset's marks up to date after a change."""
    session.execute(_REMARK, _mark(asset))


def change_row(
    actor: Actor, act: str, before: Row, after: Row, reason: str = "", *, told: Row | None = None
) -> Row:
    """The line of history for a change: only the fields that differ, and what else is `told` of it; `before`
    is {} for a new asset.
    """
    names = [name for name in _TOLD if before.get(name) != after[name]]
    said = {name: after[name] for name in names if before or after[name] != ""}
    return {
        "asset_id": after["id"],
        "version": after["version"],
        "changed_at": now(),
        "changed_by": actor.subject,
        "act": act,
        "reason": reason,
        "before": json_ready({name: before[name] for name in names if name in before}),
        "after": json_ready({**said, **(told or {})}),
    }


def _mark(asset: Row) -> dict[str, Any]:
    gone = asset["status"] in {"disposed", "withdrawn"}
    return {
        "id": asset["id"],
        "unit_id": asset["unit_id"],
        "code": asset["code"],
        "serial_key": None if gone else serial_key(asset["category"], asset["serial"]),
        "source_key": asset.get("source_key"),
        "words": search_words(asset),
    }


def search_words(asset: Row) -> list[str]:
    """The folded words an asset is found by: of its texts and its code, and how its serial ends."""
    found = {word[:100] for name in _SEARCHED for word in words(asset[name])}
    found |= {asset["code"].lower(), asset["code"][4:].lower()}  # its first half begins the whole
    serial = "".join(words(asset["serial"]))
    found |= {serial[-size:] for size in (4, 6) if len(serial) > size}
    return sorted(found)


def fresh_codes(session: Session, count: int) -> list[str]:
    """`count` codes that no label ever bore: a repeat is rare (3.4 billion) but would spoil a whole book."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = new_codes(count - len(codes))
        taken = select(LABEL_CODES.c.code).where(LABEL_CODES.c.code.in_(listed()))
        codes |= drawn - set(session.execute(taken, {"keys": "\n".join(sorted(drawn))}).scalars())
    return sorted(codes)
