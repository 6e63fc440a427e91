"""Whether a mass handover adds up: opening − out + in, by unit, against what the register says. Pure.

Two sides that do not lean on one another: the lines of the plan with the records that are completed, and the
register's own word on where each asset is now. What differs is named, asset by asset.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.handover.rules.plans.deciding import OUT_OF_BOOKS

Row = Mapping[str, Any]
AMOUNTS = ("count", "cost", "remaining")


@dataclass
class Sums:
    """How many assets and what they are worth in VND; a remaining value nobody knows counts as nothing."""

    count: int = 0
    cost: int = 0
    remaining: int = 0

    def add(self, asset: Row, sign: int = 1) -> None:
        self.count += sign
        self.cost += sign * (asset["cost"] or 0)
        self.remaining += sign * (asset["remaining_value"] or 0)


@dataclass
class UnitBalance:
    """One unit: what it had of the plan, gave, took, so has; what the register finds; the difference."""

    unit_id: UUID
    side: str  # old | new
    opening: Sums = field(default_factory=Sums)
    out: Sums = field(default_factory=Sums)
    came_in: Sums = field(default_factory=Sums)
    register: Sums = field(default_factory=Sums)

    def closing(self) -> Sums:
        return Sums(*(self._net(name) for name in AMOUNTS))

    def difference(self) -> Sums:
        closing = self.closing()
        return Sums(*(getattr(closing, name) - getattr(self.register, name) for name in AMOUNTS))

    def _net(self, name: str) -> int:
        return int(getattr(self.opening, name) - getattr(self.out, name) + getattr(self.came_in, name))


@dataclass(frozen=True)
class Breaker:
    """An asset that keeps the whole from being done or from adding up, and why."""

    asset_id: UUID
    why: str


@dataclass(frozen=True)
class Balance:
    """`nets`: the difference of every unit is nothing; `done`: and no old unit has anything left."""

    units: tuple[UnitBalance, ...]
    breakers: tuple[Breaker, ...]
    nets: bool
    done: bool


def balance(units: Mapping[UUID, str], lines: Sequence[Row], register: Iterable[Row]) -> Balance:
    """The balance of a plan over `units` {id: old|new}.

    `lines` {asset_id, old_unit_id, successor_id, cost, remaining_value, why, moved, waiting}: `moved` when
    its record is completed, `waiting` when it is in a record that is not. `register` {asset_id, unit_id,
    cost, remaining_value, status}: as the register says now, of the assets of the plan and all others of the
    old units.
    """
    sums = {unit_id: UnitBalance(unit_id, side) for unit_id, side in units.items()}
    planned = {line["asset_id"]: line for line in lines}
    found = {row["asset_id"]: row for row in register if row["status"] not in OUT_OF_BOOKS}
    for line in lines:
        sums[line["old_unit_id"]].opening.add(line)
        if line["moved"]:
            sums[line["old_unit_id"]].out.add(line)
            sums[line["successor_id"]].came_in.add(line)
    for row in found.values():
        if row["unit_id"] in sums:
            sums[row["unit_id"]].register.add(row)
    named = [one for line in lines if (one := _breaker(line, found.get(line["asset_id"]))) is not None]
    named += [Breaker(asset_id, "not_in_plan") for asset_id in sorted(found) if asset_id not in planned]
    nets = all(one.difference() == Sums() for one in sums.values())
    left = any(one.register.count for one in sums.values() if one.side == "old")
    return Balance(tuple(sums.values()), tuple(named), nets, nets and not left and not named)


def _breaker(line: Row, found: Row | None) -> Breaker | None:
    """Why the asset of a line breaks the balance, the weightiest reason first; None when it is where it
    should be, as the register says, at the value of the plan.
    """
    if found is None:
        return Breaker(line["asset_id"], "out_of_books")
    if not line["moved"]:
        return Breaker(line["asset_id"], line["why"] or ("unsigned" if line["waiting"] else "no_record"))
    if found["unit_id"] != line["successor_id"]:
        elsewhere = "register_behind" if found["unit_id"] == line["old_unit_id"] else "moved_on"
        return Breaker(line["asset_id"], elsewhere)
    same = all((found[name] or 0) == (line[name] or 0) for name in ("cost", "remaining_value"))
    return None if same else Breaker(line["asset_id"], "value_changed")
