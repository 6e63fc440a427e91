"""What all tables of the register belong to."""

from sqlalchemy import MetaData

ASSETS_SERVICE = MetaData()
