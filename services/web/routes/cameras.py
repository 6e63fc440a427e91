"""Cameras: a list that begins with those that still lack a position, a map, and the map as a file."""

from flask import Blueprint, Response, render_template, request

from services.web.backstage import document, fetch
from services.web.camera_map import counted, map_of
from services.web.choices import units
from services.web.words.finding import FUNDING, YES_NO

pages = Blueprint("cameras", __name__, url_prefix="/cameras")

_FILTERS = ("unit", "essential", "far_from_homes", "funding")
MOST_DRAWN = 1000


@pages.get("")
def listing() -> str:
    """Cameras by unit, sort and funding, 30 a page, with a map of all that fit."""
    asked = _asked()
    page = fetch("assets", "/cameras", limit=30, after=request.args.get("after"), **asked)
    features = fetch("assets", "/cameras.geojson", limit=MOST_DRAWN, **asked)
    counts = counted(fetch("assets", "/cameras/summary", **asked)["items"])
    return render_template(
        "cameras/list.html",
        page=page,
        asked=asked,
        map=map_of(features["features"]),
        more_on_map=features["next"],
        counts=counts,
        units=units(),
        fundings=FUNDING,
        yes_no=YES_NO,
    )


@pages.get("/map.geojson")
def download() -> Response:
    """A page of the map as GeoJSON, to open in other software; its member `next` leads on (`after`)."""
    params = {**_asked(), "limit": MOST_DRAWN, "after": request.args.get("after", "")}
    sent = document("assets", "GET", "/cameras.geojson", params={k: v for k, v in params.items() if v})
    headers = {"Content-Disposition": 'attachment; filename="camera.geojson"'}
    return Response(sent.content, mimetype="application/geo+json", headers=headers)


def _asked() -> dict[str, str]:
    return {name: text for name in _FILTERS if (text := request.args.get(name, "").strip())}
