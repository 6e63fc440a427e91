"""Closing a year: the wear of every fixed asset of a unit and of all below it, and the lock on its books."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.booking import last_closed_years
from services.assets.commands.changing import write_change
from services.assets.finding import Row, locked, unit_within, units_below, wait_turn
from services.assets.models import ASSETS, BOOK_ENTRIES, UNITS
from services.assets.queries.closings import closings_of, preview
from services.assets.queries.wear import stated_wear
from services.assets.queries.wear_decisions import statement_parameters
from services.assets.rules import closings as rules
from services.assets.rules.wear import YEARLY
from services.assets.wear.parameters import opening_rules, rules_of
from services.assets.wear.statement import CLOSE, FOLLOW
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.db import constraint_of
from shared.errors import Conflict
from shared.ids import uuid7
from shared.tasks import UNWATCHED, Progress

_CLOSE, _FOLLOW = text(CLOSE), text(FOLLOW)
# The statements are long and their tables of any size: plan them for what is asked, not once for all.
_PLANS = text("SET LOCAL plan_cache_mode = force_custom_plan")


def close_year(
    session: Session, actor: Actor, body: dict[str, Any], progress: Progress = UNWATCHED
) -> dict[str, Any]:
    """Close the year `body["year"]` of `body["unit_id"]` with all below it (None: all that the actor sees).

    Answers all closings of that year, those that stood already among them: asked again, nothing changes.
    Raises RefusedByLaw before December, Conflict when an earlier year is open, or when none of the units can
    close it any more because later years stand closed: what wore off by then is in their first closed year.
    """
    year = int(body["year"])
    rules.check_time(year, today())
    session.execute(_PLANS)
    units = units_to_close(session, actor, body.get("unit_id"), year)
    for unit in units:
        wait_turn(session, f"books:{unit['id']}")
    waiting = _still_open(session, units, year)
    for number, unit in enumerate(waiting):
        progress(number, len(waiting))
        _close_unit(session, actor, unit, year)
    closings = closings_of(session, [unit["id"] for unit in units], year)
    rules.refuse_nothing(year, len(closings), [unit["name"] for unit in units])
    return {"year": year, "items": closings}


def preview_year(
    session: Session, actor: Actor, body: dict[str, Any], progress: Progress = UNWATCHED
) -> dict[str, Any]:
    """What `close_year` would write of the same body, without writing it."""
    units = units_to_close(session, actor, body.get("unit_id"), int(body["year"]))
    return preview(session, units, int(body["year"]), progress)


def units_to_close(session: Session, actor: Actor, unit_id: UUID | str | None, year: int) -> list[Row]:
    """The units whose year is closed, in order of id (in which they are locked): those within `unit_id` that
    existed in the year or have something in its books.
    """
    chosen = select(UNITS.c.id, UNITS.c.name).order_by(UNITS.c.id)
    if unit_id is not None:
        top = unit_within(session, actor, UUID(str(unit_id)))
        chosen = chosen.where(UNITS.c.id.in_(units_below(top["id"])))
    elif not actor.scope_all:
        chosen = chosen.where(UNITS.c.id.in_(units_below(actor.unit_id)))
    in_books = (
        select(BOOK_ENTRIES.c.number)
        .where(BOOK_ENTRIES.c.unit_id == UNITS.c.id, BOOK_ENTRIES.c.effective_on <= date(year, 12, 31))
        .exists()
    )
    chosen = chosen.where(or_(UNITS.c.valid_from <= date(year, 12, 31), in_books))
    return [dict(row) for row in session.execute(chosen).mappings()]


def _still_open(session: Session, units: Sequence[Row], year: int) -> list[Row]:
    closed = last_closed_years(session, [unit["id"] for unit in units])
    return [unit for unit in units if _is_next(session, unit, closed.get(unit["id"]), year)]


def _is_next(session: Session, unit: Row, last: int | None, year: int) -> bool:
    """Whether the year is still to be closed for the unit; its books are only looked into over a gap."""
    gap = last is not None and year > last + 1
    empty = gap and not _had_anything(session, unit["id"], year - 1)
    return rules.next_to_close(year, last, unit["name"], gap_is_empty=empty)


def _had_anything(session: Session, unit_id: UUID, year: int) -> bool:
    """Whether a fixed asset stood in the unit's books at the end of `year`."""
    standing = (
        select(BOOK_ENTRIES.c.asset_id)
        .where(
            BOOK_ENTRIES.c.unit_id == unit_id,
            BOOK_ENTRIES.c.effective_on <= date(year, 12, 31),
            BOOK_ENTRIES.c.asset_kind == "fixed_asset",
        )
        .group_by(BOOK_ENTRIES.c.asset_id, BOOK_ENTRIES.c.category)
        .having(func.sum(BOOK_ENTRIES.c.quantity) == 1)
    )
    return session.execute(standing.limit(1)).first() is not None


def _close_unit(session: Session, actor: Actor, unit: Row, year: int) -> None:
    given = statement_parameters(session, unit["id"], year)
    made = {"closing": uuid7(), "at": now(), "by": actor.subject}
    ruled = {"opening_rules": opening_rules(year), "closing_rules": rules_of(YEARLY, year)}
    done = session.execute(_CLOSE, {**given, **made, **ruled}).mappings().one()
    if done["unseen"]:
        raise Conflict(
            "assets-out-of-sight",
            vi=f"{unit['name']}: {done['unseen']} tài sản có trên sổ cuối năm {year} nay thuộc đơn vị ngoài"
            " phạm vi của tài khoản. Hãy nhờ kế toán cấp trên khoá sổ.",
            en="Assets of these books now belong to units that you do not see. Ask an accountant above.",
        )
    _follow(session, actor, {**given, **made}, unit, year)
    row = {"id": made["closing"], "unit_id": unit["id"], "year": year, "version": 1, **done}
    outbox.record(session, events.year_closed(row))


def _follow(session: Session, actor: Actor, given: dict[str, Any], unit: Row, year: int) -> None:
    """Let the wear of the year follow what has left the books since."""
    note = f"Hao mòn năm {year} theo tài sản đã rời sổ của {unit['name']}"
    try:
        followed = session.execute(_FOLLOW, {**given, "note": note}).mappings().all()
    except DBAPIError as error:
        if constraint_of(error) != "book_entries_open_year":
            raise
        raise Conflict(
            "later-year-closed",
            vi=f"{unit['name']}: có tài sản đã chuyển sang đơn vị đã khoá sổ năm sau mà tài khoản không xem"
            " được sổ. Hãy nhờ kế toán cấp trên của cả hai đơn vị khoá sổ năm này.",
            en="An asset has moved to a unit that closed a later year and whose books you do not see. Ask an"
            " accountant above both units.",
        ) from error
    # Where a later year stands closed, custody does not take the wear from the worked table of this one.
    for asset_id in [one["asset_id"] for one in followed if one["late"]]:
        before = locked(session, ASSETS, asset_id)
        after = {**before, "version": before["version"] + 1}
        told = {**after, "accumulated_wear": stated_wear(session, after)}
        write_change(session, actor, "wear_corrected", before, told, reason=note)
