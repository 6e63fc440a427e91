"""The maintenance log of an asset."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Numeric, cast, extract, func, select, tuple_
from sqlalchemy.orm import Session

from services.assets.models import MAINTENANCE
from services.assets.queries.shapes import Row, Shape
from shared.web import pages


def maintenance_of(session: Session, asset_id: UUID, query: dict[str, Any]) -> Shape:
    """The log, newest work first, and `by_year` what it came to in each year (VND, hours)."""
    chosen = select(MAINTENANCE).where(MAINTENANCE.c.asset_id == asset_id)
    if query["after"]:
        last = pages.key_of(query["after"], date.fromisoformat, UUID)
        chosen = chosen.where(tuple_(MAINTENANCE.c.done_on, MAINTENANCE.c.id) < last)
    chosen = chosen.order_by(MAINTENANCE.c.done_on.desc(), MAINTENANCE.c.id.desc())
    rows = session.execute(chosen.limit(query["limit"] + 1)).mappings().all()
    page = pages.page(
        rows, query["limit"], _shape, lambda row: pages.cursor_of(row["done_on"].isoformat(), row["id"])
    )
    return {**page, "by_year": _by_year(session, asset_id)}


def _by_year(session: Session, asset_id: UUID) -> list[Shape]:
    year = extract("year", MAINTENANCE.c.done_on)
    summed = (
        select(
            cast(year, BigInteger).label("year"),
            func.count().label("entries"),
            cast(func.sum(MAINTENANCE.c.cost), BigInteger).label("cost"),
            cast(func.coalesce(func.sum(MAINTENANCE.c.downtime_hours), 0), Numeric(10, 1)).label(
                "downtime_hours"
            ),
        )
        .where(MAINTENANCE.c.asset_id == asset_id)
        .group_by(year)
        .order_by(year.desc())
    )
    return [_shape(row) for row in session.execute(summed).mappings()]


def _shape(row: Row) -> Shape:
    hours = row["downtime_hours"]
    return {**row, "downtime_hours": None if hours is None else float(hours)}
