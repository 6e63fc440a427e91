"""Assets and their history at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import assets as asset_commands
from services.assets.commands import changing_many
from services.assets.queries import assets as asset_queries
from services.assets.queries import systems as system_queries
from services.assets.queries.histories import changes_of
from services.assets.routes.front import Json, door
from services.assets.schemas import assets, labels
from shared.auth import Actor


@door.get("/assets", query=assets.AssetQuery, answer=assets.AssetPage)
def list_assets(session: Session, actor: Actor, query: Json) -> Json:
    """Assets by words, unit, category and status."""
    return asset_queries.page_of_assets(session, actor, query)


@door.post("/assets", body=assets.AssetIn, answer=assets.AssetOut, status=201)
def register_asset(session: Session, actor: Actor, body: Json) -> Json:
    """Register an asset; it gets a label code."""
    return asset_commands.register_asset(session, actor, body)


@door.get("/assets/<uuid:asset_id>", answer=assets.AssetWhole)
def read_asset(session: Session, asset_id: UUID) -> Json:
    """One asset in its surroundings."""
    return system_queries.asset_whole(session, asset_id)


@door.patch("/assets/<uuid:asset_id>", body=assets.AssetPatch, answer=assets.AssetOut)
def change_asset(session: Session, actor: Actor, asset_id: UUID, version: int, body: Json) -> Json:
    """Change what the register says of an asset."""
    return asset_commands.change_asset(session, actor, asset_id, version, body)


@door.post("/asset-changes", body=assets.ManyIn, answer=assets.ManyOut, later="change_many")
def change_many_assets(session: Session, actor: Actor, body: Json) -> Json:
    """Change unit, department or place of many assets together: all of them or none."""
    return changing_many.change_many(session, actor, body)


@door.get("/assets/<uuid:asset_id>/changes", query=assets.ChangeQuery, answer=assets.ChangePage)
def list_changes(session: Session, asset_id: UUID, query: Json) -> Json:
    """The history of an asset."""
    return changes_of(session, asset_id, query)


@door.get("/codes/<code>", answer=labels.CodeOut)
def read_code(session: Session, code: str) -> Json:
    """The asset behind a label, an old one too; 403 names only the unit when it is another's."""
    return asset_queries.asset_behind_label(session, code)


@door.get("/summary", answer=assets.SummaryOut)
def summarise(session: Session) -> Json:
    """Assets counted by unit and status."""
    return asset_queries.counted(session)
