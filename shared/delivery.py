"""From a delivered message to an effect: decode, hold against the contract, claim, act, all or nothing.

A refusal (broken contract, a domain error) goes to the dead-letter queue at once. Other errors are tried
again with back-off before that. While the database is away nothing is given up: the message waits, and its
connection lives.
"""

import inspect
import random
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from sqlalchemy.orm import Session

from shared.auth import system_actor
from shared.bus import Message, Verdict, Wait
from shared.contracts import BrokenContract, check_event
from shared.db import Database, server_is_gone
from shared.errors import DomainError, Unavailable
from shared.failpoints import point
from shared.inbox import claim
from shared.logs import begin_correlation, log

_log = log(__name__)
_BACK_OFF = (0.1, 0.5, 2.0)  # seconds; in place, so that the order of the queue is kept

Handler = Callable[..., object]
CloudEvent = Mapping[str, Any]


class Delivery:
    """Gives the messages of one service's queue to its handlers: {event type: handler(session, event[,
    peers])}.
    """

    def __init__(
        self, service: str, database: Database, subscriptions: Mapping[str, Handler], *, peers: object = None
    ) -> None:
        self.service = service
        self._database = database
        self._handlers = {kind: _bound(handler, peers) for kind, handler in subscriptions.items()}
        self._actor = system_actor(service)

    def __call__(self, message: Message, wait: Wait) -> tuple[Verdict, str]:
        """Act on one message; answers (verdict, reason). Raises only what `wait` raises (the worker is
        stopping).
        """
        attempt = 0
        while True:
            try:
                self.act(message)
            except Unavailable as error:
                _log.warning("waiting_for_peer", consumer=self.service, event_id=message.id, reason=error.en)
                wait(1.0)
            except (BrokenContract, DomainError) as error:
                return Verdict.DEAD, f"{type(error).__name__}: {error}"
            except Exception as error:  # noqa: BLE001 - any fault of a handler is this message's fault alone
                if server_is_gone(error):
                    _log.warning("waiting_for_database", consumer=self.service, event_id=message.id)
                    wait(1.0)
                    continue
                if attempt == len(_BACK_OFF):
                    return Verdict.DEAD, f"{type(error).__name__}: {error}"
                _log.warning("handler_failed", consumer=self.service, event_id=message.id, exc_info=True)
                wait(_BACK_OFF[attempt] * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, not a secret
                attempt += 1
            else:
                return Verdict.DONE, ""

    def act(self, message: Message) -> bool:
        """Decode, check, and in one transaction claim the event and run its handler. Whether it was the
        first time.
        """
        event = _decoded(message)
        handler = self._handlers.get(event["type"])
        if handler is None:
            return False
        check_event(event["type"], event["data"])
        begin_correlation(event.get("correlationid"), event["id"])
        first = self._database.run(self._actor, lambda session: self._claimed(session, event, handler))
        point("consumer.after_commit")
        return first

    def _claimed(self, session: Session, event: CloudEvent, handler: Handler) -> bool:
        if not claim(session, self.service, event["id"], event["type"]):
            return False
        handler(session, event)
        point("consumer.before_commit")
        return True


def _decoded(message: Message) -> dict[str, Any]:
    try:
        event = orjson.loads(message.body)
    except orjson.JSONDecodeError as error:
        raise BrokenContract(f"not JSON: {error}") from error
    if not isinstance(event, dict) or not {"id", "type", "subject", "data"} <= event.keys():
        raise BrokenContract("not a CloudEvent: id, type, subject and data are needed")
    return event


def _bound(handler: Handler, peers: object) -> Handler:
    """The handler, given `peers` if it asks for them."""
    if "peers" in inspect.signature(handler).parameters:
        return lambda session, event: handler(session, event, peers=peers)
    return handler
