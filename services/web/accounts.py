"""Accounts: made, looked up, and let in by password. Passwords are kept as argon2id."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.web.models import ACCOUNTS
from shared.auth import ROLES
from shared.clock import now
from shared.ids import uuid7

TRIES = 5  # wrong passwords before the account rests
REST = timedelta(minutes=1)

_hasher = PasswordHasher()  # argon2id, 64 MiB, 3 passes: the library's defaults follow RFC 9106


@cache
def _decoy() -> str:
    """What an unknown login's password is held against: it must cost as much time as a known one."""
    return _hasher.hash("no account has this password")


def create_account(
    session: Session,
    *,
    login: str,
    name: str,
    password: str,
    roles: Iterable[str],
    unit_id: UUID | None,
    person_id: UUID | None,
    demo: bool = False,
) -> UUID:
    """Add an account, or give an existing login new roles, place and password. Returns its id."""
    wanted = sorted(set(roles))
    if not wanted or not set(wanted) <= set(ROLES) - {"service"}:
        raise ValueError(f"unknown roles: {wanted}")
    row = {
        "name": name,
        "password_hash": _hasher.hash(password),
        "roles": wanted,
        "unit_id": unit_id,
        "person_id": person_id,
        "demo": demo,
        "failures": 0,
        "locked_until": None,
    }
    added = insert(ACCOUNTS).values(id=uuid7(), login=login.strip().casefold(), created_at=now(), **row)
    kept = added.on_conflict_do_update(index_elements=["login"], set_=row).returning(ACCOUNTS.c.id)
    account_id: UUID = session.execute(kept).scalar_one()
    return account_id


def account_for(session: Session, login: str, password: str) -> sa.Row[Any] | None:
    """The account that `login` and `password` open, or None. Five wrong tries close it for a minute."""
    found = session.execute(
        sa.select(ACCOUNTS).where(ACCOUNTS.c.login == login.strip().casefold()).with_for_update()
    ).one_or_none()
    right = _matches(found.password_hash if found else _decoy(), password)
    if found is None or (found.locked_until is not None and found.locked_until > now()):
        return None
    _remember_try(session, found, right=right)
    return found if right else None


def demo_accounts(session: Session) -> list[sa.Row[Any]]:
    """The accounts of the sample data, which the login page opens with one tap, oldest first."""
    return list(session.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.demo).order_by(ACCOUNTS.c.id)))


def demo_account(session: Session, login: str) -> sa.Row[Any] | None:
    """The sample account with that login, or None: no other account opens without its password."""
    return session.execute(
        sa.select(ACCOUNTS).where(ACCOUNTS.c.demo, ACCOUNTS.c.login == login)
    ).one_or_none()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False


def _remember_try(session: Session, account: sa.Row[Any], *, right: bool) -> None:
    failures = 0 if right else account.failures + 1
    if failures == account.failures == 0:
        return
    locked = now() + REST if failures >= TRIES else None
    session.execute(
        sa.update(ACCOUNTS)
        .where(ACCOUNTS.c.id == account.id)
        .values(failures=failures % TRIES, locked_until=locked)
    )
