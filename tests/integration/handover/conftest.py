"""Custody on its own: the real application and the real event door over PostgreSQL, and a register that
answers.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.handover.house import House
from tests.servers.databases import Databases


@pytest.fixture(scope="module")
def shared_house(databases: Databases) -> Iterator[House]:
    """One house for the tests of a file; each takes people and assets of its own from it."""
    house = House(databases)
    yield house
    house.close()


@pytest.fixture
def house(shared_house: House) -> Any:
    return shared_house
