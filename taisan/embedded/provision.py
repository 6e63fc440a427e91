"""Roles and databases on a PostgreSQL server, made or brought up to date; the same as deploy/postgres does.

Each service has a database that only its two roles may enter: `<service>_owner` owns and migrates it,
`<service>_app` serves from it, bound by row-level security and by short timeouts.
"""

from collections.abc import Callable, Iterable

import psycopg
from psycopg import sql

APP_SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}
OLDEST = 150000  # PostgreSQL 15: public schemas closed to strangers, security_invoker views


class ServerTooOld(Exception):
    """The PostgreSQL server given is older than what taisan needs."""


def provision(admin_url: str, databases: Iterable[str], password: Callable[[str], str]) -> None:
    """Make roles and databases for `databases` ("assets" → taisan_assets, assets_owner, assets_app).

    `admin_url` must be of a role that may create both; `password(role)` gives each role's password.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        if admin.info.server_version < OLDEST:
            raise ServerTooOld(
                f"PostgreSQL 15 or newer is needed, this is {admin.info.server_version // 10000}"
            )
        for name in databases:
            _role(admin, f"{name}_owner", password(f"{name}_owner"), {})
            _role(admin, f"{name}_app", password(f"{name}_app"), APP_SETTINGS)
            _database(admin, name)


def _role(admin: psycopg.Connection, role: str, password: str, settings: dict[str, str]) -> None:
    known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION")
    admin.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(verb, sql.Identifier(role), rights, sql.Literal(password))
    )
    for name, value in settings.items():
        admin.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                *map(sql.Identifier, (role, name)), sql.Literal(value)
            )
        )


def _database(admin: psycopg.Connection, name: str) -> None:
    database, owner, app = (
        sql.Identifier(word) for word in (f"taisan_{name}", f"{name}_owner", f"{name}_app")
    )
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"taisan_{name}"]).fetchone():
        # An administrator that is no superuser must be a member of the role it makes owner of something.
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
        admin.execute(
            sql.SQL(
                "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER {}"
            ).format(database, owner, sql.SQL(_locale(admin)))
        )
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    # TEMPORARY: a book that comes in is laid out in a table of its transaction first
    admin.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}, {}").format(database, owner, app))


def _locale(admin: psycopg.Connection) -> str:
    """Byte order and Unicode letters, whatever the server's own language: text is ordered by the program."""
    if admin.info.server_version >= 170000:
        return "builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
    return "libc LOCALE 'C.UTF-8'"
