"""What all tables of custody belong to."""

from sqlalchemy import MetaData

HANDOVER = MetaData()
