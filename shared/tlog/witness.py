"""Following a log from outside: each checkpoint must be signed and must contain the one seen before."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.tlog.checkpoint import Unbelievable, key_of, opened, verifier_key
from shared.tlog.merkle import consistent

Consistency = Callable[[int, int], Sequence[bytes]]  # (old size, new size) -> the log's own proof


class Forked(Exception):
    """The log shows a past that is not the past it showed before."""


@dataclass(frozen=True)
class Seen:
    """The last state of the log that was believed, with the note that says so."""

    size: int
    root: bytes
    note: str


def follow(
    seen: Seen | None, note: str, keys: Mapping[str, Ed25519PublicKey], consistency: Consistency
) -> Seen:
    """What to remember after the log has shown `note`. Raises Unbelievable for a note that none of `keys` has
    signed, Forked when it does not contain what was `seen`: keep both notes, together they are the evidence.
    """
    checkpoint, _ = opened(note, keys)
    if seen is None:
        return Seen(checkpoint.size, checkpoint.root, note)
    if checkpoint.size < seen.size:
        raise Forked(f"it has {checkpoint.size} entries, and had {seen.size}")
    path = consistency(seen.size, checkpoint.size) if checkpoint.size > seen.size else ()
    if seen.size and not consistent(seen.size, checkpoint.size, seen.root, checkpoint.root, path):
        raise Forked(f"its {checkpoint.size} entries do not begin with the {seen.size} that it had")
    return Seen(checkpoint.size, checkpoint.root, note)


def believed_keys(trusted: str, told: Iterable[Mapping[str, Any]]) -> dict[str, Ed25519PublicKey]:
    """The newest key that can be believed, by the log's name: `trusted` (a vkey), or the last of those `told`
    ({key, since_size, endorsement}) to which a chain of endorsements leads from it. Raises Unbelievable.
    """
    name, key = key_of(trusted)
    for one in told:
        new_name, new = key_of(str(one["key"]))
        if new_name == name and one.get("endorsement") and _endorses(key, name, new, one):
            key = new
    return {name: key}


def endorsed_text(name: str, key: Ed25519PublicKey, size: int) -> bytes:
    """What the key before signs to vouch for `key` from `size` entries on."""
    return f"taisan ledger key\n{name}\n{size}\n{verifier_key(name, key)}\n".encode()


def _endorses(key: Ed25519PublicKey, name: str, new: Ed25519PublicKey, told: Mapping[str, Any]) -> bool:
    try:
        word = base64.b64decode(str(told["endorsement"]), validate=True)
        key.verify(word, endorsed_text(name, new, int(told["since_size"])))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


__all__ = ["Forked", "Seen", "Unbelievable", "believed_keys", "endorsed_text", "follow"]
