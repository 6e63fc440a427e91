"""The catalogue as an administrator extends it. Codes and names of attributes are for ever; nothing that
assets have recorded is lost.
"""

from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from services.assets.finding import Row, missing, wait_turn
from services.assets.models import CATEGORIES, CATEGORY_CHANGES
from services.assets.queries.categories import category
from services.assets.rules import catalogue as rules
from shared.auth import Actor
from shared.clock import now
from shared.contracts import json_ready
from shared.errors import Conflict, FieldError, Stale


def add_category(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A new category without attributes, at the end of the list."""
    wait_turn(session, "catalogue")
    if session.execute(select(CATEGORIES.c.code).where(CATEGORIES.c.code == body["code"])).first():
        vi, en = f"Mã loại {body['code']} đã có.", f"There is a category {body['code']} already."
        raise Conflict("category-taken", vi=vi, en=en, errors=[FieldError("/code", vi, en)])
    last = session.execute(select(func.coalesce(func.max(CATEGORIES.c.position), 0))).scalar_one()
    row = {**body, "position": last + 1, "attributes": [], "retired": False, "version": 1}
    session.execute(insert(CATEGORIES), row)
    _tell(session, actor, {}, row, "")
    return category(session, body["code"])


def change_category(session: Session, actor: Actor, code: str, version: int, body: dict[str, Any]) -> Row:
    """Change what is said of a category; its code stays."""
    reason = body.pop("reason", "")
    before = _locked(session, code, version)
    return _written(session, actor, before, {**before, **body}, reason)


def add_attribute(session: Session, actor: Actor, code: str, version: int, body: dict[str, Any]) -> Row:
    """Give a category one more attribute; assets that are there have no value for it yet."""
    reason = body.pop("reason", "")
    before = _locked(session, code, version)
    after = {**before, "attributes": rules.with_attribute(before["attributes"], body)}
    return _written(session, actor, before, after, reason)


def change_attribute(
    session: Session, actor: Actor, code: str, name: str, version: int, *, body: dict[str, Any]
) -> Row:
    """Change labels, unit, limits, or whether an attribute is required or retired; its type stays."""
    reason = body.pop("reason", "")
    before = _locked(session, code, version)
    after = {**before, "attributes": rules.with_changed(before["attributes"], name, body)}
    return _written(session, actor, before, after, reason)


def _written(session: Session, actor: Actor, before: Row, after: Row, reason: str) -> Row:
    after = {**after, "version": before["version"] + 1}
    session.execute(update(CATEGORIES).where(CATEGORIES.c.code == before["code"]), after)
    _tell(session, actor, before, after, reason)
    return category(session, before["code"])


def _tell(session: Session, actor: Actor, before: Row, after: Row, reason: str) -> None:
    changed = [str(name) for name in after if name != "version" and before.get(name) != after[name]]
    told = {
        "category": after["code"],
        "version": after["version"],
        "changed_at": now(),
        "changed_by": actor.subject,
        "reason": reason,
        "before": json_ready({name: before[name] for name in changed if name in before}),
        "after": json_ready({name: after[name] for name in changed}),
    }
    session.execute(insert(CATEGORY_CHANGES), told)


def _locked(session: Session, code: str, version: int) -> Row:
    chosen = select(CATEGORIES).where(CATEGORIES.c.code == code).with_for_update()
    row = session.execute(chosen).mappings().first()
    if row is None:
        raise missing("categories")
    if row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Có người đã sửa trước anh/chị. Hãy tải lại để xem bản mới.",
            en="It was changed since you read it. Load it again.",
            current_version=row["version"],
        )
    return dict(row)
