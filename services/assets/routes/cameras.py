"""Cameras on a map, at the door."""

import orjson
from sqlalchemy.orm import Session

from services.assets.queries.cameras import camera_features
from services.assets.routes.front import Json, door
from services.assets.schemas.cameras import CameraQuery
from shared.auth import Actor
from shared.web.door import Document

GEOJSON = "application/geo+json"


@door.get("/cameras.geojson", query=CameraQuery, produces=GEOJSON)
def list_cameras(session: Session, actor: Actor, query: Json) -> Document:
    """Cameras with a position, as GeoJSON."""
    content = orjson.dumps(camera_features(session, actor, query))
    return Document(content, GEOJSON, "camera.geojson")
