"""The services' databases: migrated once in a test run, copied for whoever wants one of their own."""

import secrets
from functools import cached_property
from urllib.parse import urlsplit, urlunsplit

import psycopg

from shared.bus.embedded import create_schema
from shared.db.migration import upgrade
from shared.settings import Settings
from shared.tokens import new_key
from taisan.embedded.provision import provision
from taisan.services import APIS, BUS, DATABASES, SERVICES, role_url

_RIGHTS = """
SELECT grantee::regrole::text, privilege_type FROM pg_database, aclexplode(datacl)
WHERE datname = %s AND grantee <> 0
"""
PASSWORD = "toy"  # of every role on the test server

USER_KEY, _USER_KEYS = new_key("test-user", "user")
SERVICE_KEY, _SERVICE_KEYS = new_key("test-service", "service")
TOKEN_KEYS = _USER_KEYS | _SERVICE_KEYS


def make_templates(admin_url: str) -> None:
    """Provision and migrate taisan_<service> for every service; these are only copied from."""
    provision(admin_url, DATABASES, lambda role: PASSWORD)
    create_schema(role_url(admin_url, BUS, "bus_owner", PASSWORD))
    for service in SERVICES:
        upgrade(service, role_url(admin_url, service, f"{service}_owner", PASSWORD))


def _give_rights(admin: psycopg.Connection, template: str, copy: str) -> None:
    """On `copy` the rights that roles have on `template`, and no others: CREATE DATABASE copies none, and
    gives everybody more than an installation does.
    """
    admin.execute(f"REVOKE ALL ON DATABASE {copy} FROM PUBLIC")
    for role, right in admin.execute(_RIGHTS, [template]).fetchall():
        admin.execute(f"GRANT {right} ON DATABASE {copy} TO {role}")


class Databases:
    """Fresh, migrated copies, each made when it is first asked for and dropped at the end."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._mark = secrets.token_hex(4)
        self._made: set[str] = set()

    def url(self, service: str, role: str = "app") -> str:
        """The address of the copy of `service` ("bus" too) for its role "app" or "owner"."""
        return self._with_name(role_url(self._admin_url, service, f"{service}_{role}", PASSWORD), service)

    def admin_url(self, service: str) -> str:
        """The same for the server's administrator, whom no policy binds."""
        return self._with_name(self._admin_url, service)

    @cached_property
    def bus_url(self) -> str:
        """The embedded bus of these copies."""
        return self.url(BUS)

    def settings(self, service: str, *, bus_url: str = "", smtp_url: str = "") -> Settings:
        """The settings of `service` on these copies, in the test environment; its answers are verified."""
        return Settings(
            service,
            self.url(service),
            owner_url=self.url(service, "owner"),
            bus_url=bus_url or self.bus_url,
            token_keys=TOKEN_KEYS,
            signing_key=USER_KEY if service == "web" else SERVICE_KEY,
            peers={name: f"http://{name}.test" for name in APIS},
            public_base_url="https://taisan.test",
            secret_key="not a secret, for tests only: 32 characters",
            smtp_url=smtp_url,
            environment="test",
            pool_size=6,
            verify_answers=True,
        )

    def drop(self) -> None:
        """Drop every copy, whoever is still connected."""
        with psycopg.connect(self._admin_url, autocommit=True) as admin:
            for name in self._made:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._made.clear()

    def _with_name(self, url: str, service: str) -> str:
        name = f"copy_{self._mark}_{service}"
        if name not in self._made:
            with psycopg.connect(self._admin_url, autocommit=True) as admin:
                admin.execute(f"CREATE DATABASE {name} TEMPLATE taisan_{service} OWNER {service}_owner")
                _give_rights(admin, f"taisan_{service}", name)
            self._made.add(name)
        return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
