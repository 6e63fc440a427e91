"""Cosignatures: a witness says when it saw a checkpoint that it found consistent (C2SP tlog-cosignature, v1).

A line of the note like the log's own, but over `cosignature/v1`, the time and the checkpoint, and with the
time before the signature:
— name base64(4 bytes that tell the key ‖ 8 bytes of POSIX time ‖ 64 bytes of Ed25519)
"""

import base64
import binascii
import hashlib
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.tlog.checkpoint import Checkpoint, Unbelievable

_DASH = "\N{EM DASH} "
_COSIGNATURE = b"\x04"  # the algorithm byte of signed-note for timestamped Ed25519 cosignatures


def cosign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """The line that the witness `name` adds to a note at the aware instant `at`."""
    seconds = int(at.timestamp())
    told = key_hash(name, key.public_key()) + seconds.to_bytes(8) + key.sign(signed_text(checkpoint, seconds))
    return f"{_DASH}{name} {base64.b64encode(told).decode()}\n"


def cosigned_at(checkpoint: Checkpoint, line: str, witness: str) -> datetime:
    """When the holder of `witness` (a verifier key) cosigned `checkpoint` by `line`; raises Unbelievable."""
    name, key = witness_of(witness)
    said_name, _, told = line.rstrip("\n").removeprefix(_DASH).partition(" ")
    try:
        raw = base64.b64decode(told, validate=True)
        if said_name != name or raw[:4] != key_hash(name, key) or len(raw) != 76:
            raise Unbelievable("the cosignature is not of this witness")
        seconds = int.from_bytes(raw[4:12])
        key.verify(raw[12:], signed_text(checkpoint, seconds))
        return datetime.fromtimestamp(seconds, UTC)
    except (InvalidSignature, binascii.Error, ValueError, OverflowError) as error:
        raise Unbelievable("the cosignature is wrong") from error


def signed_text(checkpoint: Checkpoint, seconds: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text}".encode()


def key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    """The four bytes that tell a witness's key from others of the same name."""
    return hashlib.sha256(name.encode() + b"\n" + _COSIGNATURE + key.public_bytes_raw()).digest()[:4]


def witness_key(name: str, key: Ed25519PublicKey) -> str:
    """A witness's key as text, `name+hash+base64`."""
    told = base64.b64encode(_COSIGNATURE + key.public_bytes_raw()).decode()
    return f"{name}+{key_hash(name, key).hex()}+{told}"


def witness_of(text: str) -> tuple[str, Ed25519PublicKey]:
    """(name, key) of a witness's verifier key; raises Unbelievable."""
    try:
        name, told_hash, told = text.strip().split("+", 2)
        raw = base64.b64decode(told, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except (ValueError, binascii.Error) as error:
        raise Unbelievable(f"it is no witness's key: {error}") from error
    if raw[:1] != _COSIGNATURE or told_hash != key_hash(name, key).hex():
        raise Unbelievable("the witness's key does not hold together")
    return name, key
