"""Labels at the door."""

from flask import current_app
from sqlalchemy.orm import Session

from services.assets.queries import labels as label_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import assets
from shared.web.door import Document


@door.post("/label-sheets", body=assets.LabelSheetIn, produces="application/pdf")
def print_labels(session: Session, body: Json) -> Document:
    """A PDF of labels to print."""
    content = label_queries.sheet_of_labels(session, body, current_app.config["PUBLIC_BASE_URL"])
    return Document(content, "application/pdf", "tem-tai-san.pdf")
