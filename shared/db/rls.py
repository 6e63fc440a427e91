"""Row-level security in words of SQL: who sees a row. Used by migrations only.

A transaction says who it acts for by `app.scope`, `app.unit` and `app.person` (see Database.transaction).
The sub-selects are uncorrelated, so the planner computes each once per statement, not once per row.
"""

from collections.abc import Sequence

_ALL = "(SELECT current_setting('app.scope', true)) = 'all'"
_UNITS = (
    "(SELECT s.descendant_id FROM unit_scope s"
    " WHERE s.ancestor_id = (SELECT nullif(current_setting('app.unit', true), '')::uuid))"
)
_PERSON = "(SELECT nullif(current_setting('app.person', true), '')::uuid)"


def visible(
    units: Sequence[str] = ("unit_id",), persons: Sequence[str] = (), also: Sequence[str] = ()
) -> str:
    """The condition under which a row is seen: by its unit columns, its person columns, or `also` (raw
    SQL).
    """
    clauses = [_ALL]
    clauses += [f"{column} IN {_UNITS}" for column in units]
    clauses += [f"{column} = {_PERSON}" for column in persons]
    return " OR ".join([*clauses, *also])


def through(parent: str, column: str) -> str:
    """The condition for a part of something bigger: seen when the row of `parent` that it belongs to is
    seen.
    """
    return f"EXISTS (SELECT 1 FROM {parent} whole WHERE whole.id = {column})"  # noqa: S608 - names from migrations


def policy_statements(table: str, condition: str, *, write_condition: str | None = None) -> list[str]:
    """Switch row-level security on for `table`, for its owner too (FORCE), under `condition`."""
    policy = (
        f"CREATE POLICY {table}_scope ON {table}"
        f" USING ({condition}) WITH CHECK ({write_condition or condition})"
    )
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        policy,
    ]
