"""Posts with the norm group that holds on a day, and where people have worked."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from services.assets.finding import missing, units_below
from services.assets.models import ASSIGNMENTS, POST_NORM_GROUPS, POSTS, UNITS
from services.assets.queries.people import person
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from services.assets.rules.people import group_on, stays
from shared.auth import Actor
from shared.clock import HANOI, today
from shared.db.tables import UNIT_SCOPE
from shared.web import pages

_POST = (
    "id",
    "unit_id",
    "unit_name",
    "name",
    "norm_group",
    "norm_basis",
    "valid_from",
    "valid_to",
    "version",
)


def page_of_posts(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """Posts of the actor's units and of those above; with `unit` those that may be held in it."""
    day = query["on"] or today()
    chosen = _posts(day).where(_near(actor)).order_by(POSTS.c.id).limit(query["limit"] + 1)
    if query["unit"]:
        chosen = chosen.where(POSTS.c.unit_id.in_(_above(query["unit"])))
    if query["on"]:
        open_still = or_(POSTS.c.valid_to.is_(None), POSTS.c.valid_to >= day)
        chosen = chosen.where(POSTS.c.valid_from <= day, open_still)
    if query["after"]:
        chosen = chosen.where(POSTS.c.id > after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], _post_shape, lambda row: pages.cursor_of(str(row["id"])))


def one_post(session: Session, post_id: UUID) -> Shape:
    """One post with its norm group of today; raises NotFound."""
    row = session.execute(_posts(today()).where(POSTS.c.id == post_id)).mappings().first()
    if row is None:
        raise missing("posts")
    return _post_shape(row)


def assignments_of_person(session: Session, actor: Actor, person_id: UUID, known_on: date | None) -> Shape:
    """Where a person worked, in order, as known at the end of the day `known_on` (nothing said: now), each
    with its last day and the norm group of its post then. Raises NotFound.
    """
    person(session, actor, person_id)
    columns = [column for column in ASSIGNMENTS.c if column.name != "person_id"]
    chosen = select(*columns, UNITS.c.name.label("unit_name")).join(
        UNITS, UNITS.c.id == ASSIGNMENTS.c.unit_id
    )
    chosen = chosen.where(ASSIGNMENTS.c.person_id == person_id)
    if known_on:
        midnight = datetime.combine(known_on + timedelta(days=1), time(), HANOI)
        chosen = chosen.where(ASSIGNMENTS.c.recorded_at < midnight)
    rows = stays([dict(row) for row in session.execute(chosen).mappings()])
    groups = _groups(session, {row["post_id"] for row in rows if row["post_id"]})
    for row in rows:
        row["norm_group"] = group_on(groups[row["post_id"]], row["until"] or today())
    return {"items": rows, "next": None}


def _groups(session: Session, post_ids: set[UUID]) -> dict[UUID | None, list[Row]]:
    found: dict[UUID | None, list[Row]] = defaultdict(list)
    chosen = select(POST_NORM_GROUPS).where(POST_NORM_GROUPS.c.post_id.in_(post_ids))
    for row in session.execute(chosen).mappings() if post_ids else ():
        found[row["post_id"]].append(dict(row))
    return found


def _posts(day: date) -> Select[Any]:
    """Posts with the name of their unit and the norm group of `day`."""
    groups = POST_NORM_GROUPS.c
    newest = select(groups.norm_group, groups.basis).where(
        groups.post_id == POSTS.c.id, groups.valid_from <= day
    )
    then = newest.order_by(groups.valid_from.desc(), groups.id.desc()).limit(1).lateral("of_the_day")
    joined = POSTS.join(UNITS, UNITS.c.id == POSTS.c.unit_id).outerjoin(then, true())
    columns = (UNITS.c.name.label("unit_name"), then.c.norm_group, then.c.basis.label("norm_basis"))
    return select(POSTS, *columns).select_from(joined)


def _above(unit_id: Any) -> Select[Any]:
    return select(UNIT_SCOPE.c.ancestor_id).where(UNIT_SCOPE.c.descendant_id == unit_id)


def _near(actor: Actor) -> ColumnElement[bool]:
    if actor.scope_all:
        return true()
    below, above = units_below(actor.unit_id), _above(actor.unit_id)
    return or_(POSTS.c.unit_id.in_(below), POSTS.c.unit_id.in_(above))


def _post_shape(row: Row) -> Shape:
    return {name: row[name] for name in _POST}
