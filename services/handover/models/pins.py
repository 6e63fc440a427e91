"""Signing PINs."""

from sqlalchemy import BigInteger, Column, DateTime, Integer, Table, Text, Uuid

from services.handover.models.metadata import HANDOVER

PINS = Table(
    "signing_pins",
    HANDOVER,
    Column("person_id", Uuid, primary_key=True),
    Column("hash", Text),
    Column("failures", Integer),
    Column("locked_until", DateTime(timezone=True)),
    Column("version", BigInteger),
)
