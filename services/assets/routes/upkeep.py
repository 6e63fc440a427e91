"""Parts, changes of cost and maintenance of an asset at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import costs as cost_commands
from services.assets.commands import maintenance as maintenance_commands
from services.assets.queries import costs as cost_queries
from services.assets.queries import maintenance as maintenance_queries
from services.assets.queries import systems as system_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import assets, upkeep
from services.assets.schemas.parts import PageQuery
from shared.auth import Actor


@door.get("/assets/<uuid:asset_id>/parts", query=PageQuery, answer=assets.AssetPage)
def list_parts(session: Session, asset_id: UUID, query: Json) -> Json:
    """The parts of a system."""
    return system_queries.parts_of(session, asset_id, query)


@door.get("/assets/<uuid:asset_id>/cost-changes", query=PageQuery, answer=upkeep.CostChangePage)
def list_cost_changes(session: Session, asset_id: UUID, query: Json) -> Json:
    """The changes of an asset's cost."""
    return cost_queries.cost_changes_of(session, asset_id, query)


@door.post(
    "/assets/<uuid:asset_id>/cost-changes",
    body=upkeep.CostChangeIn,
    answer=upkeep.CostChangeOut,
    status=201,
    if_match=True,
)
def change_cost(session: Session, actor: Actor, asset_id: UUID, version: int, body: Json) -> Json:
    """Change an asset's cost by a cause of the law, or ask for a correction."""
    return cost_commands.change_cost(session, actor, asset_id, version, body)


@door.get("/cost-changes", query=upkeep.CostChangeQuery, answer=upkeep.CostChangePage)
def list_all_cost_changes(session: Session, query: Json) -> Json:
    """The changes of cost within the caller's units, such as those that wait."""
    return cost_queries.cost_changes(session, query)


@door.get("/cost-changes/<uuid:change_id>", answer=upkeep.CostChangeOut)
def read_cost_change(session: Session, change_id: UUID) -> Json:
    """One change of cost."""
    return cost_queries.cost_change(session, change_id)


@door.post(
    "/cost-changes/<uuid:change_id>/approval",
    body=upkeep.CostDecision,
    answer=upkeep.CostChangeOut,
    if_match=True,
)
def approve_correction(session: Session, actor: Actor, change_id: UUID, version: int, body: Json) -> Json:
    """Approve a correction that somebody else asked for; it is booked."""
    return cost_commands.decide(session, actor, change_id, version, approved=True, note=body["note"])


@door.post(
    "/cost-changes/<uuid:change_id>/refusal",
    body=upkeep.CostDecision,
    answer=upkeep.CostChangeOut,
    if_match=True,
)
def refuse_correction(session: Session, actor: Actor, change_id: UUID, version: int, body: Json) -> Json:
    """Refuse a correction."""
    return cost_commands.decide(session, actor, change_id, version, approved=False, note=body["note"])


@door.get("/assets/<uuid:asset_id>/maintenance", query=PageQuery, answer=upkeep.MaintenancePage)
def list_maintenance(session: Session, asset_id: UUID, query: Json) -> Json:
    """The maintenance log of an asset."""
    return maintenance_queries.maintenance_of(session, asset_id, query)


@door.post(
    "/assets/<uuid:asset_id>/maintenance",
    body=upkeep.MaintenanceIn,
    answer=upkeep.MaintenanceOut,
    status=201,
)
def record_maintenance(session: Session, actor: Actor, asset_id: UUID, body: Json) -> Json:
    """One more line of the log."""
    return maintenance_commands.record_maintenance(session, actor, asset_id, body)
