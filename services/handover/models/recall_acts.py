"""What happens in a recall case, row by row. None is ever changed; a representative's data can be erased."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.handover.models.metadata import HANDOVER


def _said() -> tuple[Column[str], Column[object]]:
    return Column("said_by", Text), Column("said_at", DateTime(timezone=True))


RECALL_OUTCOMES = Table(
    "recall_outcomes",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("recall_id", Uuid),
    Column("asset_id", Uuid),
    Column("before", Text),
    Column("outcome", Text),
    Column("reason", Text),
    Column("document", Text),
    Column("amount", BigInteger),  # VND that the leaver pays; null where nothing is paid
    Column("record_id", Uuid),
    Column("happened_on", Date),
    *_said(),
)

RECALL_EXTENSIONS = Table(
    "recall_extensions",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("recall_id", Uuid),
    Column("deadline_before", Date),
    Column("deadline", Date),
    Column("approver", Text),
    Column("document", Text),
    Column("reason", Text),
    *_said(),
)

RECALL_DELIVERIES = Table(
    "recall_deliveries",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("recall_id", Uuid),
    Column("notice_id", Uuid),
    Column("kind", Text),  # delivered | acknowledged
    Column("way", Text),  # in_person | mail | in_app
    Column("happened_on", Date),
    Column("to_whom", Text),
    Column("note", Text),
    *_said(),
)

RECALL_REPRESENTATIVES = Table(
    "recall_representatives",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("recall_id", Uuid),
    Column("name", Text),
    Column("relation", Text),
    Column("contact", Text),
    Column("document", Text),
    *_said(),
    Column("erased_at", DateTime(timezone=True)),
)

RECALL_COUNTERS = Table(
    "recall_counters",
    HANDOVER,
    Column("unit_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("paper", Text, primary_key=True),  # notice | clearance
    Column("last", Integer),
)


def _paper(name: str, *columns: Column[object]) -> Table:
    """A numbered paper: what it says is kept as it was issued, and its hash stands in the ledger."""
    return Table(
        name,
        HANDOVER,
        Column("id", Uuid, primary_key=True),
        Column("recall_id", Uuid),
        Column("unit_id", Uuid),
        Column("year", Integer),
        Column("number", Integer),
        Column("issued_on", Date),
        Column("content", JSONB),
        Column("content_hash", LargeBinary),
        Column("entry_id", Uuid),
        Column("issued_by", Text),
        Column("issued_at", DateTime(timezone=True)),
        *columns,
    )


RECALL_NOTICES = _paper("recall_notices")
CLEARANCES = _paper("clearances", Column("person_id", Uuid))
