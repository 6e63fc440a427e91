"""An asset takes another label: a new one, or one from a roll at its first scan. The old code stays for ever.

The asset is locked first and the label second, so two people who bind at once wait for one another: one label
gets one asset, one asset one live label (the database holds both, too).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.assets.commands.changing import write_change
from services.assets.commands.registering import fresh_codes
from services.assets.finding import Row, category_row, locked, unit_within
from services.assets.labels.codes import parse, pretty
from services.assets.models import ASSETS, LABEL_CODES
from services.assets.queries.shapes import asset_shape
from services.assets.rules.labels import check_binding
from shared.auth import Actor
from shared.clock import now
from shared.errors import FieldError, NotFound


def relabel(session: Session, actor: Actor, asset_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Give an asset another code, from a roll when `body` names one; the old one is retired for `reason`."""
    before = locked(session, ASSETS, asset_id, version)
    if body["code"]:
        return _take_label(session, actor, before, body["code"], body["reason"])
    (code,) = fresh_codes(session, 1)
    row = {"code": code, "unit_id": before["unit_id"], "state": "unbound"}
    session.execute(insert(LABEL_CODES), row)
    return _change_label(session, actor, before, code, body["reason"])


def bind_code(session: Session, actor: Actor, scanned: str, version: int, asset_id: UUID) -> Row:
    """Bind a label from a roll to an asset; the code that the asset had is retired."""
    return _take_label(session, actor, locked(session, ASSETS, asset_id, version), scanned, "roll")


def spoil_code(session: Session, actor: Actor, scanned: str) -> Row:
    """A label from a roll is torn or lost before it was used: nothing can be bound to it any more."""
    label = _locked_label(session, scanned)
    check_binding(label)
    over = {"state": "void", "retired_at": now(), "retired_by": actor.subject, "reason": "spoiled"}
    session.execute(update(LABEL_CODES).where(LABEL_CODES.c.code == label["code"]), over)
    return {"code": label["code"], "state": "void"}


def _take_label(session: Session, actor: Actor, before: Row, scanned: str, reason: str) -> Row:
    label = _locked_label(session, scanned)
    check_binding(label)
    return _change_label(session, actor, before, label["code"], reason)


def _locked_label(session: Session, scanned: str) -> Row:
    """The label that was scanned, locked; raises NotFound when it is none of the actor's."""
    code = parse(scanned)
    chosen = select(LABEL_CODES).where(LABEL_CODES.c.code == code).with_for_update()
    row = session.execute(chosen).mappings().first() if code else None
    if row is None:
        vi = f"Mã {pretty(code) if code else scanned[:20]} không phải tem của đơn vị anh/chị."
        en = "This is no label of your units."
        raise NotFound("code-unknown", vi=vi, en=en, errors=[FieldError("/code", vi, en)])
    return dict(row)


def _change_label(session: Session, actor: Actor, before: Row, code: str, reason: str) -> Row:
    """Retire the label of the asset `before`, bind `code` to it, and tell."""
    unit = unit_within(session, actor, before["unit_id"])
    over = {"state": "retired", "retired_at": now(), "retired_by": actor.subject, "reason": reason}
    session.execute(update(LABEL_CODES).where(LABEL_CODES.c.code == before["code"]), over)
    bound = {"state": "bound", "asset_id": before["id"], "bound_at": now(), "bound_by": actor.subject}
    session.execute(update(LABEL_CODES).where(LABEL_CODES.c.code == code), bound)
    after = {**before, "code": code, "version": before["version"] + 1}
    write_change(session, actor, "relabelled", before, after, reason=reason)
    category = category_row(session, before["category"])
    return asset_shape({**after, "unit_name": unit["name"], "category_name": category["name"]})
