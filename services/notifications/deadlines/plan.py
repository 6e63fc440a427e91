"""When which people are told of a deadline. Pure: policies and days in, a plan out; today is given."""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shared.workdays import moved

_FIRST = Path(__file__).with_name("policies.toml")

CAUSES = ("recall", "record", "stocktake")
ROLES = ("leaver", "signers", "officer", "head", "accountant", "manager")
OF_CAUSE = {
    "recall": ("leaver", "officer", "head", "accountant", "manager"),
    "record": ("signers", "officer", "head"),
    "stocktake": ("officer", "head", "accountant", "manager"),
}
SIGNING_DAYS = 3  # working days that a record may wait before anybody is reminded


@dataclass(frozen=True)
class Policy:
    """One version of one rule: at `offset` days (`kind`) from the deadline of `cause`, tell `to` by `by`."""

    cause: str
    step: str
    offset: int
    kind: str  # days | working_days
    to: tuple[str, ...]
    by: tuple[str, ...]
    statutory: bool
    on: bool = True
    version: int = 1

    @property
    def name(self) -> str:
        """What the policy is called: recall.overdue."""
        return f"{self.cause}.{self.step}"

    def day(self, due_on: date) -> date:
        """The day on which this step of the deadline `due_on` is told."""
        return moved(due_on, self.offset, self.kind)


@dataclass(frozen=True)
class Telling:
    """What to tell now: a step, to these roles; `missed` when an earlier step did not go out on its day."""

    policy: Policy
    roles: tuple[str, ...]
    missed: bool


@cache
def first_policies() -> tuple[Policy, ...]:
    """The policies that an installation begins with."""
    rows = tomllib.loads(_FIRST.read_text(encoding="utf-8"))["policy"]
    return tuple(Policy(**{**row, "to": tuple(row["to"]), "by": tuple(row["by"])}) for row in rows)


def due_steps(
    policies: Iterable[Policy], opened_on: date, due_on: date, today: date, done: Collection[str]
) -> list[Policy]:
    """The steps whose day has come and that were neither told nor passed over, the earliest day first.

    What lies before the day on which the deadline became known is nobody's omission and is never told.
    """
    left = [policy for policy in policies if policy.on and policy.step not in done]
    come = [policy for policy in left if opened_on < policy.day(due_on) <= today]
    return sorted(come, key=lambda policy: (policy.day(due_on), policy.offset, policy.step))


def next_day(policies: Iterable[Policy], opened_on: date, due_on: date, done: Collection[str]) -> date | None:
    """The first day on which something is left to tell of a deadline; None when nothing is."""
    days = (policy.day(due_on) for policy in policies if policy.on and policy.step not in done)
    return min((day for day in days if day > opened_on), default=None)


def tellings(due: Sequence[Policy], due_on: date, today: date) -> list[Telling]:
    """Of several steps that are due at once, each role hears only the latest that is for it: after a week of
    standstill one notice, not five.
    """
    told: set[str] = set()
    found: list[Telling] = []
    for policy in reversed(due):
        if roles := tuple(role for role in policy.to if role not in told):
            missed = any(one.day(due_on) < today for one in due if one is not policy)
            found.append(Telling(policy, roles, missed))
            told.update(roles)
    return found[::-1]
