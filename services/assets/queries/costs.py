"""Changes of original cost."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import ASSETS, COST_CHANGES
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from shared.web import pages

_ROWS = select(COST_CHANGES, ASSETS.c.name.label("asset_name"), ASSETS.c.code.label("asset_code")).join(
    ASSETS, ASSETS.c.id == COST_CHANGES.c.asset_id
)


def cost_changes_of(session: Session, asset_id: UUID, query: dict[str, Any]) -> Shape:
    """The changes of one asset's cost, oldest first."""
    return _page(session, _ROWS.where(COST_CHANGES.c.asset_id == asset_id), query)


def cost_changes(session: Session, query: dict[str, Any]) -> Shape:
    """The changes within the actor's units, oldest first; of one state when it is asked for."""
    chosen = _ROWS.where(COST_CHANGES.c.state == query["state"]) if query["state"] else _ROWS
    return _page(session, chosen, query)


def cost_change(session: Session, change_id: UUID) -> Shape:
    """One change; raises NotFound."""
    row = session.execute(_ROWS.where(COST_CHANGES.c.id == change_id)).mappings().first()
    if row is None:
        raise missing("cost_changes")
    return dict(row)


def _page(session: Session, chosen: Select[Any], query: dict[str, Any]) -> Shape:
    if query["after"]:
        chosen = chosen.where(COST_CHANGES.c.id > after_id(query["after"]))
    rows = session.execute(chosen.order_by(COST_CHANGES.c.id).limit(query["limit"] + 1)).mappings().all()
    return pages.page(rows, query["limit"], _shape, lambda row: pages.cursor_of(str(row["id"])))


def _shape(row: Row) -> Shape:
    return dict(row)
