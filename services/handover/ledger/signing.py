"""Signing what the ledger has come to: a checkpoint whenever it grew; a new key has the word of the old one.

The log's name is taken once, from where people first reached it, and then kept: witnesses know it by that.
"""

from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from services.handover.ledger.tables import CHECKPOINTS, KEYS
from services.handover.ledger.tiles import grow, size_of, subtrees
from shared.auth import system_actor
from shared.clock import now
from shared.db import Database
from shared.settings import SettingsError
from shared.tlog.checkpoint import Checkpoint, sign
from shared.tlog.merkle import root
from shared.tlog.secret import key_from
from shared.tlog.witness import endorsed_text

_ALONE = text("SELECT pg_try_advisory_xact_lock(5021818)")


def signer(secret: str, previous: str, default_name: str) -> Callable[[Database], int]:
    """The job that grows the tree and signs it with the key in `secret`; `previous` is the secret of the key
    before it, needed once when the key changes.
    """
    key = key_from(secret, "LEDGER_KEY")
    before = key_from(previous, "LEDGER_KEY_BEFORE") if previous else None

    def sign_what_grew(database: Database) -> int:
        return database.run(
            system_actor("handover"), lambda session: _sign(session, key, before, default_name)
        )

    return sign_what_grew


def _sign(session: Session, key: Ed25519PrivateKey, before: Ed25519PrivateKey | None, name: str) -> int:
    if not session.execute(_ALONE).scalar_one():
        return 0
    grow(session)
    size = size_of(session)
    last = session.execute(select(CHECKPOINTS.c.size).order_by(CHECKPOINTS.c.size.desc()).limit(1)).scalar()
    if size == (last or 0):
        return 0
    name = _introduced(session, key, before, name, size)
    checkpoint = Checkpoint(name, size, root(size, subtrees(session)))
    note = sign(checkpoint, name, key)
    made = {"size": size, "root": checkpoint.root, "note": note, "signed_at": now()}
    session.execute(insert(CHECKPOINTS), made)
    return 1


def _introduced(
    session: Session, key: Ed25519PrivateKey, before: Ed25519PrivateKey | None, name: str, size: int
) -> str:
    """The log's name; a key that is new is written down, with the word of the one before it.

    Raises SettingsError when the key changed and the one before is not at hand: nothing is signed then, since
    nobody could tell our new key from a stranger's.
    """
    known = session.execute(select(KEYS).order_by(KEYS.c.number)).mappings().all()
    held = [bytes(row["public_key"]) for row in known]
    public = key.public_key()
    word = None
    if held:
        name = str(known[0]["name"])
        if held[-1] == public.public_bytes_raw():
            return name
        if public.public_bytes_raw() in held:
            raise SettingsError("LEDGER_KEY is a key that another has replaced")
        word = _word_for(public, before, held[-1], name, size)
    row: dict[str, Any] = {"name": name, "public_key": public.public_bytes_raw(), "since_size": size}
    session.execute(insert(KEYS), {**row, "introduced_at": now(), "endorsement": word})
    return name


def _word_for(
    key: Ed25519PublicKey, before: Ed25519PrivateKey | None, expected: bytes, name: str, size: int
) -> bytes:
    if before is None or before.public_key().public_bytes_raw() != expected:
        raise SettingsError("the ledger's key changed: give the key before it as LEDGER_KEY_BEFORE, once")
    return before.sign(endorsed_text(name, key, size))
