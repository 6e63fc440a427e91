"""The tables of the register. The migrations make them; a test holds both against one another.

`asset_marks` holds what must be unique in the whole register, whoever looks: the code on the label, the
serial, the row of the file an asset came from; and the folded words of an asset for search. Everybody inside
may read it (PostgreSQL would not use an index for a search below a row policy, and a label or serial that is
taken must be noticed across units); answers only ever come through `assets`, bound to the actor's units.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

ASSETS_SERVICE = MetaData()

UNITS = Table(
    "units",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("match_key", Text),  # the folded words of the name: what an asset book is matched by
    Column("kind", Text),
    Column("parent_id", Uuid),
    Column("valid_from", Date),
    Column("valid_to", Date),  # the last day, null while it exists
    Column("version", Integer),
)

# Which unit took over from which, many to many: 14 wards became 4.
UNIT_SUCCESSIONS = Table(
    "unit_successions",
    ASSETS_SERVICE,
    Column("predecessor_id", Uuid, primary_key=True),
    Column("successor_id", Uuid, primary_key=True),
    Column("happened_on", Date),
    Column("basis", Text),
)

PEOPLE = Table(
    "people",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("sort_name", Text),  # by given name, in the Vietnamese alphabet
    Column("search_name", Text),  # " folded words of name and code" with a space before each
    Column("post", Text),
    Column("unit_id", Uuid),
    Column("email", Text),
    Column("phone", Text),
    Column("status", Text),  # working | retired | transferred | resigned | dead
    Column("duties", ARRAY(Text)),
    Column("left_on", Date),
    Column("left_basis", Text),
    Column("version", Integer),
)

CATEGORIES = Table(
    "categories",
    ASSETS_SERVICE,
    Column("code", Text, primary_key=True),
    Column("position", Integer),
    Column("name", Text),
    Column("name_en", Text),
    Column("attributes", JSONB),  # see catalogue.py
)

ASSETS = Table(
    "assets",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("code", Text),
    Column("tag", Text),
    Column("name", Text),
    Column("category", Text),
    Column("maker", Text),
    Column("model", Text),
    Column("serial", Text),
    Column("made_in", Text),
    Column("made_year", Integer),
    Column("unit_id", Uuid),
    Column("department", Text),
    Column("place", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("cost", BigInteger),  # VND, the sum of the two below
    Column("cost_budget", BigInteger),
    Column("cost_other", BigInteger),
    Column("put_to_use_on", Date),
    Column("origin", Text),
    Column("kind", Text),  # fixed_asset | tool
    Column("kind_rule", Text),  # the rule of law that decided it, "FIXED-ASSET@2"
    Column("status", Text),  # in_store | in_use | broken | lost | disposed
    Column("book_user", Text),  # who the former book says uses it; custody is proved by records only
    Column("holder_person_id", Uuid),  # told by handover; lets holders see what they hold
    Column("attributes", JSONB),
    Column("import_id", Uuid),
    Column("registered_at", DateTime(timezone=True)),
    Column("version", Integer),
)

ASSET_MARKS = Table(
    "asset_marks",
    ASSETS_SERVICE,
    Column("asset_id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("code", Text),
    Column("serial_key", Text),  # "category folded-serial"; null without a serial and after disposal
    Column("source_key", Text),  # "sha256/sheet/row" of an imported asset
    Column("words", TSVECTOR),
)

# Who changed what, when; never altered. `before` and `after` hold the changed fields only.
ASSET_CHANGES = Table(
    "asset_changes",
    ASSETS_SERVICE,
    Column("asset_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
    Column("act", Text),  # registered | imported | changed | handed_over | taken_back
    Column("before", JSONB),
    Column("after", JSONB),
)

IMPORTS = Table(
    "imports",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),  # of whoever imports; null for the machinery
    Column("filename", Text),
    Column("sha256", Text),
    Column("sheet", Text),
    Column("content", LargeBinary),  # the file itself: a commit reads it again, an auditor may too
    Column("mapping", JSONB),
    Column("state", Text),  # dry_run | committed
    Column("report", JSONB),
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("committed_at", DateTime(timezone=True)),
    Column("version", Integer),
)

IMPORT_MAPPINGS = Table(
    "import_mappings",
    ASSETS_SERVICE,
    Column("id", Text, primary_key=True),
    Column("unit_id", Uuid),  # null: for everybody
    Column("name", Text),
    Column("mapping", JSONB),
)
