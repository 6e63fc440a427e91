"""What one transaction may see, narrower or wider than its actor's units.

A holder comes for the own things only, although the token names a unit. And once an act is permitted, its
consequences (custody, recall cases, ledger) are the service's own work: a holder's signature must move
custody that the holder alone could not touch.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.auth import Actor

OVERSEERS = ("officer", "head", "accountant", "auditor", "admin", "service")

_NARROW = text("SELECT set_config('app.unit', '', true)")
_WHOLE = text("SELECT set_config('app.scope', 'all', true)")
_SCOPE = text("SELECT current_setting('app.scope', true)")
_AGAIN = text("SELECT set_config('app.scope', :scope, true)")


def only_own(session: Session, actor: Actor) -> None:
    """Let a mere holder see what concerns the own person, and leave everybody else as they are."""
    if not actor.has(*OVERSEERS):
        session.execute(_NARROW)


def whole(session: Session) -> None:
    """Let the rest of this transaction see every row. Call it only after the act itself was permitted."""
    session.execute(_WHOLE)


@contextmanager
def beyond(session: Session) -> Iterator[None]:
    """See every row for one look, then only what was seen before."""
    before = session.execute(_SCOPE).scalar()
    session.execute(_WHOLE)
    yield
    session.execute(_AGAIN, {"scope": before or ""})
