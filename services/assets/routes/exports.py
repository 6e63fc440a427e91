"""Books and forms at the door: as files made while they are sent, with what was kept of each."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import exports as export_commands
from services.assets.queries import exports as export_queries
from services.assets.queries import reconciliation
from services.assets.routes.front import Json, door
from services.assets.schemas import exports
from shared.auth import Actor
from shared.web.streaming import Stream

_MEDIA = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv; charset=utf-8",
    "application/pdf",
)


@door.get("/forms", answer=exports.ExportFormPage)
def list_forms() -> Json:
    """The forms that can be exported, and how sure we are of each."""
    return export_queries.forms_today()


@door.get("/exports/<form>", query=exports.ExportQuery, streams=_MEDIA)
def export_form(session: Session, actor: Actor, form: str, query: Json) -> Stream:
    """A book or form as a file; X-Export-Id names its manifest."""
    return export_commands.export(session, actor, form, query)


@door.get("/reconciliation", query=exports.PeriodQuery, answer=exports.ReconciliationOut)
def reconcile(session: Session, actor: Actor, query: Json) -> Json:
    """Opening + in − out ± changes = closing, per category, held against the register itself."""
    return reconciliation.reconciled(session, actor, query)


@door.get("/export-manifests", query=exports.ManifestQuery, answer=exports.ManifestPage)
def list_manifests(session: Session, query: Json) -> Json:
    """Exports that were made, the newest first."""
    return export_queries.page_of_manifests(session, query)


@door.get("/export-manifests/<uuid:export_id>", answer=exports.ManifestOut)
def read_manifest(session: Session, export_id: UUID) -> Json:
    """What an export was made of and what came out."""
    return export_queries.manifest(session, export_id)
