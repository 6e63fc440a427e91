"""Reports of custody: made once, given out again with the same bytes."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.commands import reports
from services.handover.queries import reports as manifests
from services.handover.routes.front import Json, door
from services.handover.schemas import reports as shapes
from services.handover.schemas.parts import Page
from shared.auth import Actor
from shared.web.door import Document


@door.post("/custody-reports", body=shapes.ReportIn, answer=shapes.ReportOut, status=201)
def make_report(session: Session, actor: Actor, body: Json) -> Json:
    return reports.make_report(session, actor, body)


@door.get("/custody-reports", query=Page, answer=shapes.ReportPage)
def list_reports(session: Session, query: Json) -> Json:
    return manifests.page_of_reports(session, **query)


@door.get("/custody-reports/<uuid:report_id>", answer=shapes.ReportOut)
def show_report(session: Session, report_id: UUID) -> Json:
    return manifests.report_shape(manifests.report_row(session, report_id))


@door.get(
    "/custody-reports/<uuid:report_id>/file", query=shapes.FileQuery, produces="application/octet-stream"
)
def show_report_file(session: Session, report_id: UUID, query: Json) -> Document:
    """The file, made again from the history and held against the manifest."""
    return reports.file_again(session, report_id, query["format"])
