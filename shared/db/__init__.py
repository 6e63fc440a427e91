"""One database per service: the engine, and the transaction that the edge owns."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

import psycopg.errors
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from shared.auth import Actor
from shared.errors import Unavailable

T = TypeVar("T")

SNAPSHOTS = 3  # long reads at a time in one process: the other threads go on serving pages
_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_ATTEMPTS = 5
# Plan a statement once per connection, not once per execution: below row policies planning costs several
# times the execution. Everything hot goes by keys, so a plan that knows no parameter values is the same plan.
_PLANS = "-c plan_cache_mode=force_generic_plan"
_LONG = (
    "SELECT set_config('statement_timeout', '20min', true), set_config('lock_timeout', '30s', true),"
    " set_config('idle_in_transaction_session_timeout', '20min', true),"
    " set_config('plan_cache_mode', 'auto', true)"
)


class Database:
    """A pool of connections to one service's database. Make it after the fork, once per process.

    There is no ping at checkout (it would cost every request a round trip): `run` begins a
    transaction again when a restart of the server has left a dead connection in the pool.
    The driver is in autocommit mode so that `transaction` can send BEGIN itself, together with the
    settings, in one round trip instead of two; nothing else uses the engine.
    """

    def __init__(self, url: str, *, pool_size: int = 8, echo: bool = False) -> None:
        where = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.engine = create_engine(
            where,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_use_lifo=True,
            connect_args={"connect_timeout": 5, "options": _PLANS},
            isolation_level="AUTOCOMMIT",
            echo=echo,
        )
        self._apart = create_engine(
            where, poolclass=NullPool, connect_args={"connect_timeout": 5}, isolation_level="AUTOCOMMIT"
        )
        self._snapshots = threading.BoundedSemaphore(SNAPSHOTS)

    @contextmanager
    def transaction(self, actor: Actor) -> Iterator[Session]:
        """One transaction as `actor`, committed at the end and rolled back by anything raised.

        What the actor may see is set for this transaction only (set_config is_local), so nothing
        leaks to the next user of the pooled connection; unset means: no row at all.
        """
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            session.connection().exec_driver_sql(_begin_as(actor))
            yield session

    @contextmanager
    def snapshot(self, actor: Actor) -> Iterator[Session]:
        """A read-only transaction as `actor` that sees one state for as long as it lasts, on a connection of
        its own: what takes minutes must not starve the pool. At most SNAPSHOTS at a time in a process; raises
        Unavailable when all are taken.
        """
        if not self._snapshots.acquire(blocking=False):
            raise _all_taken()
        try:
            with Session(self._apart, expire_on_commit=False, autoflush=False) as session, session.begin():
                begin = _begin_as(actor).replace(
                    "BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", 1
                )
                session.connection().exec_driver_sql(begin)
                yield session
        finally:
            self._snapshots.release()

    def run(self, actor: Actor, work: Callable[[Session], T]) -> T:
        """Run `work` in a transaction, again (up to 5 times) after a deadlock, serialization failure or lost
        connection.

        `work` must be safe to repeat: claim an inbox row or an idempotency key inside it.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self.transaction(actor) as session:
                    return work(session)
            except DBAPIError as error:
                if attempt == _ATTEMPTS or not worth_repeating(error):
                    raise
                time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Give every pooled connection back to the server."""
        self.engine.dispose()


def take_long(session: Session) -> None:
    """Let this transaction alone take minutes (the limits of a service's role are those of a short request),
    and let its statements be planned for their values.
    """
    session.connection().exec_driver_sql(_LONG)


def _all_taken() -> Unavailable:
    return Unavailable(
        "long-reads-busy",
        vi="Đang có nhiều người xuất sổ cùng lúc. Hãy thử lại sau ít phút.",
        en="Too many exports are running at the moment. Try again in a few minutes.",
    )


def worth_repeating(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed if it is simply run again."""
    if isinstance(error.orig, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected):
        return True
    return bool(error.connection_invalidated)


def server_is_gone(error: BaseException) -> bool:
    """Whether `error` says that the database does not answer (so that waiting, not refusing, is right)."""
    return isinstance(error, DBAPIError) and (
        bool(error.connection_invalidated)
        or (
            isinstance(error, OperationalError)
            and getattr(error.orig, "sqlstate", None) in {None, "57P03", "57P01"}
        )
    )


def constraint_of(error: DBAPIError) -> str | None:
    """The name of the constraint or index that a statement broke, if the server named one."""
    diagnosis: Any = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "constraint_name", None)


def _begin_as(actor: Actor) -> str:
    """BEGIN and what the actor sees. Only constants and UUIDs go into the text: nothing can be injected."""
    scope = "all" if actor.scope_all else ""
    unit, person = (str(UUID(str(known))) if known else "" for known in (actor.unit_id, actor.person_id))
    return (
        f"BEGIN; SELECT set_config('app.scope', '{scope}', true), set_config('app.unit', '{unit}', true),"
        f" set_config('app.person', '{person}', true)"
    )
