"""The catalogue, assets, their marks and their history."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Float,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from services.assets.models.metadata import ASSETS_SERVICE

CATEGORIES = Table(
    "categories",
    ASSETS_SERVICE,
    Column("code", Text, primary_key=True),
    Column("position", Integer),
    Column("name", Text),
    Column("name_en", Text),
    Column("attributes", JSONB),  # see catalogue.py
    Column("asset_group", Text),  # Circular 141/2025/TT-BTC Art. 4
    Column("unit_of_measure", Text),
    Column("may_have_parts", Boolean),
    Column("short_lived", Boolean),  # used up within a year, so never a fixed asset
    Column("retired", Boolean),  # no new assets; those that are stay
    Column("version", Integer),
)

# Who changed what of the catalogue, when and why; never altered.
CATEGORY_CHANGES = Table(
    "category_changes",
    ASSETS_SERVICE,
    Column("category", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
    Column("reason", Text),
    Column("before", JSONB),
    Column("after", JSONB),
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
    Column("status", Text),  # in_store | in_use | broken | lost | disposed | withdrawn | …
    Column("book_user", Text),  # who the former book says uses it; custody is proved by records only
    Column("holder_person_id", Uuid),  # told by handover; lets holders see what they hold
    Column("attributes", JSONB),
    Column("import_id", Uuid),
    Column("parent_id", Uuid),  # the system that it is a part of
    Column("maker_id", Uuid),  # the maker and the model as the register knows them, by the texts above
    Column("model_id", Uuid),
    Column("warranty_until", Date),
    Column("warranty_provider", Text),
    Column("warranty_contract", Text),
    Column("increase_cause", Text),  # how it came in: rules/books.py INCREASES
    Column("increase_document", Text),
    Column("increase_document_on", Date),
    Column("cost_parts", JSONB),  # what the cost at first was made of, see rules/costing.py
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
    Column("holder_words", TSVECTOR),  # of whoever holds it now; triggers keep it, see migration 0011
    Column("found_by", TSVECTOR, Computed("words || holder_words")),
)

# Who changed what, when; never altered. `before` and `after` hold the changed fields only.
ASSET_CHANGES = Table(
    "asset_changes",
    ASSETS_SERVICE,
    Column("asset_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("changed_at", DateTime(timezone=True)),
    Column("changed_by", Text),
    # registered | imported | changed | relabelled | handed_over | taken_back | stocktaken | wear_corrected
    # part_added | part_taken_off | recosted
    Column("act", Text),
    Column("before", JSONB),
    Column("after", JSONB),
    Column("reason", Text),  # why, in the words of whoever changed it
)
