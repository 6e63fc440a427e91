"""Saved filters: the own ones and those shared with the unit that the actor acts for."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assets.models import SAVED_VIEWS
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from shared.auth import Actor
from shared.web import pages

_SHOWN = ("id", "name", "query", "shared", "owner", "unit_id", "created_at", "withdrawn_at", "version")


def page_of_views(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """What was saved and not withdrawn, in the order in which it was saved."""
    say_owner(session, actor)
    chosen = select(SAVED_VIEWS).where(SAVED_VIEWS.c.withdrawn_at.is_(None)).order_by(SAVED_VIEWS.c.id)
    if query["after"]:
        chosen = chosen.where(SAVED_VIEWS.c.id > after_id(query["after"]))
    rows = session.execute(chosen.limit(query["limit"] + 1)).mappings().all()
    return pages.page(
        rows,
        query["limit"],
        lambda row: view_shape(row, actor),
        lambda row: pages.cursor_of(str(row["id"])),
    )


def view_shape(view: Row, actor: Actor) -> Shape:
    """A saved filter as `actor` sees it."""
    return {**{name: view[name] for name in _SHOWN}, "own": view["owner"] == actor.subject}


def say_owner(session: Session, actor: Actor) -> None:
    """Tell the database, until this transaction ends, whose private filters may be seen (row policy)."""
    session.execute(select(func.set_config("app.subject", actor.subject, True)))
