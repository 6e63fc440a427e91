"""The register over a real database: the district with two wards and a school, and callers of every role."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient

from services.assets.app import create_app
from shared.tokens import issue_token
from tests.servers.databases import USER_KEY, Databases

Json = dict[str, Any]


class Caller:
    """Speaks to the register as one person; answers are werkzeug test responses."""

    def __init__(
        self, client: FlaskClient, roles: set[str], unit: str | None = None, person: str | None = None
    ):
        self.client = client
        self.token = issue_token(
            USER_KEY,
            subject=f"test:{'-'.join(sorted(roles))}",
            audience="assets",
            roles=frozenset(roles),
            unit_id=UUID(unit) if unit else None,
            person_id=UUID(person) if person else None,
        )

    def send(self, method: str, path: str, version: int | None = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.client.open(f"/api/assets{path}", method=method, headers=headers, **more)

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, query_string=query)

    def post(self, path: str, body: Json | None = None, **more: Any) -> Any:
        return self.send("POST", path, json=body or {}, **more)

    def patch(self, path: str, version: int, body: Json) -> Any:
        return self.send("PATCH", path, version, json=body)

    def made(self, path: str, body: Json) -> Json:
        answer = self.post(path, body)
        assert answer.status_code == 201, answer.json
        return answer.json


class Register:
    """One running register with its units and callers."""

    def __init__(self, databases: Databases) -> None:
        self.databases = databases
        self.app = create_app(databases.settings("assets", bus_url="amqp://unused"))
        self.client = self.app.test_client()
        self.machine = self.caller({"service"})
        self.district = self.machine.made(
            "/units", {"code": "LB", "name": "UBND quận Long Biên", "kind": "district"}
        )
        self.bo_de = self.ward("BD", "UBND phường Bồ Đề")
        self.cu_khoi = self.ward("CK", "UBND phường Cự Khối")
        self.officer = self.caller({"officer"}, self.district["id"])
        self.ward_officer = self.caller({"officer"}, self.bo_de["id"])

    def ward(self, code: str, name: str) -> Json:
        body = {"code": code, "name": name, "kind": "ward", "parent_id": self.district["id"]}
        return self.machine.made("/units", {**body, "valid_from": "2003-11-06"})

    def caller(self, roles: set[str], unit: str | None = None, person: str | None = None) -> Caller:
        return Caller(self.client, roles, unit, person)

    def asset(self, unit: Json | None = None, **more: Any) -> Json:
        body = {
            "name": "Máy tính bảng",
            "category": "tablet",
            "unit_id": (unit or self.bo_de)["id"],
            "cost": 7_220_000,
        }
        return self.officer.made("/assets", body | more)

    def person(self, unit: Json | None = None, **more: Any) -> Json:
        body = {
            "code": "NV001",
            "name": "Đặng Minh Ánh",
            "post": "Chuyên viên",
            "unit_id": (unit or self.bo_de)["id"],
        }
        return self.officer.made("/people", body | more)

    def look(self, query: str, *values: Any) -> list[Any]:
        """Ask the database as its administrator, whom no policy binds."""
        with psycopg.connect(self.databases.admin_url("assets")) as admin:
            return admin.execute(query, values).fetchall()

    def look_and_write(self, statement: str, *values: Any) -> None:
        """Change the database as its administrator: what no request could bring about."""
        with psycopg.connect(self.databases.admin_url("assets")) as admin:
            admin.execute(statement, values)

    def told(self, subject: str) -> list[tuple[str, int]]:
        """The events of one aggregate, in order."""
        return self.look("SELECT type, sequence FROM outbox WHERE subject = %s ORDER BY sequence", subject)


@pytest.fixture
def register(fresh_databases: Databases) -> Iterator[Register]:
    running = Register(fresh_databases)
    yield running
    running.app.extensions["taisan.database"].close()


@pytest.fixture(scope="module")
def standing(databases: Databases) -> Iterator[Register]:
    """One register for the tests of a file that leave nothing behind, or nothing that others would notice."""
    running = Register(databases)
    yield running
    running.app.extensions["taisan.database"].close()


@pytest.fixture
def statements(register: Register) -> Callable[[Callable[[], Any]], list[str]]:
    """The SQL that a call sends, BEGIN and COMMIT among it."""
    from sqlalchemy import event

    engine = register.app.extensions["taisan.database"].engine

    def during(call: Callable[[], Any]) -> list[str]:
        sent: list[str] = []
        listeners = {
            "before_cursor_execute": lambda *said: sent.append(said[2]),
            "begin": lambda _: sent.append("BEGIN"),
            "commit": lambda _: sent.append("COMMIT"),
        }
        for name, listener in listeners.items():
            event.listen(engine, name, listener)
        try:
            call()
        finally:
            for name, listener in listeners.items():
                event.remove(engine, name, listener)
        return sent

    return during
