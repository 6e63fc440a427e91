"""Long work of a service, watched until it is done: then on to what came of it."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.web.backstage import Json, fetch
from services.web.language import language

pages = Blueprint("tasks", __name__, url_prefix="/tasks")

_SERVICES = ("assets", "handover")


@pages.get("/<service>/<uuid:task_id>")
def watch(service: str, task_id: UUID) -> str | Response:
    """How far the work has come; the page asks again by itself, with or without scripts."""
    if service not in _SERVICES:
        raise NotFound
    task: Json = fetch(service, f"/tasks/{task_id}")
    onward, back = _inside(request.args.get("onward")), _inside(request.args.get("back"))
    if task["state"] == "done":
        return redirect(onward)
    problem = task["problem"][language()] if task["state"] == "failed" else None
    return render_template("task.html", task=task, problem=problem, back=back)


def watching(task: Json, *, onward: str, back: str, service: str = "assets") -> Response:
    """Send the browser to watch `task`, then to the page `onward`; `back` is where its form stands."""
    return redirect(url_for("tasks.watch", service=service, task_id=task["id"], onward=onward, back=back))


def _inside(path: str | None) -> str:
    """`path` if it leads to a page of ours, else the start."""
    parts = urlsplit(path or "/")
    sound = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in parts.path
    return path if path and sound and not path.startswith("//") else "/"
