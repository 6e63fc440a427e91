"""What lets an outsider check the ledger: checkpoints, keys, tiles, consistency, proofs of records."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.handover.ledger.tables import CHECKPOINTS, COSIGNATURES, KEYS
from services.handover.ledger.tiles import WIDTH, subtrees, tile
from services.handover.queries.ledger import links_of, name_erasers, shape
from services.handover.queries.records import record
from shared.auth import Actor
from shared.errors import Conflict, Invalid, NotFound
from shared.tlog.checkpoint import verifier_key
from shared.tlog.merkle import consistency_proof, inclusion_proof

FORMAT = "taisan-proof-1"
_PROVED = ("index", "leaf", "header", "links", "body", "salt")  # nothing that no hash holds
VERIFIER = Path(__file__).resolve().parent.parent / "ledger" / "verify.py"

_LAST_COSIGNED = (
    select(CHECKPOINTS.c.size, CHECKPOINTS.c.note)
    .where(CHECKPOINTS.c.size.in_(select(COSIGNATURES.c.size)))
    .order_by(CHECKPOINTS.c.size.desc())
    .limit(1)
)
ACTS_OF_RECORD = text(
    "SELECT c.index AS place, e.id AS entry_id, e.leaf, c.chain, e.act, e.subject, e.unit_id, e.recorded_at,"
    " e.header, b.salt, b.body FROM ledger_entries e LEFT JOIN ledger_chain c ON c.entry_id = e.id"
    " LEFT JOIN ledger_bodies b ON b.entry_id = e.id WHERE e.subject = :subject ORDER BY c.index"
)


def newest_checkpoint(session: Session) -> tuple[int, str]:
    """(size, signed note) of the newest checkpoint; raises NotFound before the first."""
    newest = select(CHECKPOINTS.c.size, CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size.desc()).limit(1)
    row = session.execute(newest).first()
    if row is None:
        raise NotFound("no-checkpoint", vi="Sổ cái chưa có mốc đã ký.", en="No checkpoint is signed yet.")
    return row.size, row.note


def cosigned(session: Session, size: int, note: str) -> str:
    """The note of the checkpoint of `size` entries with the lines of its witnesses."""
    lines = select(COSIGNATURES.c.line).where(COSIGNATURES.c.size == size).order_by(COSIGNATURES.c.witness)
    return note + "".join(row.line for row in session.execute(lines))


def witnesses(session: Session) -> list[str]:
    """The verifier keys of the witnesses that have cosigned."""
    known = select(COSIGNATURES.c.witness).group_by(COSIGNATURES.c.witness)
    return [str(row.witness) for row in session.execute(known.order_by(func.min(COSIGNATURES.c.number)))]


def provable_checkpoint(session: Session, index: int) -> tuple[int, str] | None:
    """(size, note with cosignatures) of the newest cosigned checkpoint above the entry `index`, or of the
    newest one that nobody cosigned yet; None when the entry is under none.
    """
    size, note = newest_checkpoint(session)
    last = session.execute(_LAST_COSIGNED).first()
    if last is not None and last.size > index:
        size, note = last.size, cosigned(session, last.size, last.note)
    return (size, note) if size > index else None


def keys(session: Session) -> list[dict[str, Any]]:
    """The keys that have signed, the first first: {key (vkey), since_size, endorsement (base64 or null)}."""
    rows = session.execute(select(KEYS).order_by(KEYS.c.number)).mappings()
    return [
        {
            "key": verifier_key(row["name"], Ed25519PublicKey.from_public_bytes(bytes(row["public_key"]))),
            "since_size": row["since_size"],
            "endorsement": _base64(row["endorsement"]),
        }
        for row in rows
    ]


def tile_at(session: Session, path: str) -> bytes:
    """A tile by its C2SP path below /tile/ (`0/x001/234` or `0/005.p/17`): hashes, 32 bytes each.

    Raises NotFound for a path that is none and for a tile that is not complete to that width.
    """
    place = _tile_of(path)
    held = tile(session, *place) if place else []
    if place is None or len(held) < place[2]:
        raise NotFound("no-such-tile", vi="Không có mảnh này.", en="There is no such tile.")
    return b"".join(held)


def consistency(session: Session, old: int, size: int) -> dict[str, Any]:
    """The proof that the log of `old` entries is the beginning of that of `size`; raises Invalid for sizes
    beyond the newest checkpoint.
    """
    newest, _ = newest_checkpoint(session)
    if not 0 < old <= size <= newest:
        raise Invalid(
            "sizes-out-of-range",
            vi=f"Kích thước phải từ 1 đến {newest}.",
            en=f"Sizes go from 1 to {newest}.",
            newest=newest,
        )
    path = consistency_proof(old, size, subtrees(session))
    return {"old": old, "size": size, "path": [step.hex() for step in path]}


def proof_of_record(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    """All acts on a record that the actor may see, each with its path to the newest checkpoint: a file that
    is checked alone (`verify.py`). Raises NotFound; Conflict while an act is not under a checkpoint yet.
    """
    record(session, actor, record_id)
    rows = session.execute(ACTS_OF_RECORD, {"subject": record_id}).all()
    placed = bool(rows) and all(row.place is not None for row in rows)
    under = provable_checkpoint(session, max(row.place for row in rows)) if placed else None
    if under is None:
        raise Conflict(
            "proof-not-yet",
            vi="Việc vừa ghi chưa được đưa vào mốc đã ký. Hãy thử lại sau vài giây.",
            en="What was just recorded is not under a signed checkpoint yet. Try again in some seconds.",
        )
    return proof_at(session, record_id, *under)


def proof_at(session: Session, record_id: UUID, size: int, note: str) -> dict[str, Any]:
    """The proof of the acts on a record below `size`, under the checkpoint `note` of that size."""
    found = session.execute(ACTS_OF_RECORD, {"subject": record_id}).all()
    rows = [row for row in found if row.place is not None and row.place < size]
    links = links_of(session, [row.entry_id for row in rows])
    told = keys_until(session, size)
    return {
        "format": FORMAT,
        "record": {"id": record_id},
        "checkpoint": note,
        "keys": told["items"],
        "witnesses": told["witnesses"],
        "entries": _all_proved(session, rows, links, size),
    }


def keys_until(session: Session, size: int) -> dict[str, Any]:
    """{items: the ledger's keys, witnesses: those of witnesses} that signed states of at most `size`."""
    known = [one for one in keys(session) if one["since_size"] <= size]
    seen = select(COSIGNATURES.c.witness).where(COSIGNATURES.c.size <= size).group_by(COSIGNATURES.c.witness)
    rows = session.execute(seen.order_by(func.min(COSIGNATURES.c.number)))
    return {"items": known, "witnesses": [str(row.witness) for row in rows]}


def checkpoint_of(session: Session, size: int | None) -> tuple[int, str]:
    """(size, note with cosignatures) of the checkpoint of `size` entries, or of the newest that a witness has
    seen, or of the newest. Raises NotFound.
    """
    if size is None:
        last = session.execute(_LAST_COSIGNED).first()
        return (last.size, cosigned(session, last.size, last.note)) if last else newest_checkpoint(session)
    row = session.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size)).first()
    if row is None:
        raise NotFound(
            "no-such-checkpoint",
            vi=f"Không có mốc đã ký nào của đúng {size} mục.",
            en=f"No checkpoint of exactly {size} entries was signed.",
        )
    return size, cosigned(session, size, row.note)


def _all_proved(session: Session, rows: Sequence[Any], links: Any, size: int) -> list[dict[str, Any]]:
    tree = subtrees(session)
    proved = [_proved(row, links.get(row.entry_id, []), size, tree) for row in rows]
    name_erasers(session, proved, rows)
    for one in proved:
        said = one.get("erased")
        if said is not None and said["index"] < size:
            said["path"] = [step.hex() for step in inclusion_proof(said["index"], size, tree)]
    return proved


def _proved(row: Any, links: Sequence[Any], size: int, tree: Any) -> dict[str, Any]:
    path = inclusion_proof(row.place, size, tree)
    whole = shape(row, list(links))
    told = {name: whole[name] for name in _PROVED if name in whole}
    return {**told, "path": [step.hex() for step in path]}


def _tile_of(path: str) -> tuple[int, int, int] | None:
    """(level, number, width) of a tile's path; None when it is not written as tiles are."""
    whole, partial, said = path.partition(".p/")
    level, *parts = whole.split("/")
    width = int(said) if partial and said.isdigit() and len(said) <= 3 else 0 if partial else WIDTH
    folders, last = parts[:-1], parts[-1] if parts else ""
    sound = (
        level.isdigit()
        and len(level) <= 2
        and 0 < len(parts) <= 5
        and all(len(part) == 4 and part[0] == "x" and part[1:].isdigit() for part in folders)
        and len(last) == 3
        and last.isdigit()
        and 0 < width <= WIDTH
        and not (partial and width == WIDTH)
    )
    if not sound:
        return None
    return int(level), int("".join([*(part[1:] for part in folders), last])), width


def _base64(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(bytes(value)).decode()
