"""The books: what came in, went out, changed in cost, and wore, by whose books and when."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from services.assets.models.metadata import ASSETS_SERVICE

# One movement of one asset in the books of one unit; never altered, corrected by a further entry.
# `effective_on` is the day of the act, `recorded_at` when we learned of it (for reports "as known on").
# Amounts are changes in VND, with their sign; category, kind and department are the asset's at that moment.
BOOK_ENTRIES = Table(
    "book_entries",
    ASSETS_SERVICE,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("asset_id", Uuid),
    Column("unit_id", Uuid),
    Column("effective_on", Date),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
    Column("cause", Text),  # see rules/books.py
    Column("quantity", SmallInteger),  # 1 came in, -1 went out, 0 neither
    Column("cost", BigInteger),
    Column("cost_budget", BigInteger),
    Column("cost_other", BigInteger),
    Column("wear", BigInteger),  # change of the accumulated wear
    Column("category", Text),
    Column("asset_kind", Text),  # fixed_asset | tool
    Column("department", Text),
    Column("document_number", Text),
    Column("document_on", Date),
    Column("note", Text),
    Column("rules", ARRAY(Text)),  # keys of the rules of law it was made under
    Column("source_id", Uuid),  # the import, disposal, change of cost … it comes from
)

# A closed year of a unit's books: wear is computed, nothing dated in it or before can be booked any more.
YEAR_CLOSINGS = Table(
    "year_closings",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("year", Integer),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
    Column("assets", Integer),
    Column("wear_total", BigInteger),
    Column("opening_total", BigInteger),
    Column("left_out", Integer),  # assets that nothing could be computed for
    Column("rules", ARRAY(Text)),
)

# The wear of one asset in one closed year, with what a person needs to check it by hand.
WEAR_ROWS = Table(
    "wear_rows",
    ASSETS_SERVICE,
    Column("asset_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("unit_id", Uuid),
    Column("closing_id", Uuid),
    Column("recorded_at", DateTime(timezone=True)),
    Column("category", Text),
    Column("asset_kind", Text),
    Column("department", Text),
    Column("cost", BigInteger),
    Column("wear_before", BigInteger),
    Column("amount", BigInteger),
    Column("wear_after", BigInteger),
    Column("life_years", Numeric(5, 2)),
    Column("formula", Text),  # see rules/wear.py
    Column("rules", ARRAY(Text)),
    Column("opening", BigInteger),  # wore off before the first close and stood in no book
    Column("opening_on", Date),  # the day it is booked: 1 January, or later when the asset came later
    Column("wear_class", Text),
    Column("rate", Integer),  # hundredths of a percent
    Column("years_used", Integer),  # before this year
    Column("basis", Text),  # the number of the decision that gave the life or excused the asset
)

# What the ministry, province or unit decided about wear; the newest counts, none is ever changed.
WEAR_DECISIONS = Table(
    "wear_decisions",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("asset_id", Uuid),  # null: about a class, for the unit and all below it
    Column("kind", Text),  # life | rate_shift | no_wear | wear_again | used_before
    Column("wear_class", Text),
    Column("life_years", Integer),
    Column("shift_percent", Integer),
    Column("years", Integer),  # used before elsewhere
    Column("ground", Text),  # why no wear: unusable | special | keeps_value
    Column("from_year", Integer),
    Column("number", Text),
    Column("decided_on", Date),
    Column("note", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
)

# A mistake in the wear of closed years, put right when somebody else than who asked agrees; all but the
# decision is never altered.
WEAR_CORRECTIONS = Table(
    "wear_corrections",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("asset_id", Uuid),
    Column("state", Text),  # waiting | booked | refused
    Column("amount", BigInteger),  # VND to add
    Column("wear_before", BigInteger),  # accumulated, when it was asked for
    Column("reason", Text),
    Column("document_number", Text),
    Column("document_on", Date),
    Column("effective_on", Date),  # the day it was booked on
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("decided_note", Text),
    Column("version", Integer),
)

# Entries and yearly wear in one shape: the view that every book and report reads.
BOOK_MOVEMENTS = Table(
    "book_movements",
    ASSETS_SERVICE,
    *(Column(column.name, column.type) for column in BOOK_ENTRIES.c if column.name != "number"),
    Column("number", BigInteger),  # null for wear
)
