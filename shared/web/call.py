"""One call through the door, from the bytes of the request to the bytes of the answer."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import orjson
from flask import Response, request
from sqlalchemy.orm import Session

from shared import idempotency, tasks
from shared.auth import NOBODY, Actor
from shared.db import Database, take_long
from shared.errors import Stale, Unauthenticated, VersionRequired
from shared.failpoints import point
from shared.tokens import TokenVerifier
from shared.web import streaming
from shared.web.door import Document, Route, View, disposition
from shared.web.later import PREFERENCE, preferred
from shared.web.policy import Policy
from shared.web.reading import body_of, query_of

T = TypeVar("T")

_JSON = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class Caller:
    """Runs the routes of one service against its database."""

    def __init__(
        self,
        database: Database,
        verifier: TokenVerifier,
        policies: Mapping[str, Policy],
        *,
        verify_answers: bool,
    ) -> None:
        self._database = database
        self._verifier = verifier
        self._policies = policies
        self._verify_answers = verify_answers

    def call(self, route: Route, path: Mapping[str, Any]) -> Response:
        """Answer the current Flask request by `route`."""
        actor = self._actor()
        self._policies[route.name].admit(actor)
        given = self._given(route, path, actor)
        if route.streams:
            return streaming.answer(self._database, actor, route, given)
        key = self._key(route, actor)
        if route.method == "GET":
            answer = self._database.run(actor, lambda session: self._viewed(route, session, given))
            return _response(*answer)
        if route.outside and not self._answered(actor, key):
            given["made"] = self._made(route.outside, actor, given)
        status, content, headers = self._database.run(
            actor, lambda session: self._written(route, session, given, key)
        )
        point("web.after_commit")
        return _response(status, content, headers)

    def _actor(self) -> Actor:
        header = request.headers.get("Authorization", "")
        if not header:
            return NOBODY
        if not header.startswith("Bearer "):
            raise Unauthenticated(
                "token-required", vi="Cần đăng nhập để xem mục này.", en="Log in to see this."
            )
        return self._verifier.actor(header[7:])

    def _given(self, route: Route, path: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
        given: dict[str, Any] = {**path, "actor": actor}
        if route.body is not None:
            given["body"] = body_of(request, route.body)
        if route.query is not None:
            given["query"] = query_of(request, route.query)
        if route.if_match:
            given["version"] = _version()
        return given

    def _key(self, route: Route, actor: Actor) -> idempotency.Key | None:
        chosen = request.headers.get("Idempotency-Key")
        if chosen is None or route.method == "GET" or route.produces != "application/json":
            return None  # what changes nothing (a read, a sheet of labels) needs no key
        return idempotency.key_of(actor.subject, f"{route.method} {request.path}", chosen, _sent())

    def _answered(self, actor: Actor, key: idempotency.Key | None) -> bool:
        return key is not None and self._database.run(
            actor, lambda session: idempotency.answered(session, key)
        )

    def _made(self, outside: View, actor: Actor, given: Mapping[str, Any]) -> Any:
        """What a route makes with the help of other hosts, while no transaction is open."""

        def run(work: Callable[[Session], T]) -> T:
            return self._database.run(actor, work)

        wanted = inspect.signature(outside).parameters.keys() - {"run"}
        made = outside(run=run, **{name: given[name] for name in wanted})
        point("web.after_outside")
        return made

    def _viewed(
        self, route: Route, session: Session, given: dict[str, Any]
    ) -> tuple[int, bytes, dict[str, str]]:
        given["session"] = session
        if route.later and preferred(request.headers.get("Prefer", "")):
            return _later(route, session, given)
        if route.later:
            take_long(session)
        result = route.view(**{name: given[name] for name in route.takes})
        if isinstance(result, Document):
            return route.status, result.content, _document_headers(result)
        if self._verify_answers and route.answer is not None:
            _verify(route, result)
        headers = (
            {"ETag": f'"{result["version"]}"'} if isinstance(result, dict) and "version" in result else {}
        )
        return route.status, orjson.dumps(result, option=_JSON), headers

    def _written(
        self, route: Route, session: Session, given: dict[str, Any], key: idempotency.Key | None
    ) -> tuple[int, bytes, dict[str, str]]:
        if key is None:
            return self._viewed(route, session, given)
        kept = idempotency.claim(session, key)
        if kept is not None:
            return kept.status, kept.answer, {"Idempotency-Replayed": "true"}
        status, content, headers = self._viewed(route, session, given)
        idempotency.keep(session, key, status, content)
        point("web.before_commit")
        return status, content, headers


def _later(route: Route, session: Session, given: Mapping[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    """Ask for the route's work instead of doing it: 202 and the task."""
    wanted = {name: given[name] for name in route.takes - {"session", "actor"}}
    if route.sets_aside:
        wanted = route.sets_aside(session, given["actor"], **wanted)
    made = tasks.ask(session, given["actor"], route.later, wanted)
    where = f"/api/{request.path.split('/')[2]}/tasks/{made['id']}"
    headers = {"Location": where, "Preference-Applied": PREFERENCE}
    return 202, orjson.dumps(made, option=_JSON), headers


def _version() -> int:
    """The version that If-Match names: `"7"`. Raises VersionRequired without it, Stale when it cannot be
    one of ours.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise VersionRequired(
            "if-match-required",
            vi="Thiếu tiêu đề If-Match: hãy đọc bản mới nhất rồi gửi lại.",
            en="Send If-Match with the version you read (its ETag).",
        )
    text = header.strip().removeprefix("W/").strip('"')
    if not text.isdigit() or len(text) > 9:
        raise Stale(
            "version-stale",
            vi="Có người đã sửa trước anh/chị. Hãy tải lại để xem bản mới.",
            en="It was changed since you read it. Load it again.",
        )
    return int(text)


def _sent() -> bytes:
    """What identifies a request's content: its bytes; for a form with files, the fields and the files'
    bytes.
    """
    if request.mimetype != "multipart/form-data":
        return request.get_data() + request.query_string + str(request.headers.get("If-Match")).encode()
    parts = [f"{name}={value}".encode() for name, value in sorted(request.form.items())]
    for name, file in sorted(request.files.items()):
        parts += [name.encode(), file.read()]
        file.seek(0)
    return b"\x00".join(parts)


def _document_headers(document: Document) -> dict[str, str]:
    sandboxed = {"Content-Security-Policy": "default-src 'none'; sandbox"} if document.sandboxed else {}
    named = disposition(document.filename, inline=document.inline)
    return {**sandboxed, "Content-Type": document.media_type, **named}


def _response(status: int, content: bytes, headers: dict[str, str]) -> Response:
    return Response(content, status, {"Content-Type": "application/json", **headers})


def _verify(route: Route, result: Any) -> None:
    """Hold an answer against the schema that the documents promise (test environment only)."""
    assert route.answer is not None  # noqa: S101 - for the type checker
    faults = route.answer.validate(orjson.loads(orjson.dumps(result, option=_JSON)))
    if faults:
        raise AssertionError(f"{route.name} answers what its schema does not promise: {faults}")
