"""Disposal cases within the actor's units: a page in one statement, one case with all its parts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, literal, select
from sqlalchemy.orm import Session

from services.assets.disposals import lifecycle
from services.assets.finding import missing, within_unit
from services.assets.models import (
    CATEGORIES,
    DISPOSAL_DEADLINES,
    DISPOSAL_LINES,
    DISPOSAL_PAPERS,
    DISPOSAL_STEPS,
    DISPOSALS,
    UNITS,
)
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from services.assets.rules import disposals as rules
from shared.clock import today
from shared.web import pages

_RECEIVER = UNITS.alias("receiver")
_OWN = tuple(column for column in DISPOSALS.c if column.name not in {"receiver_name", "number"})
_LINE = tuple(
    column for column in DISPOSAL_LINES.c if column.name not in {"disposal_id", "holding", "removed"}
)


def page_of_disposals(session: Session, query: Mapping[str, Any]) -> Shape:
    """Cases, the newest first, with their sums and the deadline that comes next."""
    chosen = _cases().order_by(DISPOSALS.c.id.desc()).limit(query["limit"] + 1)
    for name in ("state", "kind"):
        if query[name]:
            chosen = chosen.where(DISPOSALS.c[name] == query[name])
    if query["unit"]:
        chosen = chosen.where(within_unit(DISPOSALS.c.unit_id, query["unit"]))
    if query["open"]:
        chosen = chosen.where(DISPOSALS.c.state.not_in(lifecycle.ENDED))
    if query["asset"]:
        has = select(DISPOSAL_LINES.c.disposal_id).where(
            DISPOSAL_LINES.c.asset_id == query["asset"], DISPOSAL_LINES.c.removed.is_(False)
        )
        chosen = chosen.where(DISPOSALS.c.id.in_(has))
    if query["overdue"]:
        chosen = chosen.where(_next_due() < today())
    if query["after"]:
        chosen = chosen.where(DISPOSALS.c.id < after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    day = today()
    return pages.page(
        rows, query["limit"], lambda row: head_shape(row, day), lambda row: pages.cursor_of(str(row["id"]))
    )


def disposal(session: Session, disposal_id: UUID) -> Shape:
    """One case with its lines, papers, deadlines and history; raises NotFound."""
    row = session.execute(_cases().where(DISPOSALS.c.id == disposal_id)).mappings().first()
    if row is None:
        raise missing("disposals")
    day = today()
    law = rules.law_of(row["kind"], row["law_on"])
    legal = rules.legal_case(law, row["legal_case"], row["law_on"])
    return {
        **head_shape(row, day),
        "kind_title": law.title,
        "legal_case_text": legal["text"],
        "law": f"disposal:{law.key}",
        "lines": lines(session, disposal_id),
        "papers": _papers(session, disposal_id, rules.papers_of(law, legal)),
        "deadlines": _deadlines(session, disposal_id, day),
        "steps": _steps(session, disposal_id),
        "acts": lifecycle.acts_of(row["state"], row["kind"]),
    }


def lines(session: Session, disposal_id: UUID) -> list[Shape]:
    """The assets of a case in their order, with the remaining value by the books of the day it was frozen."""
    wanted = (
        select(*_LINE, CATEGORIES.c.name.label("category_name"), CATEGORIES.c.unit_of_measure)
        .join(CATEGORIES, CATEGORIES.c.code == DISPOSAL_LINES.c.category)
        .where(DISPOSAL_LINES.c.disposal_id == disposal_id, DISPOSAL_LINES.c.removed.is_(False))
    )
    rows = session.execute(wanted.order_by(DISPOSAL_LINES.c.position)).mappings()
    return [{**row, "remaining": row["cost"] - row["wear"]} for row in rows]


def head_shape(row: Row, day: date) -> Shape:
    """A case without its parts."""
    due = row["next_due"]
    return {
        **{column.name: row[column.name] for column in _OWN},
        "number": rules.number_of(row["number"], row["year"]),
        "unit_name": row["unit_name"],
        "receiver": row["receiver_unit_name"] or row["receiver_name"],
        "receiver_name": row["receiver_name"],
        "assets": row["assets"],
        "cost": row["cost"] or 0,
        "remaining": row["remaining"] or 0,
        "next_due": due,
        "overdue": due is not None and due < day,
    }


def _cases() -> Select[Any]:
    sums = (
        select(
            func.count().label("assets"),
            cast(func.sum(DISPOSAL_LINES.c.cost), BigInteger).label("cost"),
            cast(func.sum(DISPOSAL_LINES.c.cost - DISPOSAL_LINES.c.wear), BigInteger).label("remaining"),
        )
        .where(DISPOSAL_LINES.c.disposal_id == DISPOSALS.c.id, DISPOSAL_LINES.c.removed.is_(False))
        .lateral("sums")
    )
    return (
        select(
            DISPOSALS,
            UNITS.c.name.label("unit_name"),
            _RECEIVER.c.name.label("receiver_unit_name"),
            sums.c.assets,
            sums.c.cost,
            sums.c.remaining,
            _next_due().label("next_due"),
        )
        .join(UNITS, UNITS.c.id == DISPOSALS.c.unit_id)
        .join(_RECEIVER, _RECEIVER.c.id == DISPOSALS.c.receiver_unit_id, isouter=True)
        .join(sums, literal(value=True))
    )


def _next_due() -> ColumnElement[date]:
    """The earliest legal time of a case that still runs."""
    found = select(func.min(DISPOSAL_DEADLINES.c.due_on)).where(
        DISPOSAL_DEADLINES.c.disposal_id == DISPOSALS.c.id, DISPOSAL_DEADLINES.c.met_on.is_(None)
    )
    return found.correlate(DISPOSALS).scalar_subquery()


def _papers(session: Session, disposal_id: UUID, asked: Sequence[Mapping[str, Any]]) -> list[Shape]:
    """The papers that the law asks of this case, each with what is said of it."""
    rows = session.execute(select(DISPOSAL_PAPERS).where(DISPOSAL_PAPERS.c.disposal_id == disposal_id))
    said = {row["paper"]: row for row in rows.mappings()}
    return [_paper(one, said.get(one["id"])) for one in asked]


def _paper(asked: Mapping[str, Any], said: Row | None) -> Shape:
    own = asked["id"] == "list"  # printed by this program from the case itself
    known = ("number", "dated_on", "note", "file_id")
    return {
        "paper": asked["id"],
        "title": asked["title"],
        "required": asked["required"],
        "rule": asked["rule"],
        "certainty": asked["certainty"],
        "present": own or bool(said and said["present"]),
        **{name: said[name] if said else None for name in known},
    }


def _deadlines(session: Session, disposal_id: UUID, day: date) -> list[Shape]:
    wanted = select(DISPOSAL_DEADLINES).where(DISPOSAL_DEADLINES.c.disposal_id == disposal_id)
    rows = session.execute(wanted.order_by(DISPOSAL_DEADLINES.c.triggered_on, DISPOSAL_DEADLINES.c.due_on))
    names = ("step", "rule", "what", "triggered_on", "due_on", "met_on")
    return [
        {
            **{name: row[name] for name in names},
            "days_left": None if row["met_on"] else (row["due_on"] - day).days,
        }
        for row in rows.mappings()
    ]


def _steps(session: Session, disposal_id: UUID) -> list[Shape]:
    columns = [column for column in DISPOSAL_STEPS.c if column.name != "disposal_id"]
    wanted = select(*columns).where(DISPOSAL_STEPS.c.disposal_id == disposal_id)
    rows = session.execute(wanted.order_by(DISPOSAL_STEPS.c.version.desc()).limit(200)).mappings()
    return [dict(row) for row in rows]
