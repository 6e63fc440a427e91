"""Who may knock at which route. Every service has a table of these; a route without a row fails start-up."""

from dataclasses import dataclass

from shared.auth import ROLES, Actor
from shared.errors import NotPermitted, Unauthenticated


@dataclass(frozen=True)
class Policy:
    """The roles that may use a route; `public` lets anybody in, without a token."""

    roles: frozenset[str]
    public: bool = False

    def admit(self, actor: Actor) -> None:
        """Let `actor` pass, or raise Unauthenticated / NotPermitted."""
        if self.public:
            return
        if not actor.roles:
            raise Unauthenticated(
                "token-required", vi="Cần đăng nhập để xem mục này.", en="Log in to see this."
            )
        if self.roles.isdisjoint(actor.roles):
            raise NotPermitted(
                "role-not-permitted",
                vi="Vai trò của anh/chị không được làm việc này.",
                en="Your role may not do this.",
                roles=sorted(self.roles),
            )


def allow(*roles: str) -> Policy:
    """A policy for `roles`; an unknown role is a mistake in the table."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"no such roles: {sorted(unknown)}")
    return Policy(frozenset(roles))


EVERYONE_INSIDE = allow(*ROLES)
PUBLIC = Policy(frozenset(), public=True)
