"""What assets refer to, and what refers to assets, is checked once for a whole statement.

Foreign keys look up each row of a book nine times; that was a third of what writing it cost. Nothing that is
referred to is ever removed or given another key, which triggers now hold for everybody, so it is enough that
what a statement writes refers to what is there (decision 0013).
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEPT = ("assets", "units", "categories", "imports", "makers", "models")
_KEYS = {"categories": "code"}
_NEVER_REMOVED = """
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never removed, nor given another key', TG_TABLE_NAME
        USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
END $$
"""

# What an asset refers to: its column, the table and key there, the foreign key that said so until now.
_REFERS = (
    ("category", "categories", "code", "assets_category_fkey"),
    ("unit_id", "units", "id", "assets_unit_id_fkey"),
    ("import_id", "imports", "id", "assets_import_id_fkey"),
    ("maker_id", "makers", "id", "assets_maker_id_fkey"),
    ("model_id", "models", "id", "assets_model_id_fkey"),
)
# The functions act for all units, as foreign keys do; nothing is shown by it. OFFSET 0: always by the index.
_AS_ALL = """DECLARE before text := coalesce(current_setting('app.scope', true), '');
BEGIN
    PERFORM set_config('app.scope', 'all', true);"""
_AS_BEFORE = """    PERFORM set_config('app.scope', before, true);
    RETURN NULL;
END"""


def _raise(what: str, constraint: str) -> str:
    return f"""RAISE EXCEPTION '% refers to what is not there', {what}
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = {constraint};"""


def _unknown(key: str, table: str, column: str) -> str:
    found = f"SELECT 1 FROM {table} t WHERE t.{column} = {key} OFFSET 0"
    return f"{key} IS NOT NULL AND NOT EXISTS ({found})"


def _of_set(column: str, table: str, key: str, constraint: str) -> str:
    distinct = f"SELECT DISTINCT {column} AS key FROM added"
    look = f"SELECT 1 FROM ({distinct}) n WHERE {_unknown('n.key', table, key)}"
    return f"    IF EXISTS ({look}) THEN\n        {_raise('TG_TABLE_NAME', repr(constraint))}\n    END IF;\n"


def _of_row(column: str, table: str, key: str, constraint: str) -> str:
    look = _unknown(f"NEW.{column}", table, key)
    return f"    IF {look} THEN\n        {_raise('TG_TABLE_NAME', repr(constraint))}\n    END IF;\n"


_CHECKS = (
    f"""CREATE FUNCTION assets_refer() RETURNS trigger LANGUAGE plpgsql AS $$
{_AS_ALL}
{"".join(_of_set(*one) for one in _REFERS)}{_AS_BEFORE} $$""",
    f"""CREATE FUNCTION asset_refers() RETURNS trigger LANGUAGE plpgsql AS $$
{_AS_ALL}
{"".join(_of_row(*one) for one in _REFERS)}{_AS_BEFORE} $$""",
    f"""CREATE FUNCTION refer_to_assets() RETURNS trigger LANGUAGE plpgsql AS $$
{_AS_ALL}
    IF EXISTS (SELECT 1 FROM added n WHERE {_unknown("n.asset_id", "assets", "id")}) THEN
        {_raise("TG_TABLE_NAME", "TG_NAME")}
    END IF;
{_AS_BEFORE} $$""",
    f"""CREATE FUNCTION refers_to_asset() RETURNS trigger LANGUAGE plpgsql AS $$
{_AS_ALL}
{_of_row("asset_id", "assets", "id", "refers_to_asset")}{_AS_BEFORE} $$""",
    # a line of history is written by whoever sees its asset: what the policy asked of every row
    f"""CREATE FUNCTION changes_of_seen_assets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added n WHERE {_unknown("n.asset_id", "assets", "id")}) THEN
        {_raise("TG_TABLE_NAME", "TG_NAME")}
    END IF;
    RETURN NULL;
END $$""",
)


def upgrade() -> None:
    op.execute(_NEVER_REMOVED)
    for table in _KEPT:
        _keep_for_ever(table, _KEYS.get(table, "id"))
    for statement in _CHECKS:
        op.execute(statement)
    _assets()
    for table in ("asset_marks", "label_codes", "book_entries"):
        _of_assets(table, "refer_to_assets")
    for table in ("asset_marks", "label_codes"):
        op.execute(
            f"CREATE TRIGGER {table}_asset_changed AFTER UPDATE OF asset_id ON {table} FOR EACH ROW"
            " WHEN (OLD.asset_id IS DISTINCT FROM NEW.asset_id) EXECUTE FUNCTION refers_to_asset()"
        )
    _of_assets("asset_changes", "changes_of_seen_assets")
    op.execute("ALTER POLICY asset_changes_scope ON asset_changes WITH CHECK (true)")


def _keep_for_ever(table: str, key: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_key_kept BEFORE UPDATE OF {key} ON {table} FOR EACH ROW"
        f" WHEN (OLD.{key} IS DISTINCT FROM NEW.{key}) EXECUTE FUNCTION refuse_removal()"
    )


def _assets() -> None:
    for _, _, _, constraint in _REFERS:
        op.execute(f"ALTER TABLE assets DROP CONSTRAINT {constraint}")
    op.execute(
        "CREATE TRIGGER assets_refer AFTER INSERT ON assets REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION assets_refer()"
    )
    columns = [column for column, *_ in _REFERS]
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    op.execute(
        f"CREATE TRIGGER assets_refer_changed AFTER UPDATE ON assets FOR EACH ROW WHEN ({changed})"
        " EXECUTE FUNCTION asset_refers()"
    )


def _of_assets(table: str, function: str) -> None:
    """New rows of `table` refer to assets that are there; the trigger bears the name of the foreign key."""
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_asset_id_fkey")
    op.execute(
        f"CREATE TRIGGER {table}_asset_id_fkey AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
