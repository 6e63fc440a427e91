"""The work of the register that is too long for a request, by the kind its tasks bear (shared/tasks.py)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import committing, undoing
from services.assets.commands import imports as import_commands
from services.assets.commands.changing_many import change_many
from services.assets.commands.closings import close_year, preview_year
from services.assets.commands.stocktake_closing import close_stocktake
from services.assets.commands.stocktakes import open_stocktake
from shared.auth import Actor
from shared.contracts import json_ready
from shared.tasks import Progress, Work


def _open_stocktake(
    session: Session, actor: Actor, given: dict[str, Any], _progress: Progress
) -> Mapping[str, Any]:
    shape = open_stocktake(session, actor, UUID(given["stocktake_id"]), given["version"])
    return {"id": str(shape["id"])}


def _close_stocktake(
    session: Session, actor: Actor, given: dict[str, Any], _progress: Progress
) -> Mapping[str, Any]:
    shape = close_stocktake(session, actor, UUID(given["stocktake_id"]), given["version"], given["body"])
    return {"id": str(shape["id"]), "results": json_ready(shape["results"])}


def _close_year(
    session: Session, actor: Actor, given: dict[str, Any], progress: Progress
) -> Mapping[str, Any]:
    done = close_year(session, actor, given["body"], progress)
    return {"year": done["year"], "units": len(done["items"])}


def _preview_year(
    session: Session, actor: Actor, given: dict[str, Any], progress: Progress
) -> Mapping[str, Any]:
    seen: Mapping[str, Any] = json_ready(preview_year(session, actor, given["body"], progress))
    return seen


def _change_many(
    session: Session, actor: Actor, given: dict[str, Any], progress: Progress
) -> Mapping[str, Any]:
    body = given["body"]
    items = [{**one, "asset_id": UUID(one["asset_id"])} for one in body["items"]]
    unit = UUID(body["unit_id"]) if body.get("unit_id") else None
    return change_many(session, actor, {**body, "items": items, "unit_id": unit}, progress)


WORKS: dict[str, Work] = {
    "close_year": _close_year,
    "preview_year": _preview_year,
    "change_many": _change_many,
    "imports.read": import_commands.read_kept,
    "imports.commit": committing.commit_later,
    "imports.undo": undoing.undo_later,
    "open_stocktake": _open_stocktake,
    "close_stocktake": _close_stocktake,
}
