"""The list of posts and the norm group of each, which a person sets: no rule at hand says which post has
which (law.md: Party Regulation 368-QĐ/TW was not found).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.assets.commands.assignments import check_unit_then
from services.assets.finding import Row, locked, unit_within
from services.assets.models import POST_NORM_GROUPS, POSTS
from services.assets.queries.posts import one_post
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean


def add_post(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A post of a unit, which people of it and of the units below may hold, with its norm group if known."""
    unit = unit_within(session, actor, body["unit_id"])
    valid_from = body["valid_from"] or today()
    if unit["valid_to"] is not None:
        check_unit_then(unit, valid_from)
    post = {
        "id": uuid7(),
        "unit_id": unit["id"],
        "name": clean(body["name"]),
        "valid_from": valid_from,
        "valid_to": None,
        "recorded_at": now(),
        "recorded_by": actor.subject,
        "version": 1,
    }
    session.execute(insert(POSTS), post)
    if body["norm_group"]:
        _write_group(session, actor, post, {**body, "valid_from": valid_from, "basis": body["norm_basis"]})
    return one_post(session, post["id"])


def set_norm_group(session: Session, actor: Actor, post_id: UUID, body: dict[str, Any]) -> Row:
    """The norm group of a post from a day on; earlier ones stay known."""
    post = locked(session, POSTS, post_id)
    if body["valid_from"] < post["valid_from"]:
        vi, en = "Chức danh chưa có vào ngày này.", "The post did not exist on that day."
        raise Invalid("post-not-there", vi=vi, en=en, errors=[FieldError("/valid_from", vi, en)])
    _write_group(session, actor, post, body)
    return one_post(session, post_id)


def end_post(session: Session, post_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Set the last day of a post; who holds it keeps it, nobody new may take it."""
    post = locked(session, POSTS, post_id, version)
    if post["valid_to"] is not None:
        vi, en = "Chức danh đã kết thúc trước đó.", "The post ended before."
        raise Conflict("post-ended", vi=vi, en=en)
    if body["valid_to"] < post["valid_from"]:
        vi, en = "Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first."
        raise Invalid("dates-reversed", vi=vi, en=en, errors=[FieldError("/valid_to", vi, en)])
    ended = update(POSTS).where(POSTS.c.id == post_id)
    session.execute(ended.values(valid_to=body["valid_to"], version=version + 1))
    return one_post(session, post_id)


def _write_group(session: Session, actor: Actor, post: Row, body: Row) -> None:
    row = {
        "id": uuid7(),
        "post_id": post["id"],
        "unit_id": post["unit_id"],
        "norm_group": body["norm_group"],
        "valid_from": body["valid_from"],
        "basis": clean(body["basis"]),
        "recorded_at": now(),
        "recorded_by": actor.subject,
    }
    session.execute(insert(POST_NORM_GROUPS), row)
