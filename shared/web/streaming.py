"""Answers sent while they are made: the bytes of a file of any length, from one consistent state.

A route with `streams` (the media types it may answer) is given a session on a snapshot of its own: a
read-only transaction at REPEATABLE READ on a connection outside the pool, which stays open until the last
byte is sent or the caller hangs up. What must be remembered of the stream is written in transactions of
their own, before the first byte and after the last one: nobody receives a whole stream that was not noted as
whole.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from shared.auth import Actor
from shared.db import Database
from shared.logs import log
from shared.web.door import Route, disposition

_log = log(__name__)


def _nothing(_session: Session, *_more: object) -> None:
    """What a stream writes of which nothing need be remembered."""


@dataclass(frozen=True)
class Stream:
    """A file that is made while it is sent. `begun(session)` and `ended(session, whole)` write what must be
    remembered of it.
    """

    chunks: Iterator[bytes]
    media_type: str
    filename: str
    headers: Mapping[str, str] = field(default_factory=dict)
    begun: Callable[[Session], None] = _nothing
    ended: Callable[[Session, bool], None] = _nothing


def answer(database: Database, actor: Actor, route: Route, given: Mapping[str, Any]) -> Response:
    """Call the route's view on a snapshot and send what it makes. What goes wrong before the first bytes are
    there is raised, to become a problem; later, the connection breaks off.
    """
    opened = ExitStack()
    try:
        session = opened.enter_context(database.snapshot(actor))
        stream: Stream = route.view(**{name: {**given, "session": session}[name] for name in route.takes})
        database.run(actor, stream.begun)
        sent = _Sent(stream, opened, lambda whole: database.run(actor, lambda s: stream.ended(s, whole)))
    except BaseException:
        opened.close()
        raise
    try:
        sent.begin()
    except BaseException:
        sent.close()
        raise
    headers = {"Content-Type": stream.media_type, **disposition(stream.filename, inline=False)}
    response = Response(sent, route.status, {**headers, **stream.headers}, direct_passthrough=True)
    response.call_on_close(sent.close)  # the server closes the response whoever hung up, and when
    return response


class _Sent:
    """The chunks on their way, and what is let go when the last is out or the caller has gone."""

    def __init__(self, stream: Stream, opened: ExitStack, ended: Callable[[bool], None]) -> None:
        self._chunks = stream.chunks
        self._opened = opened
        self._ended: Callable[[bool], None] | None = ended
        self._first: bytes | None = None

    def begin(self) -> None:
        """Make the first chunk."""
        self._first = next(self._chunks, b"")

    def __iter__(self) -> "_Sent":
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        try:
            return next(self._chunks)
        except StopIteration:
            self._end(whole=True)
            raise
        except Exception as error:
            _log.error("stream_failed", exc_info=error)
            self.close()
            raise

    def close(self) -> None:
        """Let everything go; a stream that has not come to its end is noted as broken."""
        self._end(whole=False)

    def _end(self, *, whole: bool) -> None:
        ended, self._ended = self._ended, None
        if ended is None:
            return
        try:
            close = getattr(self._chunks, "close", None)
            if close is not None:
                close()
        finally:
            self._opened.close()
            ended(whole)
