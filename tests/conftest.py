"""The servers that tests may ask for. Where one is missing its tests are skipped, under CI=true they fail."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

from taisan.embedded import postgres as embedded
from tests.house import House
from tests.servers import browser as browsers
from tests.servers import node
from tests.servers import rabbitmq as brokers
from tests.servers.databases import PASSWORD, Databases, make_templates
from tests.servers.mail import Mailbox

# These machines are noisy: how long an example takes says nothing about the product.
settings.register_profile("noisy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("noisy")

IN_CI = os.environ.get("CI") == "true"


@dataclass(frozen=True)
class PostgresForTests:
    """The test run's PostgreSQL; it forgets what a power cut would make it forget, and is quick for it."""

    admin_url: str
    server: embedded.Postgres


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresForTests]:
    folder = tmp_path_factory.mktemp("postgres")
    careless = (("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"))
    server = embedded.Postgres(folder / "data", folder / "log", PASSWORD, careless)
    server.create()
    port = embedded.free_port()
    process = server.start(port)
    yield PostgresForTests(server.url(port), server)
    embedded.stop(process)


@pytest.fixture(scope="session")
def templates(postgres: PostgresForTests) -> str:
    """The administrator's address of the server that holds the migrated databases to copy from."""
    make_templates(postgres.admin_url)
    return postgres.admin_url


@pytest.fixture(scope="module")
def databases(templates: str) -> Iterator[Databases]:
    """Fresh databases of the services, shared by the tests of one file."""
    made = Databases(templates)
    yield made
    made.drop()


@pytest.fixture
def fresh_databases(templates: str) -> Iterator[Databases]:
    """Fresh databases for one test alone."""
    made = Databases(templates)
    yield made
    made.drop()


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[House]:
    """All services in this process over the file's databases; tests of one file share it."""
    made = House(databases)
    yield made
    made.close()


@pytest.fixture(scope="session")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[brokers.RabbitMQ]:
    """The test run's RabbitMQ; ask it for `new_vhost()`."""
    if brokers.installation() is None:
        _missing("rabbitmq-server is not installed (apt-get install rabbitmq-server)")
    broker = brokers.RabbitMQ(tmp_path_factory.mktemp("rabbitmq"))
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture(scope="module")
def chromium() -> Iterator[browsers.Browser]:
    """A headless Chromium; open pages with `tests.servers.browser.visit`. It ends with its file: while it
    runs, so does an event loop in this thread, and others want one too.
    """
    if not browsers.CHROMIUM.exists():
        _missing("chromium is not installed (apt-get install chromium)")
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def node_examples() -> Path:
    """The folder examples/ with the packages that its Node programs need."""
    folder = Path(__file__).resolve().parent.parent / "examples"
    try:
        node.install(folder)
    except node.NodeMissing as missing:
        _missing(str(missing))
    return folder


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """An SMTP server on loopback."""
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent


def _missing(what: str) -> NoReturn:
    if IN_CI:
        pytest.fail(what)
    pytest.skip(what)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that did not run is a test that failed."""
    if IN_CI and _counted(session.config)["skipped"]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """The closing line, after everything else that pytest says."""
    if config.pluginmanager.has_plugin("terminalreporter"):
        counts = _counted(config)
        if any(counts.values()):
            print("taisan: {passed} passed, {failed} failed, {skipped} skipped".format(**counts))


def _counted(config: pytest.Config) -> dict[str, int]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    said = reporter.stats if reporter else {}
    failed = len(said.get("failed", ())) + len(said.get("error", ()))
    return {"passed": len(said.get("passed", ())), "failed": failed, "skipped": len(said.get("skipped", ()))}
