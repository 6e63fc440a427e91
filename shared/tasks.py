"""Work too long for a request: asked for in one transaction, done in another by the worker, and watched.

A task runs as whoever asked for it, so it sees and writes only what they may. Its work and the answer it
leaves are one commit; progress is told beside it, by small transactions of its own. A worker that dies
gives up its lock with its connection: the work is rolled back and another worker begins it again (three times
at the most). What a task does must therefore be safe to begin again, as everything in a transaction is.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import RowMapping, insert, select, text, update
from sqlalchemy.orm import Session

from shared.auth import Actor, system_actor
from shared.clock import now
from shared.db import Database, take_long
from shared.db.tables import TASKS
from shared.errors import DomainError, NotFound
from shared.ids import uuid7
from shared.logs import log
from shared.problems import problem

_log = log(__name__)
_ATTEMPTS = 3
_EVERY = 0.4  # seconds between two tellings of progress
_SHOWN = ("id", "kind", "state", "done", "total", "answer", "problem", "created_at", "finished_at")

T = TypeVar("T")

Work = Callable[[Session, Actor, dict[str, Any], "Progress"], Mapping[str, Any]]


class Progress:
    """How far a task has come, told to whoever watches; costs nothing when called often."""

    def __init__(self, database: Database | None, task_id: UUID | None) -> None:
        self._database = database
        self._task_id = task_id
        self._told = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` steps are behind us."""
        if self._database is None or time.monotonic() - self._told < _EVERY:
            return
        self._told = time.monotonic()
        with self._database.transaction(system_actor("tasks")) as session:
            told = update(TASKS).where(TASKS.c.id == self._task_id, TASKS.c.state == "running")
            session.execute(told.values(done=done, total=total))

    def step(self, session: Session, actor: Actor, work: Callable[[Session], T]) -> T:
        """Do a part of the work in a transaction of its own, committed at once, so that it stays done when
        the task dies after it: begun again, the task must find out what is left. Within a request, which has
        no such watch, it is done in the `session` of the request.
        """
        if self._database is None:
            return work(session)

        def alone(apart: Session) -> T:
            take_long(apart)
            return work(apart)

        return self._database.run(actor, alone)


UNWATCHED = Progress(None, None)  # for work that is done within a request


def ask(session: Session, actor: Actor, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for the work `kind` to be done with `given` after this transaction; answers the task."""
    row = {
        "id": uuid7(),
        "kind": kind,
        "unit_id": actor.unit_id,
        "person_id": actor.person_id,
        "asked_by": _kept(actor),
        "given": orjson.loads(orjson.dumps(dict(given))),
        "state": "queued",
        "done": 0,
        "total": 0,
        "attempts": 0,
        "answer": None,
        "problem": None,
        "created_at": now(),
        "finished_at": None,
    }
    session.execute(insert(TASKS), row)
    return {name: row[name] for name in _SHOWN}


def task(session: Session, task_id: UUID) -> dict[str, Any]:
    """One task {id, kind, state: queued|running|done|failed, done, total, answer, problem, …} as the actor
    may see it; raises NotFound.
    """
    columns = [TASKS.c[name] for name in _SHOWN]
    row = session.execute(select(*columns).where(TASKS.c.id == task_id)).mappings().first()
    if row is None:
        raise NotFound("task-not-found", vi="Không có việc này.", en="There is no such task.")
    return dict(row)


def run_waiting(database: Database, works: Mapping[str, Work]) -> int:
    """Do every task that waits and that nobody else is at; answers how many were brought to an end."""
    ended = 0
    while (candidates := _waiting(database, works)) and any(
        _run(database, works[row["kind"]], row) for row in candidates
    ):
        ended += 1
    return ended


def _waiting(database: Database, works: Mapping[str, Work]) -> list[RowMapping]:
    chosen = select(TASKS).where(TASKS.c.state.in_(("queued", "running")), TASKS.c.kind.in_(list(works)))
    with database.transaction(system_actor("tasks")) as session:
        return list(session.execute(chosen.order_by(TASKS.c.id).limit(20)).mappings())


def _run(database: Database, work: Work, row: RowMapping) -> bool:
    """Do one task to its end; False when another worker is at it."""
    actor = _actor(row["asked_by"])
    try:
        with database.transaction(actor) as session:
            if not _claimed(session, row["id"]):
                return False
            if not _begun(database, row["id"]):
                return True
            take_long(session)
            answer = work(session, actor, row["given"], Progress(database, row["id"]))
            _end(session, row["id"], "done", answer=answer)
    except DomainError as refused:
        said = {language: problem(refused, language, "", None) for language in ("vi", "en")}
        _fail(database, row["id"], orjson.loads(orjson.dumps(said, default=str)))
    except Exception:  # noqa: BLE001 - whatever it was, the next task must have its turn
        _log.exception("task_failed", task=str(row["id"]), kind=row["kind"])
        _give_up_or_wait(database, row["id"])
    return True


def _claimed(session: Session, task_id: UUID) -> bool:
    """Whether this transaction is now the only one at the task, which still waits to be done."""
    lock = text("SELECT pg_try_advisory_xact_lock(hashtextextended('task:' || :id, 0))")
    if not session.execute(lock, {"id": str(task_id)}).scalar():
        return False
    state = session.execute(select(TASKS.c.state).where(TASKS.c.id == task_id)).scalar()
    return state in {"queued", "running"}


def _begun(database: Database, task_id: UUID) -> bool:
    """Count one more attempt and say that it runs; False (and failed) when it was tried too often."""
    with database.transaction(system_actor("tasks")) as session:
        begun = (
            update(TASKS).where(TASKS.c.id == task_id).values(state="running", attempts=TASKS.c.attempts + 1)
        )
        attempts = session.execute(begun.returning(TASKS.c.attempts)).scalar_one()
        if attempts > _ATTEMPTS:
            _end(session, task_id, "failed", problem=_FAULT)
    return bool(attempts <= _ATTEMPTS)


def _give_up_or_wait(database: Database, task_id: UUID) -> None:
    with database.transaction(system_actor("tasks")) as session:
        attempts = session.execute(select(TASKS.c.attempts).where(TASKS.c.id == task_id)).scalar_one()
        if attempts >= _ATTEMPTS:
            _end(session, task_id, "failed", problem=_FAULT)


def _fail(database: Database, task_id: UUID, said: Mapping[str, Any]) -> None:
    with database.transaction(system_actor("tasks")) as session:
        _end(session, task_id, "failed", problem=said)


def _end(session: Session, task_id: UUID, state: str, **left: Any) -> None:
    ready = {name: orjson.loads(orjson.dumps(value)) for name, value in left.items()}
    ended = update(TASKS).where(TASKS.c.id == task_id)
    session.execute(ended.values(state=state, finished_at=now(), **ready))


def _kept(actor: Actor) -> dict[str, Any]:
    return {
        "subject": actor.subject,
        "roles": sorted(actor.roles),
        "unit_id": str(actor.unit_id) if actor.unit_id else None,
        "person_id": str(actor.person_id) if actor.person_id else None,
        "scope_all": actor.scope_all,
    }


def _actor(kept: Mapping[str, Any]) -> Actor:
    return Actor(
        subject=kept["subject"],
        roles=frozenset(kept["roles"]),
        unit_id=UUID(kept["unit_id"]) if kept["unit_id"] else None,
        person_id=UUID(kept["person_id"]) if kept["person_id"] else None,
        scope_all=kept["scope_all"],
    )


def _fault(title: str, detail: str) -> dict[str, Any]:
    return {"type": "/problems/internal", "title": title, "status": 500, "detail": detail}


_FAULT = {
    "vi": _fault("Lỗi hệ thống", "Việc này không làm được sau ba lần thử. Dữ liệu chưa bị thay đổi."),
    "en": _fault("System error", "It could not be done in three attempts. Nothing was changed."),
}
