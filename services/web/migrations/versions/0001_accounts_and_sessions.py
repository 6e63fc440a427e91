"""Accounts and sessions."""

from alembic import op

from services.web.models import TABLES
from shared.db.migration import engine_tables, grant, part_policy, unit_policy

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the two tables; an account is seen by its unit, a session through its account."""
    engine_tables(op, "web")
    TABLES.create_all(op.get_bind())
    grant(op, "web", "accounts", "SELECT, INSERT, UPDATE")
    grant(op, "web", "sessions", "SELECT, INSERT, UPDATE (seen_at, ended_at)")
    unit_policy(op, "accounts", persons=("person_id",))
    part_policy(op, "sessions", "accounts", "account_id")
