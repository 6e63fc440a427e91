"""Makers and models: found by the texts of assets, and joined when two names are one."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.assets.finding import Row, locked, wait_turn
from services.assets.models import MAKERS, MODELS
from services.assets.queries.makers import maker
from services.assets.rules.makers import alike_key, name_key
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7

Pair = tuple[str, str]  # the texts of a maker and of a model
Link = tuple[UUID | None, UUID | None]


def link_makers(session: Session, assets: Sequence[Row]) -> None:
    """Set `maker_id` and `model_id` of each asset by its texts; names that are new join the register."""
    links = links_of(session, {(asset["maker"], asset["model"]) for asset in assets})
    for asset in assets:
        asset["maker_id"], asset["model_id"] = links[asset["maker"], asset["model"]]


def links_of(session: Session, pairs: Iterable[Pair]) -> dict[Pair, Link]:
    """The ids of maker and model behind each pair of texts; a model without a maker has none."""
    pairs = set(pairs)
    makers = _makers(session, (maker for maker, _ in pairs if maker))
    known = {(maker, model): makers[name_key(maker)] if maker else None for maker, model in pairs}
    models = _models(session, ((id_, pair[1]) for pair, id_ in known.items() if id_ and pair[1]))
    return {pair: (id_, models.get((id_, name_key(pair[1]))) if id_ else None) for pair, id_ in known.items()}


def merge_maker(session: Session, maker_id: UUID, version: int, into_id: UUID) -> Row:
    """Say that a maker is another one; assets keep the text that they were written with.

    Raises Invalid when the other is unknown, itself, or merged away; Conflict when this one is.
    """
    wait_turn(session, "makers")
    one = locked(session, MAKERS, maker_id, version)
    if one["merged_into"] is not None:
        raise Conflict("maker-merged", vi="Hãng này đã được gộp.", en="The maker was merged already.")
    other = session.execute(select(MAKERS).where(MAKERS.c.id == into_id)).mappings().first()
    if other is None or other["merged_into"] is not None or into_id == maker_id:
        vi, en = "Hãy chọn một hãng khác còn dùng.", "Choose another maker that still counts."
        raise Invalid("maker-target", vi=vi, en=en, errors=[FieldError("/into_id", vi, en)])
    mine = or_(MAKERS.c.id == maker_id, MAKERS.c.merged_into == maker_id)
    session.execute(update(MAKERS).where(mine).values(merged_into=into_id, version=MAKERS.c.version + 1))
    return maker(session, maker_id)


def _makers(session: Session, names: Iterable[str]) -> dict[str, UUID]:
    """The ids of makers by the key of their name."""
    wanted = {name_key(name): name for name in names}
    rows = [
        {"id": uuid7(), "name": name, "name_key": key, "alike_key": alike_key(name), "version": 1}
        for key, name in sorted(wanted.items())
    ]
    found = _known(session, MAKERS, rows, ("name_key",))
    return {row["name_key"]: row["merged_into"] or row["id"] for row in found}


def _models(session: Session, said: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], UUID]:
    """The ids of models by their maker and the key of their name."""
    wanted = {(maker_id, name_key(name)): name for maker_id, name in said}
    rows = [
        {"id": uuid7(), "maker_id": maker_id, "name": name, "name_key": key}
        for (maker_id, key), name in sorted(wanted.items())
    ]
    found = _known(session, MODELS, rows, ("maker_id", "name_key"))
    return {(row["maker_id"], row["name_key"]): row["id"] for row in found}


def _known(session: Session, table: Table, rows: list[Row], names: tuple[str, ...]) -> Sequence[Any]:
    """The rows of `table` under the keys `names` of `rows`, those that were missing now added."""
    if not rows:
        return ()
    keys = tuple_(*(table.c[name] for name in names))
    wanted = [tuple(row[name] for name in names) for row in rows]
    chosen = select(table).where(keys.in_(wanted))
    found = session.execute(chosen).mappings().all()
    if len(found) < len(rows):
        session.execute(insert(table).on_conflict_do_nothing(), rows)
        found = session.execute(chosen).mappings().all()
    return found
