"""The web: one Flask application with the pages, their guards and their words."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from services.web import access, body, guard, language, problems, shown
from services.web.backstage import Backstage, backstage
from services.web.menu import menu_for
from services.web.routes import BLUEPRINTS
from services.web.sessions import visitor_of
from shared.auth import system_actor
from shared.db import Database
from shared.ids import uuid7
from shared.peers import Peers
from shared.settings import Settings

LONGEST_BODY = 64 * 1024 * 1024  # an asset book with 200,000 rows


def create_app(settings: Settings, applications: Mapping[str, WSGIApplication] | None = None) -> Flask:
    """Build the web. `applications` are the services that live in this process, by name."""
    app = Flask("services.web", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=settings.secret_key or "only for a developer's own machine",
        PUBLIC_BASE_URL=settings.public_base_url,
        MAX_CONTENT_LENGTH=LONGEST_BODY,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    database = Database(settings.database_url, pool_size=settings.pool_size)
    app.extensions["taisan.web"] = Backstage(database, Peers(settings, applications))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.teach(app)
    shown.teach(app)
    body.teach(app)
    _version_static_files(app)
    app.before_request(_receive)
    app.after_request(guard.finish)
    app.context_processor(_for_every_page)
    problems.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.check_complete(app)
    return app


def _version_static_files(app: Flask) -> None:
    """Let the address of a static file change with the files, so that browsers may keep it (guard.finish)."""
    digest = hashlib.sha256()
    for path in sorted(Path(str(app.static_folder)).rglob("*.*")):
        digest.update(path.read_bytes())
    version = digest.hexdigest()[:12]

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("v", version)


def _receive() -> Response | None:
    """Before every page: its language, who asks, whether they may, and whether a form is ours."""
    chosen = request.args.get("lang") or request.cookies.get("lang", "vi")
    g.language = chosen if chosen in language.LANGUAGES else "vi"
    if request.endpoint is None or request.endpoint == "static":
        return None
    g.visitor = _recognise()
    if request.endpoint not in access.WITHOUT_TOKEN:
        guard.check_form()
    if access.PAGES[request.endpoint] == access.PUBLIC:
        return None
    if g.visitor is None:
        return redirect(url_for("login.ask", next=request.path if request.method == "GET" else None))
    if not access.may_open(request.endpoint, g.visitor.roles):
        raise Forbidden
    return None


def _recognise() -> object:
    token = request.cookies.get(guard.cookie_name())
    if not token:
        return None
    return backstage().database.run(system_actor("web"), lambda session: visitor_of(session, token))


def _for_every_page() -> dict[str, object]:
    who = g.get("visitor")
    return {
        "visitor": who,
        "language": language.language(),
        "menu": menu_for(who.roles) if who else [],
        "may_open": lambda endpoint: who is not None and access.may_open(endpoint, who.roles),
        "csrf": guard.form_token,
        "new_key": lambda: str(uuid7()),
        "missing": g.setdefault("missing", []),
    }
