"""The other services, as this one may call them: over HTTP, or through WSGI when they live in the same
process.

Never on a write path: the web composes pages by it, event handlers fetch what events may not carry.
"""

from collections.abc import Mapping
from typing import Any
from wsgiref.types import WSGIApplication

import httpx

from shared.auth import Actor, system_actor
from shared.errors import DomainError, Unavailable
from shared.logs import correlation
from shared.settings import Settings
from shared.tokens import issue_token

_TIMEOUT = httpx.Timeout(10.0, connect=2.0)


class PeerRefused(DomainError):
    """A peer answered with a problem; `status` and `problem` (RFC 9457) say which."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        detail = str(problem.get("detail") or problem.get("title") or f"HTTP {status}")
        super().__init__(str(problem.get("type", "about:blank")).rsplit("/", 1)[-1], vi=detail, en=detail)
        self.status = status
        self.problem = problem


class Peer:
    """One other service."""

    def __init__(self, name: str, settings: Settings, application: WSGIApplication | None) -> None:
        self.name = name
        self._settings = settings
        self._self = system_actor(settings.service)
        transport = httpx.WSGITransport(app=application) if application else None
        self._client = httpx.Client(
            base_url=f"http://{name}" if application else settings.peers.get(name) or f"http://{name}",
            transport=transport,
            timeout=_TIMEOUT,
        )

    def send(
        self,
        method: str,
        path: str,
        *,
        actor: Actor | None = None,
        headers: Mapping[str, str] | None = None,
        **request: Any,
    ) -> httpx.Response:
        """Send one request as `actor` (None: as this service) to `/api/<name><path>`; `request` as httpx
        takes it.

        Raises PeerRefused for an answer of 4xx, Unavailable when there is none or it is a 5xx.
        """
        try:
            answer = self._client.request(
                method,
                f"/api/{self.name}{path}",
                headers={**self._headers(actor or self._self), **(headers or {})},
                **request,
            )
        except httpx.HTTPError as error:
            raise _unavailable(self.name) from error
        return self._sound(answer)

    def open(
        self,
        path: str,
        *,
        actor: Actor | None = None,
        headers: Mapping[str, str] | None = None,
        **params: Any,
    ) -> httpx.Response:
        """The answer to a GET with its body still to come, for files of any length: whoever asks passes on
        `iter_bytes()` and must `close()` it. Raises as `send`.
        """
        request = self._client.build_request(
            "GET",
            f"/api/{self.name}{path}",
            params={name: value for name, value in params.items() if value is not None},
            headers={**self._headers(actor or self._self), **(headers or {})},
        )
        try:
            answer = self._client.send(request, stream=True)
            if answer.status_code >= 400:
                answer.read()
        except httpx.HTTPError as error:
            raise _unavailable(self.name) from error
        return self._sound(answer)

    def get(self, path: str, *, actor: Actor | None = None, **params: Any) -> Any:
        """The JSON behind `path`; parameters that are None are left out. Raises as `send`."""
        wanted = {name: value for name, value in params.items() if value is not None}
        return self.send("GET", path, actor=actor, params=wanted).json()

    def _sound(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 500:
            raise _unavailable(self.name)
        if answer.status_code >= 400:
            raise PeerRefused(answer.status_code, _problem_of(answer))
        return answer

    def _headers(self, actor: Actor) -> dict[str, str]:
        token = issue_token(
            self._settings.signing_key,
            subject=actor.subject,
            audience=self.name,
            roles=actor.roles,
            unit_id=actor.unit_id,
            person_id=actor.person_id,
        )
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "vi"}
        if correlation_id := correlation()[0]:
            headers["X-Correlation-ID"] = correlation_id
        return headers


class Peers:
    """All peers of a service; `applications` are those that live in this process."""

    def __init__(self, settings: Settings, applications: Mapping[str, WSGIApplication] | None = None) -> None:
        inside = applications or {}
        self.assets = Peer("assets", settings, inside.get("assets"))
        self.handover = Peer("handover", settings, inside.get("handover"))
        self.notifications = Peer("notifications", settings, inside.get("notifications"))


def _problem_of(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        problem = answer.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _unavailable(name: str) -> Unavailable:
    return Unavailable(
        "peer-unavailable",
        vi="Một phần của hệ thống chưa trả lời. Dữ liệu của anh/chị không mất; hãy thử lại sau ít phút.",
        en="A part of the system does not answer. Nothing is lost; try again in a few minutes.",
        service=name,
    )
