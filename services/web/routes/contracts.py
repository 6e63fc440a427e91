"""Documents for those who connect programs: every event and every HTTP operation, from contracts/."""

from itertools import groupby

from flask import Blueprint, current_app, render_template, request
from werkzeug.exceptions import NotFound

from services.web.promises import events, operations
from shared.problems import STATUS
from shared.text import fold

pages = Blueprint("contracts", __name__, url_prefix="/contracts")


@pages.get("")
def listing() -> str:
    """Events by family and operations by service, found by words."""
    asked = {"q": request.args.get("q", "").strip()}
    words = fold(asked["q"]).split()
    told = [one for one in events().values() if _has(words, one.type, one.vi, one.en)]
    offered = [one for one in operations().values() if _has(words, one.id, one.method, one.path, one.summary)]
    return render_template(
        "contracts/list.html",
        asked=asked,
        families={name: list(rows) for name, rows in groupby(told, lambda one: one.family)},
        services={name: list(rows) for name, rows in groupby(offered, lambda one: one.service)},
    )


@pages.get("/events/<name>")
def event(name: str) -> str:
    """One type of event: meaning, sender, schema, example."""
    if name not in events():
        raise NotFound
    return render_template("contracts/event.html", one=events()[name])


@pages.get("/http/<service>/<name>")
def operation(service: str, name: str) -> str:
    """One operation: parameters, body, answers, errors and a line for curl."""
    one = operations().get((service, name))
    if one is None:
        raise NotFound
    origin = str(current_app.config["PUBLIC_BASE_URL"]).rstrip("/")
    return render_template(
        "contracts/operation.html", one=one, curl=one.curl(origin), problems=STATUS.values()
    )


def _has(words: list[str], *texts: str) -> bool:
    whole = fold(" ".join(texts))
    return all(word in whole for word in words)
