"""What can be wrong, said in Vietnamese and in English. `problems.py` turns these into RFC 9457 answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One fault in what was sent: a JSON pointer (RFC 6901) and the reason in both languages."""

    pointer: str
    vi: str
    en: str


class DomainError(Exception):
    """A refusal that a person can act on.

    `slug` is stable and becomes the problem's type; `vi` and `en` are whole sentences for people;
    `errors` names single fields or lines; `facts` become extension members of the problem.
    """

    def __init__(
        self, slug: str, vi: str, en: str, *, errors: Sequence[FieldError] = (), **facts: Any
    ) -> None:
        super().__init__(f"{slug}: {en}")
        self.slug = slug
        self.vi = vi
        self.en = en
        self.errors = tuple(errors)
        self.facts = facts


class Malformed(DomainError):
    """What was sent cannot be read at all."""


class Unauthenticated(DomainError):
    """Nobody, or nobody we can believe, is asking."""


class NotPermitted(DomainError):
    """The one who asks may not do this."""


class NotFound(DomainError):
    """It does not exist, or not for the one who asks."""


class Conflict(DomainError):
    """The world is not in the state that the request needs."""


class Stale(DomainError):
    """The thing was changed by somebody else since it was read (If-Match)."""


class VersionRequired(DomainError):
    """A change of an existing thing must say which version it was read at."""


class Invalid(DomainError):
    """What was sent can be read but breaks a rule of form."""


class RefusedByLaw(DomainError):
    """A rule of law forbids it; `legal_basis` lists the ids of the rules."""

    def __init__(
        self, slug: str, vi: str, en: str, *, legal_basis: Sequence[str], errors: Sequence[FieldError] = ()
    ) -> None:
        super().__init__(slug, vi, en, errors=errors, legal_basis=list(legal_basis))


class Unavailable(DomainError):
    """Something that we depend on does not answer; trying again later may help."""
