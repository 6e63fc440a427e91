"""The amounts of one row, whole VND, held against one another."""

from typing import NamedTuple

from services.assets.imports.cells import CellFault
from shared.vietnamese import vnd


class WearFault(CellFault):
    """What contradicts in the columns of wear, not in those of cost."""


class Amounts(NamedTuple):
    """Cost, its two sources, and what of it had worn off before the thing entered our books."""

    cost: int
    budget: int
    other: int
    wear: int


def amounts_of(
    total: int | None, budget: int | None, other: int | None, wear: int | None, remaining: int | None
) -> Amounts | CellFault:
    """The amounts that a row states, or why they contradict. A sheet that names no source means the budget;
    one that states what remains means the rest has worn off.
    """
    if budget is None and other is None:
        if total is None:
            return CellFault("Thiếu nguyên giá", "The cost is missing")
        budget = total
    elif budget is None and total is not None:
        budget = total - (other or 0)
    cost = (budget or 0) + (other or 0)
    if (total is not None and total != cost) or (budget or 0) < 0:
        return CellFault("Nguyên giá khác tổng các nguồn", "The cost is not the sum of its sources")
    worn = _worn(cost, wear, remaining)
    return worn if isinstance(worn, CellFault) else Amounts(cost, budget or 0, other or 0, worn)


def _worn(cost: int, wear: int | None, remaining: int | None) -> int | CellFault:
    if wear is not None and remaining is not None and wear + remaining != cost:
        return WearFault(
            f"Hao mòn luỹ kế {vnd(wear)} và giá trị còn lại {vnd(remaining)} không cộng lại thành nguyên giá "
            f"{vnd(cost)}",
            "Accumulated wear and remaining value do not add up to the cost",
        )
    worn = wear if wear is not None else (cost - remaining if remaining is not None else 0)
    if not 0 <= worn <= cost:
        return WearFault(
            f"Hao mòn luỹ kế {vnd(worn)} không nằm trong khoảng 0 đến nguyên giá {vnd(cost)}",
            "Accumulated wear must lie between 0 and the cost",
        )
    return worn
