"""Long work: asked for with a request, done by the worker as whoever asked, watched, ended once."""

import threading
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.auth import Actor, system_actor
from shared.db import Database
from shared.errors import Conflict, NotFound
from shared.ids import uuid7
from shared.tasks import ask, run_waiting, task

pytestmark = pytest.mark.postgres

UNIT = uuid7()
OFFICER = Actor("account:1", frozenset({"officer"}), UNIT, uuid7())
STRANGER = Actor("account:2", frozenset({"officer"}), uuid7(), uuid7())


@pytest.fixture
def database(fresh_databases):
    made = Database(fresh_databases.url("assets"), pool_size=6)
    with made.transaction(system_actor("test")) as session:
        session.execute(text("INSERT INTO unit_scope VALUES (:u, :u)"), {"u": UNIT})
    yield made
    made.close()


def asked(database, kind="count", **given) -> UUID:
    with database.transaction(OFFICER) as session:
        return ask(session, OFFICER, kind, given)["id"]


def seen(database, task_id, actor=OFFICER):
    with database.transaction(actor) as session:
        return task(session, task_id)


def mapping_of(session, name):
    row = {"id": name, "unit": OFFICER.unit_id}
    session.execute(text("INSERT INTO import_mappings VALUES (:id, :unit, 'x', '{}')"), row)


def mappings(database) -> int:
    with database.transaction(system_actor("test")) as session:
        return int(
            session.execute(text("SELECT count(*) FROM import_mappings WHERE name = 'x'")).scalar_one()
        )


def test_the_work_is_done_as_whoever_asked_and_its_answer_is_kept(database):
    def count(session, actor, given, progress):
        mapping_of(session, given["name"])
        return {"actor": actor.subject, "seen": session.execute(text("SHOW app.unit")).scalar()}

    task_id = asked(database, name="a")
    assert seen(database, task_id)["state"] == "queued"
    assert run_waiting(database, {"count": count}) == 1
    done = seen(database, task_id)
    assert done["state"] == "done"
    assert done["answer"] == {"actor": OFFICER.subject, "seen": str(UNIT)}
    assert done["finished_at"] is not None
    assert run_waiting(database, {"count": count}) == 0
    assert mappings(database) == 1


def test_it_may_take_longer_than_a_request_and_no_other_transaction_may(database):
    def long(session, actor, given, progress):
        return {"limit": session.execute(text("SHOW statement_timeout")).scalar()}

    task_id = asked(database)
    run_waiting(database, {"count": long})
    assert seen(database, task_id)["answer"] == {"limit": "20min"}
    with database.transaction(OFFICER) as session:
        assert session.execute(text("SHOW statement_timeout")).scalar() != "20min"


def test_progress_is_seen_while_the_work_has_not_committed(database):
    watched = []

    def slow(session, actor, given, progress):
        mapping_of(session, "half")
        progress(3, 10)
        watched.append((seen(database, task_id), mappings(database)))
        return {}

    task_id = asked(database)
    run_waiting(database, {"count": slow})
    (during, committed), *_ = watched
    assert (during["state"], during["done"], during["total"]) == ("running", 3, 10)
    assert committed == 0
    assert mappings(database) == 1


def test_a_refusal_ends_it_with_the_problem_in_both_languages_and_nothing_written(database):
    def refused(session, actor, given, progress):
        mapping_of(session, "never")
        raise Conflict("not-now", vi="Chưa được.", en="Not now.", holder="x")

    task_id = asked(database)
    assert run_waiting(database, {"count": refused}) == 1
    ended = seen(database, task_id)
    assert (ended["state"], ended["answer"]) == ("failed", None)
    assert ended["problem"]["vi"]["detail"] == "Chưa được."
    assert ended["problem"]["en"]["type"] == "/problems/not-now"
    assert ended["problem"]["en"]["status"] == 409
    assert mappings(database) == 0


def test_a_fault_is_tried_three_times_and_then_said_without_its_inside(database):
    tries = []

    def broken(session, actor, given, progress):
        mapping_of(session, "never")
        tries.append(1)
        raise RuntimeError("secret inside")

    task_id = asked(database)
    run_waiting(database, {"count": broken})
    ended = seen(database, task_id)
    assert len(tries) == 3
    assert ended["state"] == "failed"
    assert "secret" not in str(ended["problem"])
    assert mappings(database) == 0


def test_work_that_was_broken_off_is_begun_again_by_another_worker(database):
    class Killed(BaseException):
        """As if the process had died: nothing but the connection's end is left."""

    def dies(session, actor, given, progress):
        mapping_of(session, "lost")
        progress(1, 2)
        raise Killed

    task_id = asked(database)
    with pytest.raises(Killed):
        run_waiting(database, {"count": dies})
    assert seen(database, task_id)["state"] == "running"
    assert mappings(database) == 0
    assert run_waiting(database, {"count": lambda *_: {"again": True}}) == 1
    assert seen(database, task_id)["answer"] == {"again": True}


def test_two_workers_do_one_task_once(database):
    begun, finish, ran = threading.Event(), threading.Event(), []

    def slow(session, actor, given, progress):
        ran.append(1)
        begun.set()
        assert finish.wait(30)
        return {}

    task_id = asked(database)
    first = threading.Thread(target=run_waiting, args=(database, {"count": slow}))
    first.start()
    assert begun.wait(30)
    assert run_waiting(database, {"count": slow}) == 0
    finish.set()
    first.join()
    assert ran == [1]
    assert seen(database, task_id)["state"] == "done"


def test_nobody_else_sees_the_task_and_unknown_kinds_wait_for_who_knows_them(database):
    task_id = asked(database, kind="of a newer version")
    assert run_waiting(database, {"count": lambda *_: {}}) == 0
    assert seen(database, task_id)["state"] == "queued"
    with pytest.raises(NotFound):
        seen(database, task_id, STRANGER)
