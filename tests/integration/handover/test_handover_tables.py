"""What the code believes of its tables is what the migrations made."""

from sqlalchemy import create_engine, inspect

from services.handover.ledger import tables
from tests.integration.handover.house import House


def test_every_table_has_the_columns_that_the_code_names(house: House) -> None:
    engine = create_engine(house.admin_url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        inspector = inspect(engine)
        for name, table in tables.HANDOVER.tables.items():
            made = [column["name"] for column in inspector.get_columns(name)]
            assert sorted(made) == sorted(column.name for column in table.columns), name
            keys = inspector.get_pk_constraint(name)["constrained_columns"]
            assert sorted(keys) == sorted(column.name for column in table.primary_key), name
    finally:
        engine.dispose()
