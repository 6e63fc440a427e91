"""Campaigns: the recall from a whole list of people by one decision."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from services.handover.models.metadata import HANDOVER

CAMPAIGNS = Table(
    "recall_campaigns",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("title", Text),
    Column("decision_number", Text),
    Column("decision_on", Date),
    Column("signer", Text),
    Column("category", Text),  # null: all that is held
    Column("deadline", Date),
    Column("rules", ARRAY(Text)),
    Column("opened_on", Date),
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("version", BigInteger),
)

CAMPAIGN_PEOPLE = Table(
    "recall_campaign_people",
    HANDOVER,
    Column("campaign_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("person_name", Text),
    Column("person_unit_name", Text),
    Column("unit_id", Uuid),
    Column("reason", Text),
    Column("left_on", Date),
    Column("recall_id", Uuid),  # null: the person holds nothing of what is recalled
    Column("added_at", DateTime(timezone=True)),
)
