"""Parts of systems: hanging one in, taking one off, and moving a system with all its parts."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.commands.changing import rebook, write_change
from services.assets.finding import Row, category_row, locked, wait_turn
from services.assets.models import ASSETS
from services.assets.rules import systems as rules
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid


def check_place(session: Session, before: Row, after: Row) -> None:
    """Raise when `after` may not be a part of what it names, or leaves its system's unit alone."""
    if after["parent_id"] is not None and after["parent_id"] != before.get("parent_id"):
        wait_turn(session, f"systems:{after['unit_id']}")
        parent = _parent(session, after["parent_id"])
        rules.check_part(
            after,
            parent,
            parent_may=category_row(session, parent["category"])["may_have_parts"],
            above=_above(session, parent),
            levels_below=len(_levels(session, after["id"])),
        )
    elif after["parent_id"] is not None and after["unit_id"] != before["unit_id"]:
        raise Conflict(
            "part-moves-with-system",
            vi="Tài sản là bộ phận của một hệ thống: chuyển cả hệ thống, hoặc gỡ bộ phận ra trước.",
            en="It is a part of a system: move the system, or take the part off first.",
        )


def tell_systems(session: Session, actor: Actor, before: Row, after: Row, reason: str) -> None:
    """Write into the history of a system that a part was added or taken off."""
    if before.get("parent_id") == after["parent_id"]:
        return
    part = {"part": {name: after[name] for name in ("id", "code", "name")}}
    for act, parent_id in (("part_taken_off", before.get("parent_id")), ("part_added", after["parent_id"])):
        if parent_id is not None:
            parent = locked(session, ASSETS, parent_id)
            grown = {**parent, "version": parent["version"] + 1}
            write_change(session, actor, act, parent, grown, reason=reason, told=part)


def move_parts(session: Session, actor: Actor, system: Row, reason: str) -> None:
    """Take the parts of a system that changed its unit along, in the books too."""
    for level in _levels(session, system["id"]):
        for part_id in level:
            before = locked(session, ASSETS, part_id)
            after = {**before, "unit_id": system["unit_id"], "version": before["version"] + 1}
            rebook(session, actor, before, after)
            write_change(session, actor, "changed", before, after, reason=reason)


def _parent(session: Session, parent_id: UUID) -> Row:
    parent = session.execute(select(ASSETS).where(ASSETS.c.id == parent_id)).mappings().first()
    if parent is None:
        vi, en = "Không có tài sản này trong sổ.", "There is no such asset."
        raise Invalid("parent-not-found", vi=vi, en=en, errors=[FieldError("/parent_id", vi, en)])
    return dict(parent)


def _above(session: Session, asset: Row) -> list[UUID]:
    """What `asset` is a part of, and what that is a part of."""
    found: list[UUID] = []
    parent_id = asset["parent_id"]
    while parent_id is not None and len(found) < rules.DEEPEST:
        found.append(parent_id)
        parent_id = session.execute(select(ASSETS.c.parent_id).where(ASSETS.c.id == parent_id)).scalar()
    return found


def _levels(session: Session, asset_id: UUID) -> list[list[UUID]]:
    """The ids of the parts of an asset, of their parts, and so on, level by level."""
    levels: list[list[UUID]] = []
    level = [asset_id]
    while len(levels) < rules.DEEPEST:
        chosen = select(ASSETS.c.id).where(ASSETS.c.parent_id.in_(level)).order_by(ASSETS.c.id)
        level = list(session.execute(chosen).scalars())
        if not level:
            break
        levels.append(level)
    return levels
