"""The world that the notification tests live in: without mail, and with a real SMTP server."""

from collections.abc import Iterator

import pytest

from tests.integration.notifications.world import World
from tests.servers.databases import Databases
from tests.servers.mail import Mailbox


@pytest.fixture(scope="module")
def world(databases: Databases) -> Iterator[World]:
    """Notifications on a database of this file's own, no mail server configured."""
    made = World(databases)
    yield made
    made.close()


@pytest.fixture
def posting_world(fresh_databases: Databases, mailbox: Mailbox) -> Iterator[World]:
    """Notifications on a database of this test's own, sending to `mailbox`."""
    made = World(fresh_databases, mailbox.url)
    yield made
    made.close()
