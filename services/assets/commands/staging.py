"""Keeping the sound rows of a checked book ready to be written: a commit need not read the file again.

They are a shortcut, never the truth: the file is. What they were checked by (the day, the catalogue, the law,
the form of a line) is their basis; on any other basis they count for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.assets.imports.lines import FORMAT, Part
from services.assets.models import CATEGORIES
from shared.clock import today
from shared.db import direct
from shared.law import rule

_KEEP = """
    INSERT INTO import_parts (import_id, version, part, basis, checked_on, rows, units, pairs, lines)
    VALUES (%(import_id)s, %(version)s, %(part)s, %(basis)s, %(day)s, %(rows)s, %(units)s::jsonb,
        %(pairs)s::jsonb, %(lines)s)
"""
_STALE = text(
    "UPDATE import_parts SET lines = '' WHERE lines <> '' AND (checked_on < :day OR import_id = :import_id)"
)
_READY = text(
    "SELECT part, rows, units, pairs FROM import_parts"
    " WHERE import_id = :import_id AND version = :version AND basis = :basis AND lines <> '' ORDER BY part"
)


@dataclass(frozen=True)
class Ready:
    """A part that is ready: its number, how many rows, the texts of its units with what the register said,
    the makers and models, each in the order that the lines count them.
    """

    part: int
    rows: int
    units: list[tuple[str, UUID | None]]
    pairs: list[tuple[str, str]]


def keep_parts(session: Session, row: Mapping[str, Any], parts: Iterable[Part]) -> None:
    """Keep the `parts` of the import `row` as those of its version; any of another version are emptied, and
    so is what nobody wrote the day that it was checked.
    """
    given = {"import_id": row["id"], "version": row["version"], "basis": basis(session), "day": today()}
    empty_parts(session, row["id"])
    for number, part in enumerate(parts):
        said = {
            "part": number,
            "rows": len(part.lines),
            "units": orjson.dumps(list(part.units.items())).decode(),
            "pairs": orjson.dumps(list(part.pairs)).decode(),
            "lines": "\n".join(part.lines),
        }
        direct.rows(session, _KEEP, {**given, **said})


def empty_parts(session: Session, import_id: UUID) -> None:
    """Forget what is ready of the import, and what is a day old of any."""
    session.execute(_STALE, {"day": today(), "import_id": import_id})


def ready_parts(session: Session, row: Mapping[str, Any]) -> list[Ready]:
    """The parts of the import `row` at its version that were checked on the basis that still holds."""
    given = {"import_id": row["id"], "version": row["version"], "basis": basis(session)}
    return [
        Ready(
            one.part, one.rows, [(said, _id(unit)) for said, unit in one.units], [tuple(p) for p in one.pairs]
        )
        for one in session.execute(_READY, given)
    ]


def basis(session: Session) -> str:
    """What rows are checked by, as far as it can change between a check and its commit."""
    seen = session.execute(select(func.count(), func.sum(CATEGORIES.c.version))).one()
    threshold = rule("FIXED-ASSET", today())
    return f"{FORMAT} {today()} {seen[0]}/{seen[1]} {threshold.key} {dict(threshold.parameters)}"


def _id(said: str | None) -> UUID | None:
    return UUID(said) if said else None
