"""The history of an asset. What an import wrote first is not written twice: it is what stands there now, laid
over with what stood before each later change.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.imports.lines import OF_ASSET
from services.assets.models import ASSET_CHANGES, ASSETS
from services.assets.queries.shapes import Shape
from shared.contracts import json_ready
from shared.web import pages

_SAID = (*OF_ASSET, "code", "unit_id", "status")


def changes_of(session: Session, asset_id: UUID, query: dict[str, Any]) -> Shape:
    """The history of an asset, oldest first or (`newest`) newest first; raises NotFound."""
    columns = [column for column in ASSET_CHANGES.c if column.name != "asset_id"]
    chosen = select(*columns).where(ASSET_CHANGES.c.asset_id == asset_id)
    version = ASSET_CHANGES.c.version
    if query["after"]:
        (last,) = pages.key_of(query["after"], int)
        chosen = chosen.where(version < last if query["newest"] else version > last)
    ordered = chosen.order_by(version.desc() if query["newest"] else version)
    found = session.execute(ordered.limit(query["limit"] + 1)).mappings().all()
    if not found and not query["after"]:
        raise missing("assets")
    rows = [_whole(session, asset_id, row) for row in found]
    return pages.page(rows, query["limit"], dict, lambda row: pages.cursor_of(row["version"]))


def _whole(session: Session, asset_id: UUID, row: Mapping[Any, Any]) -> Mapping[Any, Any]:
    is_brief = row["act"] == "imported" and not row["after"]
    return {**row, "after": _at_first(session, asset_id)} if is_brief else row


def _at_first(session: Session, asset_id: UUID) -> dict[str, Any]:
    """The fields of an asset as it was registered, those that said nothing left out."""
    now = select(*(ASSETS.c[name] for name in _SAID)).where(ASSETS.c.id == asset_id)
    said = dict(session.execute(now).mappings().one())
    later = select(ASSET_CHANGES.c.before).where(ASSET_CHANGES.c.asset_id == asset_id)
    for before in session.execute(later.order_by(ASSET_CHANGES.c.version.desc())).scalars():
        said |= {name: value for name, value in before.items() if name in said}
    told = {str(name): value for name, value in said.items() if value is not None and value != ""}
    return dict(json_ready(told))
