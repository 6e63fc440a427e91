"""Closed years, their rows, and what a close would write."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, tuple_
from sqlalchemy.orm import Session

from services.assets.finding import missing, within_unit
from services.assets.models import ASSETS, CATEGORIES, UNITS, WEAR_ROWS, YEAR_CLOSINGS
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from services.assets.queries.wear_decisions import statement_parameters
from services.assets.rules.wear import LEFT_OUT
from services.assets.wear.explained import explained
from services.assets.wear.statement import PREVIEW
from shared.tasks import UNWATCHED, Progress
from shared.web import pages

_PREVIEW = text(PREVIEW)
_CLOSINGS = select(YEAR_CLOSINGS, UNITS.c.name.label("unit_name")).join(
    UNITS, UNITS.c.id == YEAR_CLOSINGS.c.unit_id
)
ROWS = (
    select(
        *WEAR_ROWS.c,
        ASSETS.c.code,
        ASSETS.c.name,
        ASSETS.c.put_to_use_on,
        CATEGORIES.c.name.label("category_name"),
    )
    .join(ASSETS, ASSETS.c.id == WEAR_ROWS.c.asset_id, isouter=True)
    .join(CATEGORIES, CATEGORIES.c.code == WEAR_ROWS.c.category)
)
_SHOWN = 100  # rows of a preview
SUMS = ("assets", "cost", "wear_before", "opening", "amount")


def page_of_closings(session: Session, query: dict[str, Any]) -> Shape:
    """Closed years, the newest first."""
    order = tuple_(YEAR_CLOSINGS.c.year, YEAR_CLOSINGS.c.id)
    chosen = _CLOSINGS.order_by(YEAR_CLOSINGS.c.year.desc(), YEAR_CLOSINGS.c.id.desc())
    if query["year"]:
        chosen = chosen.where(YEAR_CLOSINGS.c.year == query["year"])
    chosen = chosen.where(within_unit(YEAR_CLOSINGS.c.unit_id, query["unit"])) if query["unit"] else chosen
    if query["after"]:
        chosen = chosen.where(order < tuple_(*pages.key_of(query["after"], int, UUID)))
    rows = session.execute(chosen.limit(query["limit"] + 1)).mappings().all()
    return pages.page(
        rows, query["limit"], _closing_shape, lambda row: pages.cursor_of(row["year"], row["id"])
    )


def closings_of(session: Session, unit_ids: Sequence[UUID], year: int) -> list[Shape]:
    """The closings of one year of the units."""
    chosen = _CLOSINGS.where(YEAR_CLOSINGS.c.unit_id.in_(unit_ids), YEAR_CLOSINGS.c.year == year)
    return [
        _closing_shape(row) for row in session.execute(chosen.order_by(YEAR_CLOSINGS.c.unit_id)).mappings()
    ]


def closing(session: Session, closing_id: UUID) -> Shape:
    """One closed year of a unit with its sums by formula; raises NotFound."""
    row = session.execute(_CLOSINGS.where(YEAR_CLOSINGS.c.id == closing_id)).mappings().first()
    if row is None:
        raise missing("year_closings")
    sums = {
        "assets": func.count(),
        "cost": func.sum(WEAR_ROWS.c.cost),
        "wear_before": func.sum(WEAR_ROWS.c.wear_before),
        "opening": func.sum(WEAR_ROWS.c.opening),
        "amount": func.sum(WEAR_ROWS.c.amount),
    }
    chosen = (
        select(WEAR_ROWS.c.formula, *(column.label(name) for name, column in sums.items()))
        .where(WEAR_ROWS.c.unit_id == row["unit_id"], WEAR_ROWS.c.year == row["year"])
        .group_by(WEAR_ROWS.c.formula)
        .order_by(WEAR_ROWS.c.formula)
    )
    found = [
        {"formula": one["formula"], **{name: int(one[name]) for name in SUMS}}
        for one in session.execute(chosen).mappings()
    ]
    return {**_closing_shape(row), "sums": found}


def rows_of_closing(session: Session, closing_id: UUID, query: dict[str, Any]) -> Shape:
    """The worked table of a closed year, in the order of the assets' ids; raises NotFound."""
    head = closing(session, closing_id)
    chosen = ROWS.where(WEAR_ROWS.c.unit_id == head["unit_id"], WEAR_ROWS.c.year == head["year"])
    if query.get("formula"):
        chosen = chosen.where(WEAR_ROWS.c.formula == query["formula"])
    if query["after"]:
        chosen = chosen.where(WEAR_ROWS.c.asset_id > after_id(query["after"]))
    chosen = chosen.order_by(WEAR_ROWS.c.asset_id).limit(query["limit"] + 1)
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], row_shape, lambda row: pages.cursor_of(str(row["asset_id"])))


def preview(session: Session, units: Sequence[Row], year: int, progress: Progress = UNWATCHED) -> Shape:
    """What closing `year` would write for the units, by formula, with examples: of what cannot be computed
    up to 50 a unit, of the rest two of each formula.
    """
    session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    sums: dict[str, Counter[str]] = {}
    rows: list[Shape] = []
    for number, unit in enumerate(units):
        progress(number, len(units))
        found = session.execute(_PREVIEW, statement_parameters(session, unit["id"], year)).mappings().one()
        for one in found["sums"]:
            sums.setdefault(one["formula"], Counter()).update({name: one[name] for name in SUMS})
        rows += [_preview_row(row, unit["name"], year) for row in found["rows"]]
    shown = _few(sorted(rows, key=lambda row: row.pop("rank")))
    totals = {name: sum(one[name] for one in sums.values()) for name in SUMS}
    return {
        "year": year,
        "units": len(units),
        "totals": totals,
        "sums": [{"formula": formula, **counted} for formula, counted in sorted(sums.items())],
        "rows": shown,
    }


def _few(rows: Sequence[Shape]) -> list[Shape]:
    """All that was left out, and of each formula two, up to what a page bears."""
    taken: Counter[str] = Counter()
    shown = []
    for row in rows:
        taken[row["formula"]] += 1
        if row["formula"] in LEFT_OUT or taken[row["formula"]] <= 2:
            shown.append(row)
    return shown[:_SHOWN]


def row_shape(row: Row) -> Shape:
    """A row of the worked table."""
    names = (
        "asset_id",
        "year",
        "unit_id",
        "closing_id",
        "category",
        "category_name",
        "department",
        "cost",
        "wear_before",
        "opening",
        "amount",
        "wear_after",
        "years_used",
        "rate",
        "wear_class",
        "basis",
        "formula",
        "rules",
    )
    shape = {name: row[name] for name in names}
    return {
        **shape,
        "code": row["code"] or "",
        "name": row["name"] or "",
        "put_to_use_on": row["put_to_use_on"],
        "life_years": None if row["life_years"] is None else int(row["life_years"]),
        "remaining_value": row["cost"] - row["wear_after"],
        "worked": explained(row),
    }


def _preview_row(row: Shape, unit_name: str, year: int) -> Shape:
    worked = explained({**row, "year": year})
    after = row["wear_before"] + row["opening"] + row["amount"]
    return {**row, "unit_name": unit_name, "wear_after": after, "worked": worked}


def _closing_shape(row: Row) -> Shape:
    names: Iterable[str] = (
        "id",
        "unit_id",
        "unit_name",
        "year",
        "recorded_at",
        "assets",
        "wear_total",
        "opening_total",
        "left_out",
        "rules",
    )
    return {name: row[name] for name in names}
