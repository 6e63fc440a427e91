"""What the web's public page asks for whoever holds a paper: no names, nothing of the lines."""

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.handover.commands import papers as commands
from services.handover.queries import papers as queries
from services.handover.routes.front import Json, door
from services.handover.schemas import papers as shapes


@door.get("/papers/<uuid:paper_id>", answer=shapes.PaperOut)
def show_paper(session: Session, paper_id: UUID) -> Json:
    """What a paper with our QR symbol is worth today."""
    return queries.paper(session, paper_id)


@door.post("/papers/<uuid:paper_id>/comparison", body=shapes.CopyIn, answer=shapes.ComparedOut)
def compare_paper(session: Session, paper_id: UUID, body: Json) -> Json:
    """Whether a copy is the paper that we gave out, or which of its pages is not. The copy is not kept."""
    content = body["file"].read() if hasattr(body["file"], "read") else b""
    return commands.compare(session, paper_id, content, current_app.config["PUBLIC_BASE_URL"])
