"""What was known of an asset at a moment is what a naive replay of its changes says, whatever the changes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from services.assets.forms.catalogue import rows_of
from tests.integration.assets.conftest import Register
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
FIELDS = ("name", "made_year", "serial", "put_to_use_on")
STATES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Máy A", "Máy B", ""]),
        "made_year": st.sampled_from([None, 2020, 2023]),
        "serial": st.sampled_from(["", "S-1", "S-2"]),
        "put_to_use_on": st.sampled_from([None, "2024-01-01", "2025-06-30"]),
    }
)


@pytest.fixture(scope="module")
def asset(databases: Databases) -> Iterator[tuple[psycopg.Connection, str, str]]:
    register = Register(databases)
    made = register.asset()
    with psycopg.connect(databases.admin_url("assets")) as admin:
        yield admin, made["id"], register.district["id"]
    register.app.extensions["taisan.database"].close()


@given(states=st.lists(STATES, min_size=1, max_size=6), known=st.integers(0, 7))
def test_what_was_known_is_what_a_replay_says(asset, states: list[dict], known: int) -> None:
    admin, asset_id, unit = asset
    moment = BEGAN + timedelta(days=known, hours=12)
    with admin.transaction(force_rollback=True):
        admin.execute("ALTER TABLE asset_changes DISABLE TRIGGER USER")
        admin.execute("DELETE FROM asset_changes")
        for day, (before, after) in enumerate(pairwise(states), start=1):
            changed = {name: value for name, value in before.items() if value != after[name]}
            admin.execute(
                "INSERT INTO asset_changes VALUES (%s, %s, %s, 't', 'changed', %s, '{}', '')",
                [asset_id, day + 1, BEGAN + timedelta(days=day), Jsonb(changed)],
            )
        admin.execute(
            "UPDATE assets SET name = %(name)s, made_year = %(made_year)s, serial = %(serial)s,"
            " put_to_use_on = %(put_to_use_on)s WHERE id = %(id)s",
            {**states[-1], "id": asset_id},
        )
        given = {"unit": unit, "below": True, "known_at": moment, "to": BEGAN.date(), "from": BEGAN.date()}
        known_part = rows_of("08a-dk-tsc").split("SELECT 'Tài sản cố định khác'")[0]
        query = (
            known_part
            + "SELECT name, made_year, serial, put_to_use_on::text FROM described WHERE id = %(id)s"
        )
        row = admin.execute(query, {**given, "id": asset_id}).fetchone()
    assert row == tuple(states[min(known, len(states) - 1)][name] for name in FIELDS)
