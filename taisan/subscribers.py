"""Other teams' subscribers on RabbitMQ: a user, a queue and rights each, by the management API.

The broker holds them to it: a subscriber configures nothing, writes nothing, and reads its own two queues, so
it gets the topics it was given and no other.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Self
from urllib.parse import quote, urlsplit

import httpx

from shared.bus import BusDown
from shared.bus.amqp import depths
from shared.bus.topology import DEAD, EXCHANGE, dead_queue, keeping_arguments, queue_arguments
from taisan.services import APIS

_NAME = re.compile(r"[a-z][a-z0-9-]{2,40}")
_TOPIC = re.compile(r"(?:[a-z_]+|\*)(?:\.(?:[a-z_]+|v\d+|\*|#)){0,4}|#")
_PATIENCE = 15.0


class NotSubscribed(Exception):
    """It was not done; the message says why."""


class Subscribers:
    """The subscribers of one vhost. `management` is the API's address with an administrator's name and
    password, `broker` the address that subscribers connect to (amqp://host:port/vhost).
    """

    def __init__(self, management: str, broker: str) -> None:
        parts, where = urlsplit(management), urlsplit(broker)
        place = f"{where.hostname}:{where.port or 5672}{where.path}"
        self._own = f"{where.scheme}://{quote(parts.username or '')}:{quote(parts.password or '')}@{place}"
        self._vhost = quote(where.path.removeprefix("/") or "/", safe="")
        self._broker = where
        self._api = httpx.Client(
            base_url=f"{parts.scheme}://{parts.hostname}:{parts.port or 15672}/api",
            auth=(parts.username or "", parts.password or ""),
            timeout=_PATIENCE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._api.close()

    def add(self, name: str, topics: Sequence[str]) -> Mapping[str, str]:
        """Make the subscriber `name` for `topics`; answers what it needs: {queue, dead_letters, url}.

        Asked again it adds topics and gives a new password. Raises NotSubscribed.
        """
        if not _NAME.fullmatch(name) or name in APIS:
            raise NotSubscribed(f"Tên không hợp lệ · not a name for a subscriber: {name}")
        if wrong := [topic for topic in topics if not _TOPIC.fullmatch(topic)]:
            raise NotSubscribed(f"Chủ đề không hợp lệ · not a topic: {', '.join(wrong)}")
        password = secrets.token_urlsafe(24)
        queues = {name: queue_arguments(name), dead_queue(name): keeping_arguments()}
        for queue, arguments in queues.items():
            self._ask("PUT", f"/queues/{self._vhost}/{queue}", {"durable": True, "arguments": arguments})
        self._bind(DEAD, dead_queue(name), dead_queue(name))
        for topic in topics:
            self._bind(EXCHANGE, name, topic)
        self._ask("PUT", f"/users/{name}", {"password": password, "tags": ""})
        rights = {"configure": "^$", "write": "^$", "read": f"^{name}(\\.dead)?$"}
        self._ask("PUT", f"/permissions/{self._vhost}/{name}", rights)
        place = f"{self._broker.hostname}:{self._broker.port or 5672}{self._broker.path}"
        url = f"{self._broker.scheme}://{name}:{password}@{place}"
        return {"queue": name, "dead_letters": dead_queue(name), "url": url}

    def remove(self, name: str) -> None:
        """Take the user away and, when nothing waits in them, its queues. Raises NotSubscribed."""
        known = next((one for one in self.all() if one["name"] == name), None)
        if known is None:
            raise NotSubscribed(f"Không có bên nhận này · there is no such subscriber: {name}")
        if left := known["waiting"] + known["dead"]:
            raise NotSubscribed(f"Hàng đợi còn {left} sự kiện · {left} events are left in its queues")
        self._ask("DELETE", f"/users/{name}")
        for queue in (name, dead_queue(name)):
            self._ask("DELETE", f"/queues/{self._vhost}/{queue}")

    def all(self) -> list[dict[str, Any]]:
        """Every subscriber that is not one of our services: {name, topics, waiting, dead, consumers}."""
        queues = {one["name"] for one in self._ask("GET", f"/queues/{self._vhost}")}
        names = sorted(name for name in queues if dead_queue(name) in queues and name not in APIS)
        bindings = self._ask("GET", f"/exchanges/{self._vhost}/{EXCHANGE}/bindings/source")
        try:
            held = depths(self._own, [queue for name in names for queue in (name, dead_queue(name))])
        except BusDown as error:
            raise NotSubscribed(f"RabbitMQ: {error}") from error
        return [
            {
                "name": name,
                "topics": sorted(one["routing_key"] for one in bindings if one["destination"] == name),
                "waiting": held[name][0],
                "dead": held[dead_queue(name)][0],
                "consumers": held[name][1],
            }
            for name in names
        ]

    def _bind(self, exchange: str, queue: str, topic: str) -> None:
        self._ask("POST", f"/bindings/{self._vhost}/e/{exchange}/q/{queue}", {"routing_key": topic})

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        try:
            answer = self._api.request(method, path, json=body if method != "GET" else None)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise NotSubscribed(f"RabbitMQ: {error}") from error
        return answer.json() if answer.content else None
