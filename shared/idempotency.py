"""The same key and body get the same answer (draft-ietf-httpapi-idempotency-key-header-06), kept with the
change itself.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared.db import direct
from shared.errors import Invalid, Malformed


@dataclass(frozen=True)
class Key:
    """One caller's key for one write: who, which route, the key itself, and a hash of what was sent."""

    subject: str
    route: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True)
class Kept:
    """The answer that an earlier request with the same key got."""

    status: int
    answer: bytes


_MINE = "subject = %(subject)s AND route = %(route)s AND key = %(key)s"
_KEPT = f"SELECT fingerprint, status, answer FROM idempotency_keys WHERE {_MINE}"  # noqa: S608
_KEEP = f"UPDATE idempotency_keys SET status = %(status)s, answer = %(answer)s WHERE {_MINE}"  # noqa: S608
_CLAIM = """
    INSERT INTO idempotency_keys (subject, route, key, fingerprint)
    VALUES (%(subject)s, %(route)s, %(key)s, %(fingerprint)s) ON CONFLICT DO NOTHING RETURNING key
"""


def key_of(subject: str, route: str, key: str, body: bytes) -> Key:
    """Check a key that a caller chose (1 to 255 visible ASCII characters) and bind it to what was sent."""
    if not (0 < len(key) <= 255 and key.isascii() and key.isprintable()):
        raise Malformed(
            "idempotency-key-malformed",
            vi="Tiêu đề Idempotency-Key phải dài từ 1 đến 255 ký tự ASCII.",
            en="The Idempotency-Key header must be 1 to 255 visible ASCII characters.",
        )
    return Key(subject, route, key, hashlib.sha256(body).digest())


def claim(session: Session, key: Key) -> Kept | None:
    """Claim `key` for this transaction, or find the answer it already has.

    A claim that another transaction holds makes us wait for its end (up to lock_timeout, then 409 busy).
    Raises Invalid when the key came with another body before.
    """
    if direct.rows(session, _CLAIM, {**_names(key), "fingerprint": key.fingerprint}):
        return None
    (row,) = direct.rows(session, _KEPT, _names(key))
    if bytes(row.fingerprint) != key.fingerprint:
        raise Invalid(
            "idempotency-key-reused",
            vi="Khóa Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy tạo khóa mới.",
            en="This Idempotency-Key was used for a different request. Make a new key.",
        )
    return Kept(row.status, bytes(row.answer))


def answered(session: Session, key: Key) -> bool:
    """Whether `key` has its answer already; claims nothing."""
    return bool(direct.rows(session, _KEPT, _names(key)))


def keep(session: Session, key: Key, status: int, answer: bytes) -> None:
    """Store the answer beside the change, in the same transaction."""
    direct.rows(session, _KEEP, {**_names(key), "status": status, "answer": answer})


def _names(key: Key) -> dict[str, str]:
    return {"subject": key.subject, "route": key.route, "key": key.key}
