"""Where the cameras are: a list, counts, and GeoJSON (RFC 7946), which names no person."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import Session

from services.assets.finding import within_unit
from services.assets.models import ASSETS, UNITS
from services.assets.queries.asset_filters import attribute_is
from services.assets.queries.shapes import Row, Shape
from shared.auth import Actor
from shared.web import pages

_TYPED = ("essential", "far_from_homes", "funding")
_SHOWN = ("code", "name", "status", "place", "unit_name")
_COLUMNS = ("id", "code", "name", "status", "place", "unit_id", "latitude", "longitude", "attributes")
_LOCATED = ASSETS.c.latitude.is_not(None)
_CAMERAS = select(*(ASSETS.c[name] for name in _COLUMNS), UNITS.c.name.label("unit_name")).join(
    UNITS, UNITS.c.id == ASSETS.c.unit_id
)


def page_of_cameras(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """Cameras, those without a position first: they are what is left to do."""
    chosen = _narrowed(_CAMERAS, actor, query).order_by(_LOCATED, ASSETS.c.id).limit(query["limit"] + 1)
    if query["after"]:
        located, last = pages.key_of(query["after"], "True".__eq__, UUID)
        chosen = chosen.where(tuple_(_LOCATED, ASSETS.c.id) > tuple_(literal(located), literal(last)))
    rows = session.execute(chosen).mappings().all()
    return pages.page(
        rows,
        query["limit"],
        _camera,
        lambda row: pages.cursor_of(row["latitude"] is not None, row["id"]),
    )


def camera_counts(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """How many cameras there are of each sort, with a position and without."""
    sorts = [_is_true(name).label(name) for name in ("essential", "far_from_homes")]
    keys: list[Any] = [*sorts, _LOCATED.label("located")]
    chosen = _narrowed(select(*keys, func.count().label("count")), actor, query)
    rows = session.execute(chosen.group_by(*keys).order_by(*keys)).mappings()
    return {"items": [dict(row) for row in rows]}


def camera_features(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """A FeatureCollection of cameras with a position, a page at a time: `next` is a cursor, null at the end.
    `bbox` of the query is (west, south, east, north) in degrees of WGS 84, as RFC 7946 §5 orders them.
    """
    chosen = _narrowed(_CAMERAS, actor, query).where(_LOCATED)
    if query["bbox"]:
        west, south, east, north = query["bbox"]
        chosen = chosen.where(ASSETS.c.longitude.between(west, east), ASSETS.c.latitude.between(south, north))
    if query["after"]:
        chosen = chosen.where(ASSETS.c.id > pages.key_of(query["after"], UUID)[0])
    rows = session.execute(chosen.order_by(ASSETS.c.id).limit(query["limit"] + 1)).mappings().all()
    page = pages.page(rows, query["limit"], _feature, lambda row: pages.cursor_of(row["id"]))
    return {"type": "FeatureCollection", "features": page["items"], "next": page["next"]}


def _narrowed(chosen: Select[Any], actor: Actor, query: dict[str, Any]) -> Select[Any]:
    """`chosen` with the cameras that still count and that the filters admit."""
    chosen = chosen.where(
        ASSETS.c.category == literal_column("'camera'"), ASSETS.c.status.not_in(["withdrawn", "disposed"])
    )
    if actor.roles == {"holder"}:
        chosen = chosen.where(ASSETS.c.holder_person_id == actor.person_id)
    if query["unit"]:
        chosen = chosen.where(within_unit(ASSETS.c.unit_id, query["unit"]))
    if query["funding"]:
        chosen = chosen.where(ASSETS.c.attributes["funding"] == _json(query["funding"]))
    for name in ("essential", "far_from_homes"):
        if query[name] is not None:
            chosen = chosen.where(attribute_is(name, said=query[name]))
    return chosen


def _is_true(name: str) -> ColumnElement[bool]:
    """Whether the typed attribute is true; false too when nobody told."""
    told = ASSETS.c.attributes[literal_column(f"'{name}'")]
    return func.coalesce(told == literal_column("'true'::jsonb"), literal_column("false"))


def _json(text: str) -> ColumnElement[Any]:
    return func.to_jsonb(cast(literal(text), Text))


def _camera(camera: Row) -> Shape:
    """One camera for a list."""
    typed = {name: camera["attributes"].get(name) for name in _TYPED}
    return {name: camera[name] for name in (*_COLUMNS, "unit_name") if name != "attributes"} | typed


def _feature(camera: Row) -> Shape:
    """One camera; a position is [longitude, latitude]."""
    typed = {name: camera["attributes"].get(name) for name in _TYPED}
    return {
        "type": "Feature",
        "id": str(camera["id"]),
        "geometry": {"type": "Point", "coordinates": [camera["longitude"], camera["latitude"]]},
        "properties": {name: camera[name] for name in _SHOWN} | typed,
    }
