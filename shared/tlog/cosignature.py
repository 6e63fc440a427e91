"""Cosignatures: a witness says when it saw a checkpoint that it found consistent (C2SP tlog-cosignature, v1).

A line of the note like the log's own, but over `cosignature/v1`, the time and the checkpoint, and with the
time before the signature:
— name base64(4 bytes that tell the key ‖ 8 bytes of POSIX time ‖ 64 bytes of Ed25519)
"""

import base64
import binascii
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.tlog.checkpoint import Checkpoint, Unbelievable, key_hash, key_of

_DASH = "\N{EM DASH} "
COSIGNATURE = b"\x04"  # the algorithm byte of signed-note for timestamped Ed25519 cosignatures


def cosign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """The line that the witness `name` adds to a note at the aware instant `at`."""
    seconds = int(at.timestamp())
    told = (
        key_hash(name, key.public_key(), COSIGNATURE)
        + seconds.to_bytes(8)
        + key.sign(signed_text(checkpoint, seconds))
    )
    return f"{_DASH}{name} {base64.b64encode(told).decode()}\n"


def cosigned_at(checkpoint: Checkpoint, line: str, witness: str) -> datetime:
    """When the holder of `witness` (a verifier key) cosigned `checkpoint` by `line`; raises Unbelievable."""
    name, key = key_of(witness, COSIGNATURE)
    said_name, _, told = line.rstrip("\n").removeprefix(_DASH).partition(" ")
    try:
        raw = base64.b64decode(told, validate=True)
        if said_name != name or raw[:4] != key_hash(name, key, COSIGNATURE) or len(raw) != 76:
            raise Unbelievable("the cosignature is not of this witness")
        seconds = int.from_bytes(raw[4:12])
        key.verify(raw[12:], signed_text(checkpoint, seconds))
        return datetime.fromtimestamp(seconds, UTC)
    except (InvalidSignature, binascii.Error, ValueError, OverflowError) as error:
        raise Unbelievable("the cosignature is wrong") from error


def signed_text(checkpoint: Checkpoint, seconds: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text}".encode()
