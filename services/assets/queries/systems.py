"""One asset in its surroundings: its system, its parts, its maker, what is left of its value."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assets.models import ASSETS, MAKERS
from services.assets.queries.assets import ASSET_ROWS, asset
from services.assets.queries.shapes import Shape, asset_shape
from services.assets.queries.units import after_id
from services.assets.queries.wear import with_wear
from shared.web import pages


def asset_whole(session: Session, asset_id: UUID) -> Shape:
    """One asset with the name of its system and maker, how many parts it has, and its remaining value;
    raises NotFound. What the actor may not see is null.
    """
    one = asset(session, asset_id)
    return {
        **with_wear(session, one),
        "parent_name": _name_of(session, one["parent_id"]),
        "parts": session.execute(
            select(func.count()).select_from(ASSETS).where(ASSETS.c.parent_id == asset_id)
        ).scalar_one(),
        "maker_known": _maker_of(session, asset_id),
    }


def parts_of(session: Session, asset_id: UUID, query: dict[str, Any]) -> Shape:
    """The parts of an asset, in the order in which they were registered."""
    chosen = ASSET_ROWS.where(ASSETS.c.parent_id == asset_id)
    if query["after"]:
        chosen = chosen.where(ASSETS.c.id > after_id(query["after"]))
    rows = session.execute(chosen.order_by(ASSETS.c.id).limit(query["limit"] + 1)).mappings().all()
    return pages.page(rows, query["limit"], asset_shape, lambda row: pages.cursor_of(str(row["id"])))


def _name_of(session: Session, asset_id: UUID | None) -> str | None:
    if asset_id is None:
        return None
    return session.execute(select(ASSETS.c.name).where(ASSETS.c.id == asset_id)).scalar()


def _maker_of(session: Session, asset_id: UUID) -> str | None:
    """The name of the maker that counts, after merging."""
    one, kept = MAKERS.alias(), MAKERS.alias()
    chosen = (
        select(func.coalesce(kept.c.name, one.c.name))
        .select_from(ASSETS)
        .join(one, one.c.id == ASSETS.c.maker_id)
        .outerjoin(kept, kept.c.id == one.c.merged_into)
    )
    return session.execute(chosen.where(ASSETS.c.id == asset_id)).scalar()
