"""Where the cameras are, as GeoJSON (RFC 7946): positions and what they are, nothing of any person."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import within_unit
from services.assets.models import ASSETS, UNITS
from services.assets.queries.shapes import Row, Shape
from shared.auth import Actor
from shared.web import pages

_SHOWN = ("code", "name", "status", "place", "unit_name")
_TYPED = ("essential", "far_from_homes", "funding")
_COLUMNS = ("id", "code", "name", "status", "place", "latitude", "longitude", "attributes")
_CAMERAS = (
    select(*(ASSETS.c[name] for name in _COLUMNS), UNITS.c.name.label("unit_name"))
    .join(UNITS, UNITS.c.id == ASSETS.c.unit_id)
    .where(ASSETS.c.category == "camera", ASSETS.c.latitude.is_not(None))
    .where(ASSETS.c.status.not_in(["withdrawn", "disposed"]))
)


def camera_features(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """A FeatureCollection of cameras with a position, a page at a time: `next` is a cursor, null at the end.
    `bbox` of the query is (west, south, east, north) in degrees of WGS 84, as RFC 7946 §5 orders them.
    """
    chosen = _CAMERAS.order_by(ASSETS.c.id).limit(query["limit"] + 1)
    if actor.roles == {"holder"}:
        chosen = chosen.where(ASSETS.c.holder_person_id == actor.person_id)
    if query["unit"]:
        chosen = chosen.where(within_unit(ASSETS.c.unit_id, query["unit"]))
    if query["bbox"]:
        west, south, east, north = query["bbox"]
        chosen = chosen.where(ASSETS.c.longitude.between(west, east), ASSETS.c.latitude.between(south, north))
    if query["after"]:
        chosen = chosen.where(ASSETS.c.id > pages.key_of(query["after"], UUID)[0])
    rows = session.execute(chosen).mappings().all()
    page = pages.page(rows, query["limit"], _feature, lambda row: pages.cursor_of(row["id"]))
    return {"type": "FeatureCollection", "features": page["items"], "next": page["next"]}


def _feature(camera: Row) -> Shape:
    """One camera; a position is [longitude, latitude]."""
    typed = {name: camera["attributes"].get(name) for name in _TYPED}
    return {
        "type": "Feature",
        "id": str(camera["id"]),
        "geometry": {"type": "Point", "coordinates": [camera["longitude"], camera["latitude"]]},
        "properties": {name: camera[name] for name in _SHOWN} | typed,
    }
