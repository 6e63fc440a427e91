"""What may move the books of a unit, and by how much. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.errors import Conflict

# Circular 141/2025/TT-BTC Art. 4 (origins); "opening" and the last two are ours.
INCREASES = (
    "opening",
    "purchase",
    "construction",
    "allocated",
    "transfer_in",
    "gift",
    "surplus_found",
    "joint_venture",
    "hire_purchase",
    "other_increase",
    "reassigned_in",
    "reclassified_in",
)
# Law 15/2017/QH14 Art. 40, Decree 186/2025 Art. 30(2)(c); the last three are ours.
DECREASES = (
    "recalled",
    "transfer_out",
    "handed_to_locality",
    "sold",
    "liquidated",
    "destroyed",
    "lost",
    "uninstalled",
    "other_decrease",
    "reassigned_out",
    "reclassified_out",
    "import_undone",
)
# Circular 141/2025/TT-BTC Art. 9: the only causes by which the original cost of an asset changes.
COST_CHANGES = ("revaluation", "upgrade", "part_dismantled", "part_added", "partial_loss", "land_price")
CORRECTION = "correction"  # of a mistake in an open year
WEAR = "wear"

AMOUNTS = ("cost", "cost_budget", "cost_other")


@dataclass(frozen=True)
class Voucher:
    """By what an entry is made: the paper, the day of the act, the rules, the thing it comes from."""

    on: date
    number: str = ""
    document_on: date | None = None
    note: str = ""
    rules: tuple[str, ...] = ()
    source_id: Any = None


# cause, quantity, cost, cost_budget, cost_other, wear and the asset's place in the books
Movement = dict[str, Any]


def came_in(asset: Mapping[str, Any], cause: str, *, wear: int = 0) -> Movement:
    """The entry of an asset that comes into the books of its unit with `wear` VND already worn off."""
    return _movement(asset, cause, 1, 1, wear)


def went_out(asset: Mapping[str, Any], cause: str, *, wear: int) -> Movement:
    """The entry of an asset that leaves the books of its unit; `wear` is what had worn off by then."""
    return _movement(asset, cause, -1, -1, -wear)


def changed(before: Mapping[str, Any], after: Mapping[str, Any], cause: str, *, wear: int) -> list[Movement]:
    """The entries for a change of an asset whose accumulated wear is `wear` VND: out of one place of the
    books and into another, a change of cost by `cause`, or nothing.
    """
    recosted = _recosted(before, after, cause)
    same_cost = {**after, **{name: before[name] for name in AMOUNTS}}
    if before["unit_id"] != after["unit_id"]:
        return [
            went_out(before, "reassigned_out", wear=wear),
            came_in(same_cost, "reassigned_in", wear=wear),
            *recosted,
        ]
    if (before["category"], before["kind"]) != (after["category"], after["kind"]):
        return [
            went_out(before, "reclassified_out", wear=wear),
            came_in(same_cost, "reclassified_in", wear=wear),
            *recosted,
        ]
    return recosted


def recosted(
    before: Mapping[str, Any], after: Mapping[str, Any], cause: str, *, wear: int, wear_after: int
) -> list[Movement]:
    """The entries for a change of cost by `cause` of an asset of which `wear` VND had worn off and
    `wear_after` has now; a kind that follows the cost moves it to its place first.
    """
    movements = changed(before, after, cause, wear=wear)
    if wear_after == wear:
        return movements
    if not any(after[name] != before[name] for name in AMOUNTS):
        movements = [*movements, _movement(after, cause, 0, 0, 0)]
    return [*movements[:-1], {**movements[-1], "wear": wear_after - wear}]


def refuse_closed(year: int, last_closed: int | None) -> None:
    """Raise Conflict when the books of `year` can no longer be written."""
    if last_closed is not None and year <= last_closed:
        raise Conflict(
            "year-closed",
            vi=f"Sổ năm {year} đã khoá. Hãy ghi bút toán vào năm {last_closed + 1} trở đi.",
            en=f"The books of {year} are closed. Book it in {last_closed + 1} or later.",
            last_closed_year=last_closed,
        )


def _recosted(before: Mapping[str, Any], after: Mapping[str, Any], cause: str) -> list[Movement]:
    difference = {name: after[name] - before[name] for name in AMOUNTS}
    if not any(difference.values()):
        return []
    return [{**_movement(after, cause, 0, 0, 0), **difference}]  # always the last of its change


def _movement(asset: Mapping[str, Any], cause: str, quantity: int, sign: int, wear: int) -> Movement:
    return {
        "asset_id": asset["id"],
        "unit_id": asset["unit_id"],
        "cause": cause,
        "quantity": quantity,
        **{name: sign * asset[name] for name in AMOUNTS},
        "wear": wear,
        "category": asset["category"],
        "asset_kind": asset["kind"],
        "department": asset["department"],
    }
