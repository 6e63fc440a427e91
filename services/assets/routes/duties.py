"""What falls due, at the door."""

from sqlalchemy.orm import Session

from services.assets.queries.duties import duties_of
from services.assets.routes.front import Json, door
from services.assets.schemas.duties import DutyList
from shared.auth import Actor


@door.get("/duties", answer=DutyList)
def list_duties(session: Session, actor: Actor) -> Json:
    """What the law wants done by which day, as far as the register's data say."""
    return duties_of(session, actor)
