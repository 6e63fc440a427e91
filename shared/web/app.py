"""Building the Flask application of a service from its door, its policies and its settings."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from shared.db import Database
from shared.errors import DomainError
from shared.logs import begin_correlation, log
from shared.problems import MEDIA_TYPE, from_database, problem
from shared.settings import Settings
from shared.tokens import TokenVerifier
from shared.web.call import Caller
from shared.web.door import Door, Route
from shared.web.feed import FEED_POLICY, add_feed
from shared.web.health import add_health
from shared.web.policy import Policy

_log = log(__name__)
_LARGEST = 64 * 1024 * 1024  # bytes of one request: an asset book of 100,000 rows with room to spare


def build_app(
    settings: Settings, door: Door, policies: Mapping[str, Policy], *, database: Database | None = None
) -> Flask:
    """The WSGI application of a service. Raises LookupError when routes and policies do not match."""
    add_feed(door)
    policies = {**policies, **FEED_POLICY}
    door.check(policies)
    app = Flask(f"services.{door.service}", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST
    app.extensions["taisan.database"] = database = database or Database(
        settings.database_url, pool_size=settings.pool_size
    )
    caller = Caller(
        database,
        TokenVerifier(settings.token_keys, door.service),
        policies,
        verify_answers=settings.verify_answers,
    )
    for route in door.routes:
        app.add_url_rule(
            door.base + route.rule,
            endpoint=route.name,
            view_func=_view_of(caller, route),
            methods=[route.method],
        )
    add_health(app, door, database)
    app.before_request(_begin)
    app.after_request(_end)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)
    return app


def _view_of(caller: Caller, route: Route) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        return caller.call(route, path)

    return view


def _begin() -> None:
    g.correlation_id = begin_correlation(_sane(request.headers.get("X-Correlation-ID")))


def _end(response: Response) -> Response:
    response.headers["X-Correlation-ID"] = g.get("correlation_id", "")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refused(error: DomainError) -> ResponseReturnValue:
    body = problem(error, _language(), request.path, g.get("correlation_id"))
    if body["status"] >= 500:
        _log.warning("unavailable", slug=error.slug, path=request.path)
    return _problem_response(body)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own errors (404, 405, 413, …) as problems, with the headers they carry (Allow)."""
    status = error.code or 500
    vi, en = _HTTP_WORDS.get(status, ("Yêu cầu không thực hiện được.", str(error.name)))
    if isinstance(error, RequestEntityTooLarge):
        vi, en = "Tệp gửi lên lớn quá (tối đa 64 MB).", "The request is too large (64 MB at the most)."
    body = {
        "type": f"/problems/http-{status}",
        "title": vi if _language() == "vi" else en,
        "status": status,
        "detail": vi if _language() == "vi" else en,
        "instance": request.path,
        "request_id": g.get("correlation_id"),
    }
    response = _problem_response(body)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _failed(error: Exception) -> ResponseReturnValue:
    """A database's refusal in plain words; anything else is our fault: logged whole, told by its number
    only.
    """
    if isinstance(error, DBAPIError | PoolTimeout) and (refusal := from_database(error)) is not None:
        return _refused(refusal)
    _log.error("failed", path=request.path, exc_info=error)
    vi = "Lỗi của hệ thống. Dữ liệu chưa bị thay đổi; hãy báo người quản trị mã số bên dưới."
    en = "A fault of the system. Nothing was changed; give the number below to your administrator."
    return _problem_response(
        {
            "type": "/problems/internal",
            "title": "Lỗi hệ thống" if _language() == "vi" else "System error",
            "status": 500,
            "detail": vi if _language() == "vi" else en,
            "instance": request.path,
            "request_id": g.get("correlation_id"),
        }
    )


def _problem_response(body: Mapping[str, Any]) -> Response:
    headers = {"Content-Language": _language(), "Vary": "Accept-Language"}
    if body["status"] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if body["status"] == 503:
        headers["Retry-After"] = "5"
    return Response(orjson.dumps(body, default=str), body["status"], headers, mimetype=MEDIA_TYPE)


def _language() -> str:
    """Vietnamese first; English for who asks for it."""
    return request.accept_languages.best_match(["vi", "en"], "vi") or "vi"


def _sane(correlation_id: str | None) -> str | None:
    """A caller's correlation id, if it is short and plain enough for a log line."""
    if correlation_id and len(correlation_id) <= 64 and correlation_id.replace("-", "").isalnum():
        return correlation_id
    return None


_HTTP_WORDS = {
    400: ("Không đọc được yêu cầu.", "The request cannot be read."),
    404: ("Không có địa chỉ này.", "There is nothing at this address."),
    405: ("Địa chỉ này không nhận cách gọi đó.", "This address does not take that method."),
    415: ("Kiểu nội dung không được nhận.", "That media type is not taken."),
}
