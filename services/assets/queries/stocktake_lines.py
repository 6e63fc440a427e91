"""The expected assets of a stocktake, each with what the counts say of it: a thousand at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.assets.models import CATEGORIES, STOCKTAKE_LINES, STOCKTAKE_SCANS, STOCKTAKE_SIGHTINGS
from services.assets.queries.shapes import Row
from services.assets.rules import stocktakes as rules
from shared.web import pages

_CHUNK = 1000


@dataclass(frozen=True)
class Judged:
    """An expected asset with its sightings by count and what they come to."""

    line: Row
    sightings: Mapping[str, Row]
    result: rules.Result


def judged_lines(session: Session, stocktake: Row) -> Iterator[Judged]:
    """Every expected asset of a stocktake with its result over both counts, a thousand at a time."""
    everything = lines_like(stocktake["id"], {"outcome": None, "place": None, "unit": None, "after": None})
    return judged(session, stocktake, everything, counts=rules.COUNTS)


def lines_like(stocktake_id: UUID, query: Mapping[str, Any]) -> Select[Any]:
    """The lines that fit a LineQuery, in the order of the minutes, with the name of their category."""
    line = STOCKTAKE_LINES.c
    category = CATEGORIES.c
    chosen = (
        select(
            STOCKTAKE_LINES,
            category.name.label("category_name"),
            category.position.label("category_position"),
        )
        .join(CATEGORIES, category.code == line.category)
        .where(line.stocktake_id == stocktake_id)
        .order_by(line.position)
    )
    if query["place"] is not None:
        chosen = chosen.where(line.place == query["place"])
    if query["unit"]:
        chosen = chosen.where(line.unit_id == query["unit"])
    if query["after"]:
        chosen = chosen.where(line.position > pages.key_of(query["after"], int)[0])
    if query["outcome"]:  # what nobody scanned can only be missing: the database leaves the others out
        scan = STOCKTAKE_SCANS.c
        scanned = select(scan.scan_id).where(
            scan.stocktake_id == line.stocktake_id, scan.asset_id == line.asset_id
        )
        if query["outcome"] != "missing":
            chosen = chosen.where(scanned.exists())
    return chosen


def judged(
    session: Session, stocktake: Row, chosen: Select[Any], *, counts: Sequence[str]
) -> Iterator[Judged]:
    """The `chosen` lines with what `counts` say of them; as many are read as are taken."""
    last = 0
    while True:
        after = chosen.where(STOCKTAKE_LINES.c.position > last).limit(_CHUNK)
        lines = session.execute(after).mappings().all()
        seen = _sightings(session, stocktake["id"], [line["asset_id"] for line in lines], counts)
        for line in lines:
            yield _judgement(line, seen.get(line["asset_id"], {}), stocktake)
        if len(lines) < _CHUNK:
            return
        last = lines[-1]["position"]


def _sightings(
    session: Session, stocktake_id: UUID, asset_ids: Sequence[UUID], counts: Sequence[str]
) -> dict[UUID, dict[str, Row]]:
    seen = STOCKTAKE_SIGHTINGS.c
    chosen = select(STOCKTAKE_SIGHTINGS).where(
        seen.stocktake_id == stocktake_id, seen.count.in_(counts), seen.asset_id.in_(asset_ids)
    )
    found: dict[UUID, dict[str, Row]] = {}
    for row in session.execute(chosen).mappings():
        found.setdefault(row["asset_id"], {})[row["count"]] = dict(row)
    return found


def _judgement(line: Row, seen: Mapping[str, Row], stocktake: Row) -> Judged:
    expected = rules.Expected(line["place"], line["holder_person_id"])
    first, second = (_sighting(seen.get(count)) for count in rules.COUNTS)
    recounted = stocktake["second_person_id"] is not None
    return Judged(line, seen, rules.result_of(expected, first, second, recounted=recounted))


def _sighting(row: Row | None) -> rules.Sighting | None:
    if row is None:
        return None
    return rules.Sighting(row["place"], row["holder_person_id"], row["condition"])
