"""Filters kept under a name: saved, changed, shared, withdrawn by whoever saved them."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from services.assets.finding import Row, locked, wait_turn
from services.assets.models import SAVED_VIEWS
from services.assets.queries.saved_views import say_owner, view_shape
from shared.auth import Actor
from shared.clock import now
from shared.errors import Conflict, FieldError, Invalid, NotFound, NotPermitted
from shared.ids import uuid7

MOST = 50  # of one owner: all of them stand above a list


def save_view(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Keep a filter. Raises Conflict when the owner has one of that name or MOST already, Invalid when it is
    to be shared by somebody who acts for no unit.
    """
    say_owner(session, actor)
    view = {
        "id": uuid7(),
        "owner": actor.subject,
        "unit_id": actor.unit_id,
        "name": body["name"],
        "query": body["query"],
        "shared": body["shared"],
        "created_at": now(),
        "withdrawn_at": None,
        "version": 1,
    }
    wait_turn(session, f"saved-views:{actor.subject}")
    _check(session, view)
    _refuse_too_many(session, actor)
    session.execute(insert(SAVED_VIEWS), view)
    return view_shape(view, actor)


def change_view(session: Session, actor: Actor, view_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Another name, filter or audience; raises NotPermitted for somebody else's."""
    before = _own(session, actor, view_id, version)
    view = {**before, **body, "version": version + 1}
    _check(session, view)
    return _write(session, actor, view, ("name", "query", "shared", "version"))


def withdraw_view(session: Session, actor: Actor, view_id: UUID, version: int) -> Row:
    """Take a filter off every list; its row stays. Raises NotPermitted for somebody else's."""
    before = _own(session, actor, view_id, version)
    view = {**before, "withdrawn_at": now(), "version": version + 1}
    return _write(session, actor, view, ("withdrawn_at", "version"))


def _own(session: Session, actor: Actor, view_id: UUID, version: int) -> Row:
    """The actor's own filter, locked; one that was withdrawn is not there any more."""
    say_owner(session, actor)
    wait_turn(session, f"saved-views:{actor.subject}")
    chosen = select(SAVED_VIEWS.c.owner).where(SAVED_VIEWS.c.id == view_id)
    owner = session.execute(chosen.where(SAVED_VIEWS.c.withdrawn_at.is_(None))).scalar()
    if owner is None:
        raise NotFound("saved-view-not-found", vi="Không có bộ lọc này.", en="There is no such saved filter.")
    if owner != actor.subject:
        raise NotPermitted(
            "saved-view-of-another",
            vi="Bộ lọc này do người khác lưu; chỉ người đó sửa hoặc bỏ được.",
            en="Somebody else saved this filter; only they can change or withdraw it.",
        )
    return locked(session, SAVED_VIEWS, view_id, version)


def _write(session: Session, actor: Actor, view: Row, names: tuple[str, ...]) -> Row:
    changed = update(SAVED_VIEWS).where(SAVED_VIEWS.c.id == view["id"])
    session.execute(changed.values({name: view[name] for name in names}))
    return view_shape(view, actor)


def _check(session: Session, view: Row) -> None:
    if view["shared"] and view["unit_id"] is None:
        vi, en = (
            "Tài khoản không thuộc đơn vị nào nên không chia sẻ được.",
            "You act for no unit to share with.",
        )
        raise Invalid("saved-view-unit", vi=vi, en=en, errors=[FieldError("/shared", vi, en)])
    columns = SAVED_VIEWS.c
    same = select(columns.id).where(columns.owner == view["owner"], columns.name == view["name"])
    if session.execute(same.where(columns.withdrawn_at.is_(None), columns.id != view["id"])).first():
        vi, en = f"Đã có bộ lọc tên “{view['name']}”.", f"There is a saved filter called “{view['name']}”."
        raise Conflict("saved-view-name-taken", vi=vi, en=en, errors=[FieldError("/name", vi, en)])


def _refuse_too_many(session: Session, actor: Actor) -> None:
    mine = select(func.count()).where(SAVED_VIEWS.c.owner == actor.subject)
    if session.execute(mine.where(SAVED_VIEWS.c.withdrawn_at.is_(None))).scalar_one() >= MOST:
        vi, en = f"Mỗi người lưu được tối đa {MOST} bộ lọc.", f"At most {MOST} filters can be saved."
        raise Conflict("saved-views-full", vi=vi, en=en)
