"""What depends on the assets of an import: whoever changed, holds, booked or refers to one of them."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.assets.rules.imports import MOST_NAMED

# Tables that every asset has rows in from its registration on.
_OWN = ("asset_marks", "asset_changes", "book_entries", "label_codes")
_REFERRING = text("""
    SELECT c.oid::regclass::text AS "table", attname AS "column"
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT attisdropped
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        AND c.oid::regclass::text <> ALL (:own)
        AND (attname = 'asset_id' OR (c.relname, attname) = ('files', 'subject_id') OR EXISTS (
            SELECT 1 FROM pg_constraint
            WHERE contype = 'f' AND conrelid = c.oid AND confrelid = 'assets'::regclass
                AND attnum = ANY (conkey)))
    ORDER BY 1, 2
""")
# Of some tables only a part refers: assets outside of the batch, files that stand, records that still wait.
_ONLY = {
    "assets": "AND r.import_id IS DISTINCT FROM :import_id",
    "files": "AND r.subject_noun = 'asset' AND r.withdrawn_at IS NULL",
    "waiting_records": "AND r.ended_at IS NULL",
}
_SCOPE = text("SELECT set_config('app.scope', :scope, true)")
_BATCH = "a.import_id = :import_id AND a.status <> 'withdrawn'"
_USED = f"""
    SELECT a.id, a.code, CASE WHEN a.holder_person_id IS NOT NULL THEN 'held' ELSE 'changed' END AS why,
        '' AS "table"
    FROM assets a WHERE {_BATCH} AND (a.version > 1 OR a.holder_person_id IS NOT NULL)
    UNION ALL
    SELECT a.id, a.code, 'booked', '' FROM assets a
    WHERE {_BATCH} AND (SELECT count(*) FROM book_entries e WHERE e.asset_id = a.id) > 1
"""  # noqa: S608 - our own condition


def assets_depended_on(session: Session, import_id: UUID) -> tuple[list[tuple[str, str, str]], int]:
    """(label code, reason, table) of up to 20 assets of the import that something depends on, and how many
    more there are. Tables that refer to assets (by a column `asset_id` or a foreign key) are found in the
    catalogue of the database, so that one added later counts too.
    """
    scope = session.execute(text("SELECT current_setting('app.scope', true)")).scalar()
    session.execute(_SCOPE, {"scope": "all"})  # an act of another unit counts too; we tell our own codes
    parts = [_USED]
    for table, column in session.execute(_REFERRING, {"own": list(_OWN)}):
        referring = f"SELECT 1 FROM {table} r WHERE r.{column} = a.id {_ONLY.get(table, '')}"  # noqa: S608 - from the catalogue
        parts.append(
            f"SELECT a.id, a.code, 'referred', '{table}' FROM assets a"  # noqa: S608
            f" WHERE {_BATCH} AND EXISTS ({referring})"
        )
    found = session.execute(text(_first_of_each(parts)), {"import_id": import_id, "most": MOST_NAMED}).all()
    session.execute(_SCOPE, {"scope": scope or ""})
    return [(row.code, row.why, row.table) for row in found], (found[0].total - len(found) if found else 0)


def _first_of_each(parts: list[str]) -> str:
    """One reason for each asset, the first `most` assets, and how many there are in all."""
    numbered = [f"SELECT {place} AS place, p.* FROM ({part}) p" for place, part in enumerate(parts)]  # noqa: S608
    first = f'SELECT DISTINCT ON (id) id, code, why, "table" FROM ({" UNION ALL ".join(numbered)}) l'  # noqa: S608
    counted = 'SELECT code, why, "table", count(*) OVER () AS total'
    return f"{counted} FROM ({first} ORDER BY id, place) d ORDER BY id LIMIT :most"
