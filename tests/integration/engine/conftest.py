"""The toy service with a database of its own, on the embedded bus and on RabbitMQ in turn."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.bus import Subscription, make_bus
from shared.bus.embedded import create_schema
from shared.ids import uuid7
from shared.settings import Settings
from shared.tokens import new_key
from taisan.embedded.provision import provision
from tests.integration.engine import toy

PASSWORD = "toy"


@pytest.fixture(scope="session")
def toy_template(postgres: Any) -> str:
    """The toy's database, made once and copied for each test; returns the administrator's address."""
    toy.promise()
    provision(postgres.admin_url, ["toy", "bus"], lambda role: PASSWORD)
    toy.make_tables(address(postgres.admin_url, "taisan_toy", "toy_owner"))
    return str(postgres.admin_url)


def address(admin_url: str, database: str, role: str) -> str:
    host = admin_url.rsplit("@", 1)[1].split("/", 1)[0]
    return f"postgresql://{role}:{PASSWORD}@{host}/{database}"


@pytest.fixture
def toy_database(toy_template: str) -> Iterator[tuple[str, str, str]]:
    """A fresh copy of the toy's database: the addresses of its app, its owner and the administrator."""
    name = f"toy_{secrets.token_hex(4)}"
    with psycopg.connect(toy_template, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE taisan_toy")
        admin.execute(f"GRANT CONNECT ON DATABASE {name} TO toy_app, toy_owner")
    yield (
        address(toy_template, name, "toy_app"),
        address(toy_template, name, "toy_owner"),
        toy_template.rsplit("/", 1)[0] + f"/{name}",
    )
    with psycopg.connect(toy_template, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def embedded_bus_url(toy_template: str) -> Iterator[str]:
    """An empty embedded bus."""
    name = f"bus_{secrets.token_hex(4)}"
    with psycopg.connect(toy_template, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} OWNER bus_owner")
    create_schema(address(toy_template, name, "bus_owner"))
    yield address(toy_template, name, "bus_app")
    with psycopg.connect(toy_template, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["embedded", pytest.param("rabbitmq", marks=pytest.mark.rabbitmq)])
def bus_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty bus of each kind, with the toy's queue."""
    if request.param == "embedded":
        url = str(request.getfixturevalue("embedded_bus_url"))
    else:
        url = str(request.getfixturevalue("rabbitmq").new_vhost())
    make_bus(url).declare([Subscription("toy", tuple(toy.SUBSCRIPTIONS))])
    return url


def settings_of(addresses: tuple[str, str, str], bus_url: str) -> Settings:
    signing, keys = new_key("web", "user")
    service_signing, service_keys = new_key("toy", "service")
    return Settings(
        "toy",
        addresses[0],
        owner_url=addresses[1],
        bus_url=bus_url,
        token_keys={**keys, **service_keys},
        signing_key=signing,
        secret_key=service_signing,
        environment="test",
        verify_answers=True,
    )


@pytest.fixture
def toy_settings(toy_database: tuple[str, str, str], bus_url: str) -> Settings:
    """The toy's settings; its signing key may mint tokens for anybody."""
    return settings_of(toy_database, bus_url)


@pytest.fixture
def unit(toy_database: tuple[str, str, str]) -> UUID:
    """A unit that exists."""
    made = uuid7()
    with psycopg.connect(toy_database[2]) as admin:
        admin.execute("INSERT INTO unit_scope VALUES (%s, %s)", [made, made])
    return made


@pytest.fixture
def look(toy_database: tuple[str, str, str]) -> Callable[[str], list[Any]]:
    """Ask the database as its administrator, whom no policy binds."""

    def ask(query: str) -> list[Any]:
        with psycopg.connect(toy_database[2]) as admin:
            return admin.execute(query).fetchall()

    return ask


@pytest.fixture
def dead_letters(look: Callable[[str], list[Any]]) -> Callable[[], list[tuple[str, str, str]]]:
    """(body, reason, state) of what the toy gave up, the earliest death first."""

    def kept() -> list[tuple[str, str, str]]:
        rows = look("SELECT body, reason, state FROM dead_events ORDER BY died_at, event_id")
        return [(bytes(body).decode(), reason, state) for body, reason, state in rows]

    return kept
