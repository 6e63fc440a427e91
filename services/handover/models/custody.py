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
    Column("opened_by", Uuid),
    Column("number", Text),  # of the record that opened it, as printed
    Column("opened_at", DateTime(timezone=True)),
    Column("until", Date),
    Column("closed_by", Uuid),
    Column("closed_at", DateTime(timezone=True)),
)
