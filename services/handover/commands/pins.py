"""Signing PINs: kept as argon2id, five tries, then locked for a quarter of an hour.

A try is counted in a transaction of its own before the PIN is looked at: a refusal that rolls back the
caller's transaction does not give the try back, and many tries at once are counted one by one.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, Row, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from services.handover import visibility
from services.handover.ledger import acts
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotFound, NotPermitted

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)

# OWASP's second choice for argon2id (19 MiB, 2 passes): a stolen table is slow to search, a phone call is not
# slowed.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_SEE_ALL = text("SELECT set_config('app.scope', 'all', true)")
_TRY = text(
    "UPDATE signing_pins SET failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,"
    " locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= :tries THEN CAST(:until AS"
    " timestamptz) END WHERE person_id = :person AND (locked_until IS NULL OR locked_until <= :now)"
    " RETURNING hash, failures"
)
_RIGHT = text("UPDATE signing_pins SET failures = 0, locked_until = NULL WHERE person_id = :person")
_LOCKED = text("SELECT locked_until FROM signing_pins WHERE person_id = :person")
_PERSON = text("SELECT unit_id, name FROM known_people WHERE id = :person")
_SET = text(
    "INSERT INTO signing_pins (person_id, hash, version) VALUES (:person, :hash, 1) ON CONFLICT"
    " (person_id) DO UPDATE SET hash = EXCLUDED.hash, failures = 0, locked_until = NULL, version ="
    " signing_pins.version + 1 RETURNING version"
)
_FORGET = text("UPDATE signing_pins SET hash = :hash, version = version + 1 WHERE person_id = :person")
_HAS = text("SELECT 1 FROM signing_pins WHERE person_id = :person")


def prove(session: Session, person_id: UUID, pin: str) -> None:
    """Check `pin` of a person; raises NotPermitted (wrong, locked) or Conflict (none set)."""
    now = clock.now()
    with _apart(session) as own:
        facts = {"person": person_id, "tries": TRIES, "now": now, "until": now + LOCKED_FOR}
        row = own.execute(_TRY, facts).first()
        state = own.execute(_LOCKED, {"person": person_id}).first()
    if row is None:
        raise _no_try(state)
    if not _fits(row.hash, pin):
        raise _wrong(row.failures)
    with _apart(session) as own:
        own.execute(_RIGHT, {"person": person_id})


def set_pin(
    session: Session, actor: Actor, person_id: UUID, pin: str, current_pin: str | None
) -> dict[str, Any]:
    """Set the PIN of a person: the person alone (with the current one, if there is one), or the
    administrator.
    """
    if actor.person_id != person_id and not actor.has("admin"):
        raise NotPermitted(
            "pin-of-another",
            vi="Mỗi người tự đặt mã PIN của mình. Quên mã thì nhờ quản trị đặt lại.",
            en="Everybody sets the own PIN; the administrator resets a forgotten one.",
        )
    refuse_weak(pin)
    person = session.execute(_PERSON, {"person": person_id}).first()
    if person is None:
        raise NotFound("person-unknown", vi="Không có người này trong danh sách.", en="Nobody by this id.")
    visibility.whole(session)
    reset = actor.person_id != person_id
    if not reset and session.execute(_HAS, {"person": person_id}).first() is not None:
        prove(session, person_id, current_pin or "")
    version = session.execute(_SET, {"person": person_id, "hash": _HASHER.hash(pin)}).scalar_one()
    pin_of = {"id": person_id, "unit_id": person.unit_id, "version": version}
    acts.enter(session, actor, "pin.set", pin_of, {"reset": reset})
    return {"person_id": person_id, "set": True}


def forget_pin(session: Session, person_id: UUID) -> None:
    """Put what nobody knows in the place of a PIN."""
    unknown = {"person": person_id, "hash": _HASHER.hash(secrets.token_urlsafe(32))}
    session.execute(_FORGET, unknown)


def refuse_weak(pin: str) -> None:
    """Refuse a PIN that anybody tries first: one digit throughout, or digits in a row. Raises Invalid."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        vi = "Mã PIN dễ đoán quá: đừng dùng một chữ số lặp lại hay dãy số liên tiếp."
        raise Invalid(
            "pin-weak", vi=vi, en="The PIN is too easy.", errors=[FieldError("/pin", vi, "Too easy.")]
        )


@contextmanager
def _apart(session: Session) -> Iterator[Connection]:
    """A transaction beside the caller's, on a connection outside the pool, so that it never waits for one
    that a request holds.
    """
    url = session.get_bind().engine.url
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as own:
        own.execute(_SEE_ALL)
        yield own


def _fits(hash_: str, pin: str) -> bool:
    try:
        return _HASHER.verify(hash_, pin)
    except (Argon2Error, InvalidHashError):
        return False


def _no_try(state: Row[Any] | None) -> Conflict | NotPermitted:
    if state is None:
        return Conflict(
            "pin-not-set",
            vi="Người ký chưa đặt mã PIN. Hãy đặt mã PIN, hoặc ký bằng cách vẽ chữ ký.",
            en="The signer has no PIN yet. Set one, or draw the signature.",
        )
    return NotPermitted(
        "pin-locked",
        vi="Mã PIN đang bị khóa vì nhập sai nhiều lần. Hãy thử lại sau 15 phút, hoặc ký bằng cách vẽ chữ ký.",
        en="The PIN is locked after too many wrong tries. Try again in 15 minutes, or draw the signature.",
        locked_until=state.locked_until,
    )


def _wrong(failures: int) -> NotPermitted:
    left = max(TRIES - failures, 0)
    return NotPermitted(
        "pin-wrong",
        vi=f"Mã PIN không đúng. Còn {left} lần thử."
        if left
        else "Mã PIN không đúng. Mã bị khóa trong 15 phút.",
        en=f"The PIN is wrong. {left} tries left."
        if left
        else "The PIN is wrong, and locked for 15 minutes.",
        tries_left=left,
    )
