"""The minutes of a stocktake (C53-HD) as documents, before the end marked as a draft."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.assets.models import PEOPLE, STOCKTAKE_PROPOSALS, UNIT_IDENTIFIERS, UNITS
from services.assets.queries.stocktake_lines import judged_lines
from services.assets.queries.stocktake_results import unexpected
from services.assets.queries.stocktakes import looked_at, refuse_blind
from services.assets.stocktakes.sheet import Content, content_of
from services.assets.stocktakes.workbook import workbook
from shared.auth import Actor
from shared.errors import Conflict
from shared.typeset import RENDERER
from shared.web.door import Document

TEMPLATE = Path(__file__).resolve().with_name("minutes.typ")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ON_PAPER = 10_000  # lines of a PDF; what is longer is a workbook


def as_pdf(session: Session, actor: Actor, stocktake_id: UUID) -> Document:
    """The minutes on paper, landscape. Raises Conflict for more than 10,000 lines (take the workbook)."""
    content = _content(session, actor, stocktake_id)
    if content["total_lines"] > MOST_ON_PAPER:
        raise Conflict(
            "too-long-for-paper",
            vi="Biên bản dài hơn 10.000 dòng. Hãy tải tệp XLSX.",
            en="More than 10,000 lines. Take the workbook.",
        )
    return Document(RENDERER.pdf(TEMPLATE, dict(content)), "application/pdf", _name(content, "pdf"))


def as_workbook(session: Session, actor: Actor, stocktake_id: UUID) -> Document:
    """The same as XLSX, laid out as the form."""
    content = _content(session, actor, stocktake_id)
    return Document(workbook(content), XLSX, _name(content, "xlsx"), inline=False)


def _content(session: Session, actor: Actor, stocktake_id: UUID) -> Content:
    row = looked_at(session, actor, stocktake_id)
    refuse_blind(row, actor)
    unit = session.execute(select(UNITS).where(UNITS.c.id == row["unit_id"])).mappings().one()
    lines = [_line(one, closed=row["state"] == "closed") for one in judged_lines(session, row)]
    holders = {line["seen_holder_person_id"] for line in lines} - {None}
    return content_of(
        {**row, "unit_code": unit["code"], "budget_code": _budget_code(session, row)},
        lines,
        [dict(thing) for thing in unexpected(session, stocktake_id)],
        _decisions(session, stocktake_id),
        _names(session, holders),
    )


def _budget_code(session: Session, row: Mapping[Any, Any]) -> str:
    """The ĐVQHNS number of the unit on the day of the books, "" when it is not known."""
    one = UNIT_IDENTIFIERS.c
    chosen = select(one.value).where(
        one.unit_id == row["unit_id"],
        one.kind == "budget_code",
        or_(one.valid_from.is_(None), one.valid_from <= row["as_of"]),
        or_(one.valid_to.is_(None), one.valid_to >= row["as_of"]),
    )
    return session.execute(chosen.order_by(one.id.desc()).limit(1)).scalar() or ""


def _line(one: Any, *, closed: bool) -> dict[str, Any]:
    """A line with its outcome: frozen once closed, by what the counts say until then."""
    if closed:
        return dict(one.line)
    seen = one.result.seen
    return {
        **one.line,
        "outcome": one.result.outcome,
        "seen_place": seen.place if seen else None,
        "seen_holder_person_id": seen.holder_person_id if seen else None,
        "seen_condition": seen.condition if seen else None,
    }


def _decisions(session: Session, stocktake_id: UUID) -> list[dict[str, Any]]:
    chosen = select(
        STOCKTAKE_PROPOSALS.c.asset_id,
        STOCKTAKE_PROPOSALS.c.scan_id,
        STOCKTAKE_PROPOSALS.c.kind,
        STOCKTAKE_PROPOSALS.c.state,
        STOCKTAKE_PROPOSALS.c.reason,
    ).where(STOCKTAKE_PROPOSALS.c.stocktake_id == stocktake_id)
    return [dict(row) for row in session.execute(chosen.order_by(STOCKTAKE_PROPOSALS.c.id)).mappings()]


def _names(session: Session, people: set[Any]) -> dict[UUID, str]:
    if not people:
        return {}
    chosen = select(PEOPLE.c.id, PEOPLE.c.name).where(PEOPLE.c.id.in_(people))
    return {row.id: row.name for row in session.execute(chosen)}


def _name(content: Content, ending: str) -> str:
    return f"C53-HD-{content['unit_code']}-{content['as_of_iso']}.{ending}"
