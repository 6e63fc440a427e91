"""Who acts, and what they may see."""

from dataclasses import dataclass, field
from uuid import UUID

ROLES = ("officer", "holder", "head", "accountant", "auditor", "admin", "service")


@dataclass(frozen=True)
class Actor:
    """The principal of one transaction.

    `unit_id` is the top of the subtree of units that the actor sees; `person_id` the person whose own things
    are always visible; `scope_all` is for the machinery itself (relay, event handlers, schedulers)
    and for services.
    """

    subject: str
    roles: frozenset[str] = field(default_factory=frozenset)
    unit_id: UUID | None = None
    person_id: UUID | None = None
    scope_all: bool = False

    def has(self, *roles: str) -> bool:
        """Whether the actor has at least one of `roles`."""
        return not self.roles.isdisjoint(roles)


NOBODY = Actor("anonymous")


def system_actor(service: str) -> Actor:
    """The machinery of `service`: sees every unit, holds the role `service`."""
    return Actor(f"service:{service}", frozenset({"service"}), scope_all=True)
