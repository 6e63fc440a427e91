"""Whose rows are whose is held by the database itself, on every table that has a unit or a person."""

import psycopg
import pytest

from shared.ids import uuid7
from taisan.services import SERVICES

pytestmark = pytest.mark.postgres

# Tables whose rows are the tree itself or belong to nobody; all else with such a column needs a policy.
STRUCTURE = {"unit_scope", "unit_edges", "inbox", "idempotency_keys", "alembic_version"}

WITH_OWNERS = """
SELECT DISTINCT c.relname, c.relrowsecurity, c.relforcerowsecurity,
       (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND (a.attname ~ '(^|_)(unit|person)_id$' OR EXISTS (
        SELECT 1 FROM pg_constraint f JOIN pg_class whole ON whole.oid = f.confrelid
        WHERE f.conrelid = c.oid AND f.contype = 'f' AND whole.relrowsecurity))
ORDER BY c.relname
"""


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_with_a_unit_or_a_person_has_a_forced_policy(databases, service):
    with psycopg.connect(databases.admin_url(service)) as admin:
        tables = [row for row in admin.execute(WITH_OWNERS) if row[0] not in STRUCTURE]
    unprotected = [
        name for name, enabled, forced, policies in tables if not (enabled and forced and policies)
    ]
    assert tables, "a service without a single such table means that the look itself is wrong"
    assert unprotected == []


def test_a_table_without_a_policy_is_found_by_that_look(databases):
    with psycopg.connect(databases.admin_url("assets")) as admin:
        admin.execute("CREATE TABLE forgotten (id int, unit_id uuid)")
        found = {row[0]: row[1:] for row in admin.execute(WITH_OWNERS)}
        admin.rollback()
    assert found["forgotten"] == (False, False, 0)


@pytest.mark.parametrize("service", SERVICES)
def test_the_services_role_owns_nothing_and_cannot_bypass_policies(databases, service):
    with psycopg.connect(databases.admin_url(service)) as admin:
        owned = admin.execute(
            "SELECT relname FROM pg_class WHERE relowner = %s::regrole AND relkind IN ('r', 'v', 'S')",
            [f"{service}_app"],
        ).fetchall()
        rights = admin.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s",
            [f"{service}_app"],
        ).fetchone()
        deletable = admin.execute(
            "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = %s"
            " AND privilege_type IN ('DELETE', 'TRUNCATE')"
            " AND table_name NOT IN ('unit_scope', 'unit_edges', 'sessions')",
            [f"{service}_app"],
        ).fetchall()
    assert owned == []
    assert rights == (False, False, False, False)
    assert deletable == []


@pytest.mark.parametrize("service", ["assets", "handover", "notifications"])
def test_a_transaction_that_says_nothing_sees_nothing(databases, service):
    with psycopg.connect(databases.admin_url(service)) as admin:
        admin.execute(
            "INSERT INTO outbox (id, type, subject, sequence, unit_id, occurred_at, data)"
            " VALUES (%s, 'x', %s, 1, %s, now(), '{}')",
            [uuid7(), str(uuid7()), uuid7()],
        )
    with psycopg.connect(databases.url(service)) as app:
        assert app.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        app.execute("SELECT set_config('app.scope', 'all', true)")
        assert app.execute("SELECT count(*) FROM outbox").fetchone() == (1,)
        app.rollback()
        assert app.execute("SELECT count(*) FROM outbox").fetchone() == (0,), (
            "settings must end with their transaction"
        )
