"""Corrections of wear: those that wait, those that were decided."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import ASSETS, WEAR_CORRECTIONS
from services.assets.queries.shapes import Shape
from services.assets.queries.units import after_id
from shared.web import pages

_ROWS = select(
    WEAR_CORRECTIONS, ASSETS.c.name.label("asset_name"), ASSETS.c.code.label("asset_code"), ASSETS.c.cost
).join(ASSETS, ASSETS.c.id == WEAR_CORRECTIONS.c.asset_id)


def page_of_corrections(session: Session, query: dict[str, Any]) -> Shape:
    """The corrections within the actor's units, oldest first; of one state or asset when it is asked for."""
    chosen = _ROWS
    if query["state"]:
        chosen = chosen.where(WEAR_CORRECTIONS.c.state == query["state"])
    if query["asset"]:
        chosen = chosen.where(WEAR_CORRECTIONS.c.asset_id == query["asset"])
    if query["after"]:
        chosen = chosen.where(WEAR_CORRECTIONS.c.id > after_id(query["after"]))
    ordered = chosen.order_by(WEAR_CORRECTIONS.c.id).limit(query["limit"] + 1)
    rows = session.execute(ordered).mappings().all()
    return pages.page(rows, query["limit"], dict, lambda row: pages.cursor_of(str(row["id"])))


def wear_correction(session: Session, correction_id: UUID) -> Shape:
    """One correction; raises NotFound."""
    row = session.execute(_ROWS.where(WEAR_CORRECTIONS.c.id == correction_id)).mappings().first()
    if row is None:
        raise missing("wear_corrections")
    return dict(row)
