"""The tables of notices. The migrations make them; a test holds both against one another.

What belongs to others is a projection fed by events (`known_…`, newer version wins). Attempts are only added.
"""

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Integer, MetaData, Table, Text, Uuid

NOTIFICATIONS = MetaData()

KNOWN_UNITS = Table(
    "known_units",
    NOTIFICATIONS,
    Column("id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("parent_id", Uuid),
    Column("version", BigInteger),
)

KNOWN_PEOPLE = Table(
    "known_people",
    NOTIFICATIONS,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("name", Text),
    Column("post", Text),
    Column("email", Text),  # null: no address is known
    Column("duties", ARRAY(Text)),  # officer | head | accountant | auditor
    Column("status", Text),  # working | retired | transferred | resigned | dead
    Column("version", BigInteger),
)

NOTICES = Table(
    "notices",
    NOTIFICATIONS,
    Column("id", Uuid, primary_key=True),
    Column("cause_event_id", Text),  # the CloudEvent that it tells of; with person and kind it is unique
    Column("cause_type", Text),
    Column("kind", Text),
    Column("about_id", Uuid),  # the record or the recall case
    Column("recipient_person_id", Uuid),
    Column("unit_id", Uuid),  # of the recipient, when told
    Column("subject_vi", Text),
    Column("text_vi", Text),
    Column("subject_en", Text),
    Column("text_en", Text),
    Column("path", Text),  # where the link leads, below PUBLIC_BASE_URL
    Column("state", Text),  # unread | read | acknowledged
    Column("created_at", DateTime(timezone=True)),
    Column("read_at", DateTime(timezone=True)),
    Column("acknowledged_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),  # since when nothing is left to do about it
    Column("version", BigInteger),
)

DELIVERIES = Table(
    "deliveries",
    NOTIFICATIONS,
    Column("id", Uuid, primary_key=True),
    Column("notice_id", Uuid),
    Column("channel", Text),  # in_app | email
    Column("state", Text),  # planned | sent | failed (tried, will be again) | dead | withdrawn
    Column("attempts", Integer),  # begun, whether or not their outcome is known
    Column("due_at", DateTime(timezone=True)),
    Column("lease_until", DateTime(timezone=True)),  # a sender has it in hand until then
    Column("sent_at", DateTime(timezone=True)),
    Column("last_error", Text),
)

ATTEMPTS = Table(
    "attempts",
    NOTIFICATIONS,
    Column("id", Uuid, primary_key=True),
    Column("delivery_id", Uuid),
    Column("number", Integer),
    Column("at", DateTime(timezone=True)),
    Column("outcome", Text),  # sent | deferred | refused | interrupted | resend_asked
    Column("answer", Text),  # what the other side said, or why there was no answer
)
