"""Who answers for what, and since when."""

from sqlalchemy import Column, Date, DateTime, Table, Text, Uuid

from services.handover.models.metadata import HANDOVER

CUSTODY = Table(
    "custody",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("asset_id", Uuid),
    Column("person_id", Uuid),
    Column("unit_id", Uuid),
    Column("since", Date),
    Column("opened_by", Uuid),  # the record; null when a correction says so
    Column("number", Text),  # of the record or correction that opened it, as printed
    Column("opened_at", DateTime(timezone=True)),
    Column("until", Date),
    Column("closed_by", Uuid),
    Column("closed_at", DateTime(timezone=True)),
    Column("correction_id", Uuid),  # by which this row came in
    # Known to be so until then. An open row that is superseded is also closed, on its first day: what is open
    # is what is known to be open.
    Column("superseded_at", DateTime(timezone=True)),
    Column("superseded_by", Uuid),
)
