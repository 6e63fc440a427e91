"""The units that an asset book brings along."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.commands.units import match_key, write_unit
from services.assets.models import UNITS
from shared.auth import Actor
from shared.clock import today
from shared.ids import uuid7
from shared.text import words

_KINDS = (
    ("school", ("truong",)),
    ("ward", ("ubnd phuong", "phuong")),
    ("office", ("van phong", "phong")),
)


def create_units(session: Session, actor: Actor, names: Iterable[str]) -> dict[str, UUID]:
    """Register units by `names` under the actor's own, from today; answers their ids by match key."""
    wanted = list(names)
    if not wanted:
        return {}
    taken = set(session.execute(select(UNITS.c.code)).scalars())
    created: dict[str, UUID] = {}
    for name in wanted:
        unit_id, code = uuid7(), _free_code(name, taken)
        unit = {
            "id": unit_id,
            "code": code,
            "name": name,
            "match_key": match_key(name),
            "kind": kind_of_unit(name),
            "parent_id": actor.unit_id,
            "valid_from": today(),
            "valid_to": None,
            "version": 1,
        }
        taken.add(code)
        write_unit(session, actor, unit)
        created[match_key(name)] = unit_id
    return created


def kind_of_unit(name: str) -> str:
    """The kind of unit that a name speaks of."""
    said = f"{match_key(name)} "
    return next(
        (kind for kind, openings in _KINDS if any(said.startswith(f"{o} ") for o in openings)), "other"
    )


def _free_code(name: str, taken: set[str]) -> str:
    """A code from the words of `name` that no unit has."""
    stem = "-".join(words(name))[:60] or "don-vi"
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
