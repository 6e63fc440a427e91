"""What the migrations of every service share: the engine's tables, grants, policies, and how alembic is run.

A service's `migrations/env.py` is two lines that call `run_env`; its versions use `engine_tables`, `grant`,
`unit_policy` and `append_only`. The owner role `<service>_owner` runs them; `<service>_app` gets only what
is granted.
"""

import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from shared.db import rls
from shared.db.tables import ENGINE, GIVEN_UP, LONG_WORK, TREE

_LOCK = 7_420_186  # one migration at a time, whoever starts it


_BELL = """
CREATE FUNCTION ring_outbox() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$
"""


def engine_tables(op: Any, service: str) -> None:
    """Create outbox, inbox, idempotency_keys and unit_scope with their grants, policies and the outbox's
    alarm bell.
    """
    ENGINE.create_all(op.get_bind())
    role = app_role(service)
    for statement in (
        f"GRANT SELECT, INSERT, UPDATE (position, sent_at) ON outbox TO {role}",
        f"GRANT SELECT, INSERT ON inbox TO {role}",
        f"GRANT SELECT, INSERT, UPDATE (status, answer) ON idempotency_keys TO {role}",
        f"GRANT SELECT, INSERT, DELETE ON unit_scope TO {role}",
        _BELL,
        "CREATE TRIGGER outbox_bell AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION ring_outbox()",
        *rls.policy_statements("outbox", rls.visible(), write_condition="true"),
    ):
        op.execute(statement)


def edge_table(op: Any, service: str, units: str) -> None:
    """Create `unit_edges` with its grants, filled from the parents that the table `units` knows."""
    TREE.create_all(op.get_bind())
    grant(op, service, "unit_edges", "SELECT, INSERT, DELETE")
    op.execute("SELECT set_config('app.scope', 'all', true)")
    op.execute(f"INSERT INTO unit_edges SELECT parent_id, id, false FROM {units} WHERE parent_id IS NOT NULL")  # noqa: S608


def task_table(op: Any, service: str) -> None:
    """Create the table of long work (shared/tasks.py) with its grants and policy."""
    LONG_WORK.create_all(op.get_bind())
    grant(
        op,
        service,
        "tasks",
        "SELECT, INSERT, UPDATE (state, done, total, attempts, answer, problem, finished_at)",
    )
    unit_policy(op, "tasks", persons=("person_id",))


def dead_event_table(op: Any, service: str) -> None:
    """Create the table of what the subscriber gave up (shared/dead_events.py) with its grants."""
    GIVEN_UP.create_all(op.get_bind())
    grant(op, service, "dead_events")


def app_role(service: str) -> str:
    """The name of the role that the service's processes connect as."""
    return f"{service}_app"


def grant(op: Any, service: str, table: str, rights: str = "SELECT, INSERT, UPDATE") -> None:
    """Give the service's role `rights` on `table`; deletion is never among them."""
    op.execute(f"GRANT {rights} ON {table} TO {app_role(service)}")


def unit_policy(
    op: Any,
    table: str,
    *,
    units: Sequence[str] = ("unit_id",),
    persons: Sequence[str] = (),
    also: Sequence[str] = (),
) -> None:
    """Let rows of `table` be seen and written only within the actor's units, or by the persons they
    concern.
    """
    for statement in rls.policy_statements(table, rls.visible(units, persons, also)):
        op.execute(statement)


def part_policy(op: Any, table: str, parent: str, column: str) -> None:
    """Let rows of `table` be seen only with the row of `parent` that `column` names."""
    for statement in rls.policy_statements(table, rls.through(parent, f"{table}.{column}")):
        op.execute(statement)


def append_only(op: Any, service: str, table: str) -> None:
    """Let the service's role read and add rows of `table`, and never change or remove one."""
    grant(op, service, table, "SELECT, INSERT")
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'insufficient_privilege'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    )


def upgrade(service: str, owner_url: str) -> None:
    """Bring the database of `service` to the newest version. Two at once wait for one another."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_of(service)).replace("%", "%%"))
    config.attributes["url"] = owner_url
    config.attributes["service"] = service
    command.upgrade(config, "head")


def newest_version(service: str) -> str:
    """The id of the newest migration that the code of `service` carries; /readyz asks the database for it.

    Read from the files themselves: alembic would stay in the memory of every serving process.
    """
    files = sorted((migrations_of(service) / "versions").glob("*.py"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    (newest,) = _named(text, "revision") - _named(text, "down_revision")
    return newest


def _named(text: str, variable: str) -> set[str]:
    return set(re.findall(rf"^{variable}\b[^=\n]*= *[\"'](\w+)", text, re.MULTILINE))


def migrations_of(service: str) -> Path:
    """The folder of the migrations of `service`, found without importing it."""
    spec = importlib.util.find_spec(f"services.{service}")
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"there is no service {service!r}")
    return Path(next(iter(spec.submodule_search_locations))) / "migrations"


def run_env() -> None:
    """The whole of a service's alembic env.py."""
    from alembic import context

    url = context.config.attributes["url"].replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.configure(connection=connection)
        context.run_migrations()
        role = app_role(context.config.attributes["service"])
        connection.execute(text(f"GRANT SELECT ON alembic_version TO {role}"))  # for /readyz
