"""A web over a house with one ward, and browsers without scripts that visit it."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.web.accounts import create_account
from shared.auth import system_actor
from shared.db import Database
from shared.ids import uuid7
from tests.house import House
from tests.servers.databases import Databases

PASSWORD = "Mat-khau-thu-1"
PIN = "135791"


@dataclass
class Town:
    """The web over a house with one ward, an officer, a holder, and two tablets."""

    house: House
    web: Any
    unit: str = ""
    people: dict[str, Any] = field(default_factory=dict)
    assets: list[dict[str, Any]] = field(default_factory=list)

    def visitor(self, login: str = "") -> "Visitor":
        """A browser, logged in as `login` unless it is empty."""
        visitor = Visitor(self.web.test_client())
        if login:
            visitor.log_in(login)
        return visitor


@dataclass
class Visitor:
    """A browser without scripts."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, base_url="https://taisan.test", **more)

    def post(self, path: str, data: dict[str, Any], *, csrf: str | None = None, **more: Any) -> TestResponse:
        """Send a form with the token of a page that this browser was shown."""
        sent = {"csrf": self.token() if csrf is None else csrf, "key": str(uuid7()), **data}
        return self.client.post(path, base_url="https://taisan.test", data=sent, **more)

    def token(self) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.get("/login", follow_redirects=True).text)
        assert found
        return found.group(1)

    def log_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/login", {"login": login, "password": password})

    def cookie(self) -> str:
        kept = self.client.get_cookie("__Host-taisan", domain="taisan.test")
        return kept.value if kept else ""


def open_accounts(databases: Databases, town: Town) -> None:
    """One account for each of the roles, with the person of that name."""
    database = Database(databases.url("web"), pool_size=1)
    with database.transaction(system_actor("web")) as session:
        for login, roles, person in (
            ("officer", ["officer"], "officer"),
            ("holder", ["holder"], "holder"),
            ("head", ["head"], "head"),
            ("auditor", ["auditor"], None),
        ):
            person_id = UUID(town.people[person]["id"]) if person else None
            create_account(
                session,
                login=login,
                name=login,
                password=PASSWORD,
                roles=roles,
                unit_id=UUID(town.unit),
                person_id=person_id,
            )
    database.close()
