"""Cameras on a list and on a map, at the door."""

import orjson
from sqlalchemy.orm import Session

from services.assets.queries import cameras as queries
from services.assets.routes.front import Json, door
from services.assets.schemas import cameras as shapes
from shared.auth import Actor
from shared.web.door import Document

GEOJSON = "application/geo+json"


@door.get("/cameras", query=shapes.CameraQuery, answer=shapes.CameraPage)
def list_cameras(session: Session, actor: Actor, query: Json) -> Json:
    """Cameras, those without a position first."""
    return queries.page_of_cameras(session, actor, query)


@door.get("/cameras/summary", query=shapes.CameraFilter, answer=shapes.CameraCounts)
def count_cameras(session: Session, actor: Actor, query: Json) -> Json:
    """Cameras counted by sort."""
    return queries.camera_counts(session, actor, query)


@door.get("/cameras.geojson", query=shapes.FeatureQuery, produces=GEOJSON)
def map_cameras(session: Session, actor: Actor, query: Json) -> Document:
    """Cameras with a position, as GeoJSON."""
    content = orjson.dumps(queries.camera_features(session, actor, query))
    return Document(content, GEOJSON, "camera.geojson")
