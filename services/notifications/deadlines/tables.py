"""Deadlines that are watched, the versions of the policies, and which steps were told."""

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Date, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.models import NOTIFICATIONS

NOTICE_POLICIES = Table(
    "notice_policies",  # append-only; the highest version of cause and step holds
    NOTIFICATIONS,
    Column("cause", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("offset_days", Integer),
    Column("day_kind", Text),  # days | working_days
    Column("recipients", ARRAY(Text)),
    Column("channels", ARRAY(Text)),
    Column("statutory", Boolean),
    Column("enabled", Boolean),
    Column("reason", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
)

TERMS = Table(
    "terms",
    NOTIFICATIONS,
    Column("id", Uuid, primary_key=True),
    Column("cause", Text),  # recall | record | stocktake
    Column("about_id", Uuid),
    Column("unit_id", Uuid),
    Column("person_id", Uuid),  # who must give back; null where nobody in particular must act
    Column("signers", ARRAY(Uuid)),  # whose signature is missing
    Column("opened_on", Date),
    Column("due_on", Date),
    Column("path", Text),  # of the page that shows it
    Column("facts", JSONB),  # what the event said: ids, days, counts; no names
    Column("next_on", Date),  # the first day on which something is left to tell; null: nothing is
    Column("state", Text),  # open | over
    Column("over_at", DateTime(timezone=True)),
    Column("version", BigInteger),  # of the thing that it is about; a newer one wins
)

TERM_STEPS = Table(
    "term_steps",  # append-only
    NOTIFICATIONS,
    Column("term_id", Uuid, primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("policy_version", Integer),
    Column("outcome", Text),  # told | passed_over: a later step was due as well
    Column("people", Integer),
    Column("at", DateTime(timezone=True)),
)
