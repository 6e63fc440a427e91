"""The door of a service: each route says what it takes and answers, and the door does the rest in one order.

Authenticate, ask the policy table, read body and query by marshmallow, open one transaction as the actor,
claim the idempotency key, call the view, keep its answer, commit. A view is given only what it names:
`session`, `actor`, `body`, `query`, `version` (from If-Match) and the parts of the path. What must ask other
hosts is done by `outside`, before the transaction; the view is given the outcome as `made`. It returns
JSON-ready dicts or a Document; a route with `streams` returns a Stream (shared/web/streaming.py).
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from marshmallow import Schema

from shared.web.policy import Policy

View = Callable[..., Any]


@dataclass(frozen=True)
class Document:
    """An answer that is not JSON: the bytes of a file for download or display."""

    content: bytes
    media_type: str
    filename: str
    inline: bool = True
    sandboxed: bool = False  # sent in by people: a browser must run nothing in it


def disposition(filename: str, *, inline: bool) -> dict[str, str]:
    """The headers of a file: its name, whether it opens or downloads, that nobody keeps or guesses it."""
    kind = "inline" if inline else "attachment"
    return {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(filename)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


@dataclass(frozen=True)
class Route:
    """One row of the door."""

    method: str
    rule: str
    view: View
    body: Schema | None = None
    query: Schema | None = None
    answer: Schema | None = None
    status: int = 200
    if_match: bool = False
    produces: str = "application/json"
    later: str = ""  # the kind of task that does this work for a caller who prefers not to wait
    sets_aside: View | None = None  # makes what the task is given where the body holds a file
    streams: tuple[str, ...] = ()  # the media types of an answer that is sent while it is made
    outside: View | None = None  # given `run` for short transactions of its own; answers the view's `made`
    takes: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """How the policy table calls it: `POST /records/<uuid:record_id>/signatures`."""
        return f"{self.method} {self.rule}"


class Door:
    """All routes of a service below its base path `/api/<service>`."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.base = f"/api/{service}"
        self.routes: list[Route] = []

    def get(
        self,
        rule: str,
        *,
        query: type[Schema] | None = None,
        answer: type[Schema] | None = None,
        produces: str = "application/json",
        streams: tuple[str, ...] = (),
    ) -> Callable[[View], View]:
        """A read; with `streams` one that is sent while it is made, as one of these media types."""
        return self._route("GET", rule, query=query, answer=answer, produces=produces, streams=streams)

    def post(
        self,
        rule: str,
        *,
        body: type[Schema] | None = None,
        query: type[Schema] | None = None,
        answer: type[Schema] | None = None,
        status: int = 200,
        if_match: bool = False,
        produces: str = "application/json",
        later: str = "",
        sets_aside: View | None = None,
        outside: View | None = None,
    ) -> Callable[[View], View]:
        """A write; `if_match` for every change of an existing thing; `later` see shared/web/later.py;
        `outside` holds no transaction, is not called for a key that has its answer, and may be called twice:
        it records nothing, and the view checks that what it was made from still stands.
        """
        return self._route(
            "POST",
            rule,
            body=body,
            query=query,
            answer=answer,
            status=status,
            if_match=if_match,
            produces=produces,
            later=later,
            sets_aside=sets_aside,
            outside=outside,
        )

    def patch(self, rule: str, *, body: type[Schema], answer: type[Schema]) -> Callable[[View], View]:
        """A change of some fields of an existing thing; always with If-Match."""
        return self._route("PATCH", rule, body=body, answer=answer, if_match=True)

    def put(
        self, rule: str, *, body: type[Schema], answer: type[Schema] | None = None, if_match: bool = False
    ) -> Callable[[View], View]:
        """A write of a whole thing under a name that the caller knows."""
        return self._route("PUT", rule, body=body, answer=answer, if_match=if_match)

    def check(self, policies: Mapping[str, Policy]) -> None:
        """Every route needs a row in `policies` and every row a route; anything else is refused at
        start-up.
        """
        routes = {route.name for route in self.routes}
        if missing := routes - policies.keys():
            raise LookupError(f"{self.service}: routes without a policy: {sorted(missing)}")
        if extra := policies.keys() - routes:
            raise LookupError(f"{self.service}: policies without a route: {sorted(extra)}")

    def _route(self, method: str, rule: str, **said: Any) -> Callable[[View], View]:
        def remember(view: View) -> View:
            schemas = {name: said.pop(name)() for name in ("body", "query", "answer") if said.get(name)}
            rest = {name: value for name, value in said.items() if name not in {"body", "query", "answer"}}
            takes = frozenset(inspect.signature(view).parameters)
            self.routes.append(Route(method, rule, view, **schemas, **rest, takes=takes))
            return view

        return remember
