"""The HTTP conventions every service inherits, seen on the toy service over a real database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from shared.auth import Actor
from shared.db import Database
from shared.ids import uuid7
from shared.settings import Settings
from shared.tokens import issue_token
from tests.integration.engine import toy
from tests.integration.engine.conftest import settings_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def quiet_settings(toy_database: tuple[str, str, str]) -> Settings:
    return settings_of(toy_database, "")


@pytest.fixture
def application(quiet_settings: Settings) -> Iterator[Any]:
    app = toy.app(quiet_settings)
    with closing(app.extensions["taisan.database"]):
        yield app


@pytest.fixture
def client(application: Any) -> FlaskClient:
    client: FlaskClient = application.test_client()
    return client


@pytest.fixture
def bearer(quiet_settings: Settings) -> Callable[..., dict[str, str]]:
    def headers(role: str = "officer", unit: UUID | None = None, **more: str) -> dict[str, str]:
        token = issue_token(
            quiet_settings.signing_key,
            subject=f"{role}-1",
            audience="toy",
            roles=frozenset({role}),
            unit_id=unit,
        )
        return {"Authorization": f"Bearer {token}", **{k.replace("_", "-"): v for k, v in more.items()}}

    return headers


def made(client: FlaskClient, headers: dict[str, str], unit: UUID, value: int = 0) -> dict[str, Any]:
    answer = client.post("/api/toy/counters", json={"unit_id": str(unit), "value": value}, headers=headers)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_a_repeat_with_the_same_key_gets_the_same_answer_and_changes_nothing(client, bearer, unit, look):
    headers = bearer(unit=unit, Idempotency_Key="k-1")
    first = client.post("/api/toy/counters", json={"unit_id": str(unit)}, headers=headers)
    again = client.post("/api/toy/counters", json={"unit_id": str(unit)}, headers=headers)
    assert (first.status_code, first.data) == (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert look("SELECT count(*) FROM counters") == [(1,)]


def test_a_key_that_came_with_another_body_is_refused(client, bearer, unit):
    headers = bearer(unit=unit, Idempotency_Key="k-2")
    client.post("/api/toy/counters", json={"unit_id": str(unit)}, headers=headers)
    answer = client.post("/api/toy/counters", json={"unit_id": str(unit), "value": 5}, headers=headers)
    assert answer.status_code == 422
    assert answer.get_json()["type"] == "/problems/idempotency-key-reused"


def test_two_at_once_with_one_key_make_one_change(application, bearer, unit, look):
    headers = bearer(unit=unit, Idempotency_Key="k-3")
    answers = []

    def ask() -> None:
        with application.test_client() as mine:
            answers.append(mine.post("/api/toy/counters", json={"unit_id": str(unit)}, headers=headers))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert look("SELECT count(*) FROM counters") == [(1,)]


def test_a_failed_write_leaves_no_key_behind_so_it_may_be_tried_again(client, bearer, unit, look):
    headers = bearer(unit=unit, Idempotency_Key="k-4")
    refused = client.post("/api/toy/counters", json={"unit_id": str(unit), "value": 5000}, headers=headers)
    assert refused.status_code == 422
    assert refused.get_json()["type"] == "/problems/value-refused"
    assert look("SELECT count(*) FROM idempotency_keys") == [(0,)]
    assert client.post("/api/toy/counters", json={"unit_id": str(unit)}, headers=headers).status_code == 201


def test_a_change_needs_the_version_it_was_read_at(client, bearer, unit):
    headers = bearer(unit=unit)
    counter = made(client, headers, unit)
    path = f"/api/toy/counters/{counter['id']}/counting"
    assert client.post(path, headers=headers).status_code == 428
    assert client.post(path, headers=headers | {"If-Match": '"7"'}).status_code == 412
    changed = client.post(path, headers=headers | {"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert client.post(path, headers=headers | {"If-Match": '"1"'}).status_code == 412


@pytest.mark.parametrize(
    ("authorization", "status"),
    [("", 401), ("Bearer nonsense", 401), ("Bearer a.b.c", 401), ("Basic abc", 401)],
)
def test_who_cannot_be_believed_is_asked_to_log_in(client, authorization, status):
    headers = {"Authorization": authorization} if authorization else {}
    answer = client.get(f"/api/toy/counters/{uuid7()}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.mimetype == "application/problem+json"


def test_a_role_without_the_right_is_refused_in_the_readers_language(client, bearer, unit):
    headers = bearer("holder", unit)
    vietnamese = client.post("/api/toy/counters", json={"unit_id": str(unit)}, headers=headers)
    english = client.post(
        "/api/toy/counters", json={"unit_id": str(unit)}, headers=headers | {"Accept-Language": "en"}
    )
    assert vietnamese.status_code == english.status_code == 403
    assert vietnamese.get_json()["title"] == "Không có quyền"
    assert english.get_json()["title"] == "Not permitted"


def test_what_belongs_to_another_unit_does_not_exist_for_the_asker(client, bearer, unit):
    counter = made(client, bearer(unit=unit), unit)
    stranger = client.get(f"/api/toy/counters/{counter['id']}", headers=bearer(unit=uuid7()))
    assert stranger.status_code == 404
    without_unit = client.get(f"/api/toy/counters/{counter['id']}", headers=bearer())
    assert without_unit.status_code == 404


def test_writing_into_another_unit_is_refused_by_the_database_itself(client, bearer, unit):
    answer = client.post("/api/toy/counters", json={"unit_id": str(uuid7())}, headers=bearer(unit=unit))
    assert answer.status_code == 403
    assert answer.get_json()["type"] == "/problems/outside-your-units"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/unit_id"),
        ({"unit_id": "no"}, "/unit_id"),
        ({"unit_id": str(uuid7()), "value": "x"}, "/value"),
        ({"unit_id": str(uuid7()), "value": 1.5}, "/value"),
        ({"unit_id": str(uuid7()), "version": 9}, "/version"),
    ],
)
def test_each_fault_of_a_body_is_named_by_its_pointer_in_vietnamese(client, bearer, unit, body, pointer):
    answer = client.post("/api/toy/counters", json=body, headers=bearer(unit=unit))
    assert answer.status_code == 422
    faults = answer.get_json()["errors"]
    assert [fault["pointer"] for fault in faults] == [pointer]
    assert not any(word in faults[0]["detail"] for word in ("Not", "Missing", "Unknown"))


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"1",
        b"\xff\xfe",
        b'{"unit_id": "\\u0000"}',
        b'{"unit_id": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"unit_id": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"unit_id": ' + b"[" * 90_000 + b"]" * 90_000 + b"}",
    ],
    ids=range(9),
)
def test_what_is_not_a_json_object_of_sound_text_is_refused_whole(client, bearer, unit, body):
    answer = client.post("/api/toy/counters", data=body, headers=bearer(unit=unit))
    assert answer.status_code == 400


def test_unknown_paths_and_methods_are_problems_too(client):
    assert client.get("/api/toy/nothing").get_json()["type"] == "/problems/http-404"
    wrong = client.delete(f"/api/toy/counters/{uuid7()}")
    assert (wrong.status_code, wrong.get_json()["type"]) == (405, "/problems/http-405")
    assert "GET" in wrong.headers["Allow"]


def test_the_feed_is_dense_cut_by_position_and_scoped_by_unit(client, bearer, unit, quiet_settings):
    from shared.bus import make_bus
    from shared.relay import Relay

    toy.record_counts(quiet_settings, unit, list(range(300)))
    relay = Relay("toy", quiet_settings.database_url, make_bus("amqp://nowhere.invalid"))
    with psycopg.connect(
        quiet_settings.database_url, autocommit=True, row_factory=psycopg.rows.dict_row
    ) as connection:
        connection.execute("SELECT set_config('app.scope', 'all', false)")
        relay.step(connection)
    first = client.get("/api/toy/events", headers=bearer("auditor", unit)).get_json()
    second = client.get(f"/api/toy/events?after={first['next']}", headers=bearer("auditor", unit)).get_json()
    positions = [int(e["position"]) for e in first["events"] + second["events"]]
    assert positions == list(range(1, 301))
    assert (len(first["events"]), first["next"], second["next"]) == (256, 256, 300)
    assert client.get("/api/toy/events", headers=bearer("auditor", uuid7())).get_json()["events"] == []
    assert client.get("/api/toy/events", headers=bearer("officer", unit)).status_code == 403


def test_a_read_costs_four_statements_and_a_keyed_write_seven(application, client, bearer, unit):
    counter = made(client, bearer(unit=unit), unit)
    with counted_statements(application) as statements:
        client.get(f"/api/toy/counters/{counter['id']}", headers=bearer(unit=unit))
    assert len(statements) == 4, statements
    with counted_statements(application) as statements:
        client.post(
            "/api/toy/counters", json={"unit_id": str(unit)}, headers=bearer(unit=unit, Idempotency_Key="s")
        )
    assert len(statements) == 7, statements


def test_append_only_tables_refuse_change_even_to_their_owner(quiet_settings):
    with psycopg.connect(quiet_settings.owner_url) as owner:
        owner.execute("INSERT INTO diary VALUES ('một')")
        owner.commit()
        for statement in ("UPDATE diary SET entry = 'hai'", "DELETE FROM diary", "TRUNCATE diary"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                owner.execute(statement)
            owner.rollback()


def test_it_is_alive_without_a_database_and_ready_only_with_it(toy_database):
    lost = settings_of(("postgresql://toy_app:toy@127.0.0.1:1/nothing", "", ""), "")
    app = toy.app(lost)
    with closing(app.extensions["taisan.database"]), app.test_client() as client:
        assert client.get("/api/toy/livez").status_code == 200
        assert client.get("/api/toy/readyz").status_code == 503
        assert client.get("/api/toy/metrics").status_code == 200
        headers = {"Authorization": f"Bearer {_token(lost)}"}
        answer = client.get(f"/api/toy/counters/{uuid7()}", headers=headers)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_route_without_a_policy_row_fails_the_start(quiet_settings, monkeypatch):
    monkeypatch.delitem(toy.POLICIES, "POST /counters")
    with pytest.raises(LookupError, match="POST /counters"):
        toy.app(quiet_settings)


def test_a_policy_row_without_a_route_fails_the_start(quiet_settings, monkeypatch):
    from shared.web.policy import allow

    monkeypatch.setitem(toy.POLICIES, "DELETE /everything", allow("admin"))
    with pytest.raises(LookupError, match="DELETE /everything"):
        toy.app(quiet_settings)


def test_a_service_key_cannot_speak_for_a_person(quiet_settings, client):
    token = issue_token(
        quiet_settings.secret_key,
        subject="officer-1",
        audience="toy",
        roles=frozenset({"officer"}),
        unit_id=uuid7(),
    )
    answer = client.get(f"/api/toy/counters/{uuid7()}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_a_token_for_another_service_is_refused(quiet_settings, client):
    token = issue_token(
        quiet_settings.signing_key,
        subject="a",
        audience="assets",
        roles=frozenset({"officer"}),
        unit_id=uuid7(),
    )
    answer = client.get(f"/api/toy/counters/{uuid7()}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def _token(settings: Settings) -> str:
    return issue_token(settings.signing_key, subject="a", audience="toy", roles=frozenset({"officer"}))


class counted_statements:  # noqa: N801 - reads as a phrase
    """Every round trip that a request makes: BEGIN, the settings, each statement, COMMIT or ROLLBACK."""

    def __init__(self, application: Any) -> None:
        self.engine = application.extensions["taisan.database"].engine
        self.seen: list[str] = []

    def __enter__(self) -> list[str]:
        self._listeners = [
            ("begin", lambda connection: self.seen.append("BEGIN")),
            ("commit", lambda connection: self.seen.append("COMMIT")),
            ("rollback", lambda connection: self.seen.append("ROLLBACK")),
            ("before_cursor_execute", lambda c, cursor, statement, *rest: self.seen.append(statement)),
        ]
        for name, listener in self._listeners:
            event.listen(self.engine, name, listener)
        return self.seen

    def __exit__(self, *exception: object) -> None:
        for name, listener in self._listeners:
            event.remove(self.engine, name, listener)


def test_what_a_transaction_may_see_ends_with_it_on_a_pooled_connection(quiet_settings, unit):
    with closing(Database(quiet_settings.database_url, pool_size=1)) as database:
        with database.transaction(Actor("mai", frozenset({"officer"}), unit, uuid7())) as session:
            assert session.execute(text("SELECT current_setting('app.unit', true)")).scalar() == str(unit)
        with database.engine.connect() as connection:
            left = connection.execute(
                text("SELECT current_setting('app.unit', true), current_setting('app.person', true)")
            ).one()
    assert set(left) <= {"", None}
