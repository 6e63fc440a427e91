"""Sessions live on the server: the browser holds a random token, the database only its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.web.models import ACCOUNTS, SESSIONS
from shared.clock import now

IDLE = timedelta(hours=8)  # a working day at a desk
LIFE = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=5)  # how exactly `seen_at` is kept; spares a write on every page


@dataclass(frozen=True)
class Visitor:
    """Somebody who is logged in, for one request."""

    account_id: UUID
    name: str
    login: str
    roles: frozenset[str]
    unit_id: UUID | None
    person_id: UUID | None
    demo: bool

    def may(self, *roles: str) -> bool:
        """Whether the visitor has at least one of `roles`."""
        return not self.roles.isdisjoint(roles)


def open_session(session: Session, account_id: UUID) -> str:
    """Begin a session for the account; returns the new token for the cookie."""
    token = secrets.token_urlsafe(32)
    session.execute(
        sa.insert(SESSIONS).values(
            token_hash=_hash(token), account_id=account_id, opened_at=now(), seen_at=now()
        )
    )
    return token


def visitor_of(session: Session, token: str) -> Visitor | None:
    """Who the token stands for, or None when it is unknown, ended or too old."""
    row = session.execute(
        sa.select(ACCOUNTS, SESSIONS.c.seen_at)
        .join_from(SESSIONS, ACCOUNTS)
        .where(
            SESSIONS.c.token_hash == _hash(token),
            SESSIONS.c.ended_at.is_(None),
            SESSIONS.c.seen_at > now() - IDLE,
            SESSIONS.c.opened_at > now() - LIFE,
        )
    ).one_or_none()
    if row is None:
        return None
    if row.seen_at < now() - _SEEN_EVERY:
        session.execute(
            sa.update(SESSIONS).where(SESSIONS.c.token_hash == _hash(token)).values(seen_at=now())
        )
    return _visitor(row)


def end_session(session: Session, token: str) -> None:
    """Log out: the token opens nothing from now on."""
    session.execute(
        sa.update(SESSIONS)
        .where(SESSIONS.c.token_hash == _hash(token), SESSIONS.c.ended_at.is_(None))
        .values(ended_at=now())
    )


def _visitor(row: sa.Row[Any]) -> Visitor:
    return Visitor(
        account_id=row.id,
        name=row.name,
        login=row.login,
        roles=frozenset(row.roles),
        unit_id=row.unit_id,
        person_id=row.person_id,
        demo=row.demo,
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
