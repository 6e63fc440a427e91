"""Long work at the door: how far it has come."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.routes.front import Json, door
from shared.tasks import task
from shared.web.later import TaskOut


@door.get("/tasks/<uuid:task_id>", answer=TaskOut)
def read_task(session: Session, task_id: UUID) -> Json:
    """How far a long work has come, and what came of it."""
    return task(session, task_id)
