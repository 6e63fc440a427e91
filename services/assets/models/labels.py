"""Label codes, rolls of labels printed beforehand, and the printers that labels come from."""

from sqlalchemy import Column, DateTime, Integer, Numeric, Table, Text, Uuid

from services.assets.models.metadata import ASSETS_SERVICE

# Every code that was ever on a label, for ever: so no code is given twice, and a scan of an old label still
# says what it was. A trigger adds the code of a newly registered asset.
LABEL_CODES = Table(
    "label_codes",
    ASSETS_SERVICE,
    Column("code", Text, primary_key=True),
    Column("unit_id", Uuid),  # whose label it was made as; once bound, who sees the asset sees its labels
    Column("state", Text),  # unbound | bound | retired | void
    Column("roll_id", Uuid),
    Column("asset_id", Uuid),  # null until it is bound; kept when it is retired
    Column("bound_at", DateTime(timezone=True)),
    Column("bound_by", Text),
    Column("retired_at", DateTime(timezone=True)),  # or made void
    Column("retired_by", Text),
    Column("printed_at", DateTime(timezone=True)),  # first, on a sheet; null says nothing of a roll's
    Column("reason", Text),  # damaged | lost | wrong | roll (a label from a roll took its place) | spoiled
)

LABEL_ROLLS = Table(
    "label_rolls",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("template", Text),
    Column("count", Integer),
    Column("note", Text),
    Column("made_at", DateTime(timezone=True)),
    Column("made_by", Text),
)

LABEL_PRINTERS = Table(
    "label_printers",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("name", Text),
    Column("offset_x_mm", Numeric(4, 2, asdecimal=False)),  # to the right
    Column("offset_y_mm", Numeric(4, 2, asdecimal=False)),  # down
    Column("version", Integer),
)
