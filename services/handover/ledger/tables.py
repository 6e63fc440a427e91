"""The ledger's tables: append-only, but for the queue's flag. Made by the migrations, as `models.py`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from services.handover.models import HANDOVER

ENTRIES = Table(
    "ledger_entries",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("act", Text),
    Column("subject", Uuid),
    Column("unit_id", Uuid),
    Column("recorded_at", DateTime(timezone=True)),
    Column("header", LargeBinary),
    Column("leaf", LargeBinary),
)

BODIES = Table(
    "ledger_bodies",
    HANDOVER,
    Column("entry_id", Uuid, primary_key=True),
    Column("salt", LargeBinary),
    Column("body", LargeBinary),
)

# Whose body was erased, and by which act: an entry `person.erased` that names the leaf.
ERASURES = Table(
    "ledger_erasures",
    HANDOVER,
    Column("entry_id", Uuid, primary_key=True),
    Column("erased_by", Uuid),
)

LINKS = Table(
    "ledger_links",
    HANDOVER,
    Column("asset_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, primary_key=True),
    Column("entry_id", Uuid),
    Column("position", Integer),
    Column("previous", LargeBinary),
    Column("leaf", LargeBinary),
)

QUEUE = Table(
    "ledger_queue",
    HANDOVER,
    Column("entry_id", Uuid, primary_key=True),
    Column("number", BigInteger),  # order of arrival, with gaps; the dense index is ledger_chain's
    Column("waiting", Boolean),  # until the sequencer has given the entry its index
)

CHAIN = Table(
    "ledger_chain",
    HANDOVER,
    Column("index", BigInteger, primary_key=True),
    Column("entry_id", Uuid),
    Column("leaf", LargeBinary),
    Column("chain", LargeBinary),
)

# The hashes of the tree above its leaves, one for each complete tile of the level below (tiles.py).
TILE_ROOTS = Table(
    "ledger_tile_roots",
    HANDOVER,
    Column("level", SmallInteger, primary_key=True),
    Column("index", BigInteger, primary_key=True),
    Column("hash", LargeBinary),
)

# The keys that have signed, in order; each but the first with the word of the one before (signing.py).
KEYS = Table(
    "ledger_keys",
    HANDOVER,
    Column("number", Integer, Identity(always=True), primary_key=True),
    Column("name", Text),
    Column("public_key", LargeBinary),
    Column("since_size", BigInteger),
    Column("introduced_at", DateTime(timezone=True)),
    Column("endorsement", LargeBinary),
)

# What witnesses said of our checkpoints, fetched from them and held to the checkpoint (cosignatures.py).
COSIGNATURES = Table(
    "ledger_cosignatures",
    HANDOVER,
    Column("size", BigInteger, primary_key=True),
    Column("witness", Text, primary_key=True),  # its verifier key
    Column("number", BigInteger),  # of the cosignature, as the witness counts
    Column("line", Text),
    Column("cosigned_at", DateTime(timezone=True)),
)

CHECKPOINTS = Table(
    "ledger_checkpoints",
    HANDOVER,
    Column("size", BigInteger, primary_key=True),
    Column("root", LargeBinary),
    Column("note", Text),
    Column("signed_at", DateTime(timezone=True)),
)
