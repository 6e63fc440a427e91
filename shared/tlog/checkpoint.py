"""Checkpoints: what a log says of itself, signed (C2SP tlog-checkpoint and signed-note, Ed25519).

taisan.example/custody          the origin, which is also the key's name
17                              how many entries
base64 of the 32-byte root
an empty line, then one line for each signature:
— name base64(4 bytes that tell the key ‖ 64 bytes of Ed25519)
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_DASH = "\N{EM DASH} "
ED25519 = b"\x01"  # the algorithm byte of signed-note for signatures of a log


class Unbelievable(ValueError):
    """A checkpoint is malformed, or no key that we trust has signed it."""


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: `size` entries with the Merkle root `root`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> str:
    """The signed note of `checkpoint` by the key `name`."""
    return f"{checkpoint.text}\n{signature_line(checkpoint, name, key)}"


def signature_line(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> str:
    """One signature as a line of a note: a log's own, or a witness's beside it."""
    signature = key.sign(checkpoint.text.encode())
    told = key_hash(name, key.public_key()) + signature
    return f"{_DASH}{name} {base64.b64encode(told).decode()}\n"


def opened(note: str, trusted: Mapping[str, Ed25519PublicKey]) -> tuple[Checkpoint, frozenset[str]]:
    """The checkpoint of a signed note, and the names of the `trusted` keys (by name) that have signed it.

    Unknown signers are passed over. Raises Unbelievable when it is malformed, when a trusted key's signature
    is wrong, or when no trusted key has signed.
    """
    body, separator, signatures = note.partition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise Unbelievable("it is no signed note")
    checkpoint = _read(f"{body}\n")
    signers = set()
    for line in signatures.splitlines():
        name, told = _signature(line)
        key = trusted.get(name)
        if key is None or told[:4] != key_hash(name, key):
            continue
        try:
            key.verify(told[4:], checkpoint.text.encode())
        except InvalidSignature:
            raise Unbelievable(f"the signature of {name} is wrong") from None
        signers.add(name)
    if not signers:
        raise Unbelievable("no key that we trust has signed it")
    return checkpoint, frozenset(signers)


def key_hash(name: str, key: Ed25519PublicKey, algorithm: bytes = ED25519) -> bytes:
    """The four bytes that tell a key from others of the same name (signed-note); `algorithm` is its byte."""
    return hashlib.sha256(name.encode() + b"\n" + algorithm + key.public_bytes_raw()).digest()[:4]


def verifier_key(name: str, key: Ed25519PublicKey, algorithm: bytes = ED25519) -> str:
    """A public key as text, `name+hash+base64` (signed-note's vkey)."""
    told = base64.b64encode(algorithm + key.public_bytes_raw()).decode()
    return f"{name}+{key_hash(name, key, algorithm).hex()}+{told}"


def key_of(text: str, algorithm: bytes = ED25519) -> tuple[str, Ed25519PublicKey]:
    """(name, key) of a vkey for `algorithm`; raises Unbelievable."""
    try:
        name, told_hash, told = text.strip().split("+", 2)
        raw = base64.b64decode(told, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except (ValueError, binascii.Error) as error:
        raise Unbelievable(f"it is no verifier key: {error}") from error
    if raw[:1] != algorithm or told_hash != key_hash(name, key, algorithm).hex():
        raise Unbelievable("the verifier key does not hold together")
    return name, key


def _read(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):
        raise Unbelievable("it is no checkpoint")
    if str(int(lines[1])) != lines[1]:
        raise Unbelievable("its size has leading zeros")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error as error:
        raise Unbelievable("its root is not base64") from error
    checkpoint = Checkpoint(lines[0], int(lines[1]), root)
    if len(root) != 32 or checkpoint.text != text:
        raise Unbelievable("it is not written as checkpoints are")
    return checkpoint


def _signature(line: str) -> tuple[str, bytes]:
    name, _space, told = line.removeprefix(_DASH).partition(" ")
    try:
        raw = base64.b64decode(told, validate=True)
    except binascii.Error as error:
        raise Unbelievable("a signature is not base64") from error
    if not line.startswith(_DASH) or not name or len(raw) < 5:
        raise Unbelievable("a signature line is malformed")
    return name, raw
