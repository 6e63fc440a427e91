"""Finding assets: the words of their holders, orders with keyset pages, printed labels."""

from alembic import op

from shared.db.migration import grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = (
    "ALTER TABLE asset_marks ADD COLUMN holder_words tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE asset_marks ADD COLUMN found_by tsvector GENERATED ALWAYS AS (words || holder_words) STORED",
    "DROP INDEX asset_marks_words",
    "CREATE INDEX asset_marks_found_by ON asset_marks USING gin (found_by)",
    "ALTER TABLE label_codes ADD COLUMN printed_at timestamptz",
    "CREATE INDEX assets_cost ON assets (cost, id)",
    "CREATE INDEX assets_put_to_use ON assets ((coalesce(put_to_use_on, DATE '0001-01-01')), id)",
    "CREATE INDEX assets_cameras ON assets (id) WHERE category = 'camera' AND latitude IS NOT NULL",
)

# The words follow the holder and the holder's name whoever moves either. The functions act for all units: a
# person's things may lie in more of them than whoever corrects the name can see; nothing is shown by it.
_AS_ALL = """DECLARE before text := coalesce(current_setting('app.scope', true), '');
    BEGIN
        PERFORM set_config('app.scope', 'all', true);"""
_AS_BEFORE = """    PERFORM set_config('app.scope', before, true);
        RETURN NULL;"""
_FOLLOW = (
    """CREATE FUNCTION words_of_person(wanted uuid) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT coalesce((SELECT array_to_tsvector(array_remove(string_to_array(p.search_name, ' '), ''))
                         FROM people p WHERE p.id = wanted), ''::tsvector)
    $$""",
    f"""CREATE FUNCTION follow_holder() RETURNS trigger LANGUAGE plpgsql AS $$
    {_AS_ALL}
        UPDATE asset_marks SET holder_words = words_of_person(NEW.holder_person_id) WHERE asset_id = NEW.id;
    {_AS_BEFORE}
    END $$""",
    """CREATE TRIGGER assets_holder_words AFTER UPDATE ON assets FOR EACH ROW
    WHEN (OLD.holder_person_id IS DISTINCT FROM NEW.holder_person_id) EXECUTE FUNCTION follow_holder()""",
    f"""CREATE FUNCTION follow_name() RETURNS trigger LANGUAGE plpgsql AS $$
    {_AS_ALL}
        UPDATE asset_marks m SET holder_words = words_of_person(NEW.id)
        FROM assets a WHERE a.id = m.asset_id AND a.holder_person_id = NEW.id;
    {_AS_BEFORE}
    END $$""",
    """CREATE TRIGGER people_holder_words AFTER UPDATE ON people FOR EACH ROW
    WHEN (OLD.search_name IS DISTINCT FROM NEW.search_name) EXECUTE FUNCTION follow_name()""",
)
_BEGIN = """
UPDATE asset_marks m SET holder_words = words_of_person(a.holder_person_id)
FROM assets a WHERE a.id = m.asset_id AND a.holder_person_id IS NOT NULL
"""


def upgrade() -> None:
    for statement in (*_TABLES, *_FOLLOW):
        op.execute(statement)
    op.execute("SELECT set_config('app.scope', 'all', true)")
    op.execute(_BEGIN)
    grant(op, "assets", "label_codes", "UPDATE (printed_at)")
