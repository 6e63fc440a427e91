"""What the web keeps of its own: who may log in, and who is logged in."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

TABLES = sa.MetaData()

ACCOUNTS = sa.Table(
    "accounts",
    TABLES,
    sa.Column("id", pg.UUID(as_uuid=True), primary_key=True),
    sa.Column("login", sa.Text, nullable=False, unique=True),  # casefolded
    sa.Column("name", sa.Text, nullable=False),  # shown in the header, never sent to a service
    sa.Column("password_hash", sa.Text, nullable=False),  # argon2id
    sa.Column("roles", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("unit_id", pg.UUID(as_uuid=True)),
    sa.Column("person_id", pg.UUID(as_uuid=True)),
    sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()),  # may be entered with one tap
    sa.Column(
        "failures", sa.Integer, nullable=False, server_default="0"
    ),  # wrong passwords since the last right one
    sa.Column("locked_until", sa.DateTime(timezone=True)),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)

SESSIONS = sa.Table(
    "sessions",
    TABLES,
    sa.Column(
        "token_hash", sa.LargeBinary, primary_key=True
    ),  # SHA-256: a read of the table opens no session
    sa.Column("account_id", pg.UUID(as_uuid=True), sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Index("sessions_account", "account_id"),
)
