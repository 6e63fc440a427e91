"""Where each asset of the ending units goes: the first rule that fits it decides. Pure.

Every asset in the books of an old unit ends with exactly one target, or with one reason why it has none:
undecided (a person must add a rule) or in conflict (something else must end first).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

OUT_OF_BOOKS = ("withdrawn", "disposed")  # of no unit's books any more, so of no plan
UNDECIDED = ("no_rule",)
# Nobody's custody ends without the own signature: what somebody holds who does not go along comes back first.
CONFLICTS = ("waiting", "being_disposed", "other_plan", "holder_elsewhere", "not_free")


@dataclass(frozen=True)
class Asset:
    """An asset in the books of an old unit. `holder_unit_id` is where its holder works now, if
    anywhere.
    """

    asset_id: UUID
    unit_id: UUID
    category: str
    status: str
    holder_id: UUID | None = None
    holder_unit_id: UUID | None = None
    waiting: bool = False  # in a record that waits for signatures
    other_plan: bool = False  # in another plan that is approved and not ended


@dataclass(frozen=True)
class Rule:
    """One row of a plan: every condition that is set must fit. `successor_id` None: the asset follows whoever
    holds it, which fits only what is held by somebody who works at a successor by now.
    """

    unit_id: UUID | None = None
    category: str | None = None
    asset_ids: frozenset[UUID] | None = None
    holder_id: UUID | None = None
    successor_id: UUID | None = None
    receiver_id: UUID | None = None


@dataclass(frozen=True)
class Layout:
    """The units of a plan. `homes` says of each unit at or below a successor which successor that is."""

    old: frozenset[UUID]
    homes: Mapping[UUID, UUID]


@dataclass(frozen=True)
class Decision:
    """What becomes of one asset: a target, or `why` not. `rule` counts from 1, 0 where none fitted. Who holds
    it goes on holding it (`keeps_holder`).
    """

    asset_id: UUID
    successor_id: UUID | None = None
    receiver_id: UUID | None = None
    keeps_holder: bool = False
    rule: int = 0
    why: str = ""


def decide_all(assets: Iterable[Asset], rules: Sequence[Rule], layout: Layout) -> list[Decision]:
    """One decision for each asset that is in the books, in the order given."""
    return [_decide(asset, rules, layout) for asset in assets if asset.status not in OUT_OF_BOOKS]


def _decide(asset: Asset, rules: Sequence[Rule], layout: Layout) -> Decision:
    for number, rule in enumerate(rules, start=1):
        if not _fits(rule, asset):
            continue
        successor = rule.successor_id or _home_of_holder(asset, layout)
        if successor is not None:
            return _by_rule(asset, rule, number, successor, layout)
    return Decision(asset.asset_id, why=_conflict(asset) or "no_rule")


def _by_rule(asset: Asset, rule: Rule, number: int, successor: UUID, layout: Layout) -> Decision:
    if why := _conflict(asset) or _holder_stays_behind(asset, successor, layout):
        return Decision(asset.asset_id, rule=number, why=why)
    return Decision(asset.asset_id, successor, rule.receiver_id, asset.holder_id is not None, number)


def _conflict(asset: Asset) -> str:
    """What must end before the asset may go; "" when nothing stands in the way."""
    if asset.waiting:
        return "waiting"
    if asset.status == "awaiting_disposal":
        return "being_disposed"
    return "other_plan" if asset.other_plan else ""


def _fits(rule: Rule, asset: Asset) -> bool:
    return (
        rule.unit_id in {None, asset.unit_id}
        and rule.category in {None, asset.category}
        and rule.holder_id in {None, asset.holder_id}
        and (rule.asset_ids is None or asset.asset_id in rule.asset_ids)
    )


def _home_of_holder(asset: Asset, layout: Layout) -> UUID | None:
    return layout.homes.get(asset.holder_unit_id) if asset.holder_unit_id else None


def _holder_stays_behind(asset: Asset, successor: UUID, layout: Layout) -> str:
    """A reason unless nobody holds it, or the holder goes along: moved to this successor by now, or still in
    an ending unit.
    """
    goes = _home_of_holder(asset, layout) == successor or asset.holder_unit_id in layout.old
    return "" if asset.holder_id is None or goes else "holder_elsewhere"
