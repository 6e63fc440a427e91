"""One entry of the ledger: a header without personal data, and a body that it commits to.

header   canonical JSON: version, entry, act, subject, unit, at, body (commitment), links (hash), links_count.
         At most a few hundred bytes whatever the record's size, so it fits an entry of a C2SP tile (65,535).
body     what happened, with names; commitment = SHA-256(salt ‖ body). Body and salt can be erased later
         (personal data) while the header, its leaf and every chain go on to verify.
links    one per asset concerned: [asset, n, leaf of the asset's entry n-1 or null]; a chain for each asset.
leaf     SHA-256(0x00 ‖ header), the leaf hash of RFC 6962.
chain    SHA-256(0x02 ‖ previous chain ‖ leaf) over the dense index that the sequencer gives; before entry 0:
         32 zeros.
         0x01 stays free for the inner nodes of the RFC 6962 tree over the same leaves.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.handover.ledger.canonical import canonical, instant
from shared.ids import uuid7

GENESIS = bytes(32)


@dataclass(frozen=True)
class Link:
    """Entry number `sequence` (from 1) in the chain of one asset; `previous`: the leaf of the one before."""

    asset_id: UUID
    sequence: int
    previous: bytes | None


@dataclass(frozen=True)
class Entry:
    """A sealed entry, ready to be stored as it is."""

    id: UUID
    act: str
    subject: UUID
    unit_id: UUID | None
    recorded_at: datetime
    header: bytes
    leaf: bytes
    salt: bytes
    body: bytes
    links: tuple[Link, ...]


def seal(
    act: str,
    subject: UUID,
    unit_id: UUID | None,
    body: Mapping[str, Any],
    *,
    at: datetime,
    links: Sequence[Link] = (),
    salt: bytes | None = None,
) -> Entry:
    """Make the entry for `act` on `subject`; `body` may hold names, the header never does."""
    entry_id, salt, content = uuid7(), salt or os.urandom(32), canonical(dict(body))
    header = canonical(
        {
            "version": 1,
            "entry": entry_id,
            "act": act,
            "subject": subject,
            "unit": unit_id,
            "at": instant(at),
            "body": hashlib.sha256(salt + content).hexdigest(),
            "links": links_hash(links),
            "links_count": len(links),
        }
    )
    return Entry(entry_id, act, subject, unit_id, at, header, leaf_hash(header), salt, content, tuple(links))


def leaf_hash(header: bytes) -> bytes:
    """The leaf of RFC 6962 over the header's bytes."""
    return hashlib.sha256(b"\x00" + header).digest()


def chain_hash(previous: bytes, leaf: bytes) -> bytes:
    """The link of the one dense chain over all entries."""
    return hashlib.sha256(b"\x02" + previous + leaf).digest()


def links_hash(links: Sequence[Link]) -> str:
    """The hash of the assets' links, in the order of the lines: `asset n previous` a line, `-` for none."""
    lines = (
        f"{one.asset_id} {one.sequence} {one.previous.hex() if one.previous else '-'}\n" for one in links
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
