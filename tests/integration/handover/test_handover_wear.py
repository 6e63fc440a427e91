"""What custody knows of the wear of an asset: the newest word counts, in whatever order the words come in."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from shared.clock import frozen
from shared.ids import uuid7
from tests.integration.handover.house import House

LAPTOP = {"category": "computer", "cost": 18_000_000, "kind": "fixed_asset"}
# (the year, when it was closed, what had worn off by its end, the life it was reckoned by)
CLOSES = (
    (2025, "2025-12-20", 10_800_000, "LIFE-COMPUTER@1"),
    (2026, "2026-12-20", 12_600_000, "LIFE-COMPUTER@2"),
)
CORRECTED = ("2027-02-01", 11_800_000)


def _closed(house: House, asset: dict[str, Any], close: tuple[int, str, int, str]) -> None:
    year, day, worn, life = close
    closing = uuid7()
    row = {"asset_id": asset["asset_id"], "wear_after": worn, "formula": "rate", "rules": [life]}
    house.register.closings[str(closing)] = [row]
    told = {
        "unit_id": house.ward,
        "year": year,
        "assets": 1,
        "wear_total": 0,
        "opening_total": 0,
        "left_out": 0,
    }
    with frozen(_at(day)):
        house.tell("assets.year.closed.v1", closing, 1, {"year_id": str(closing), **told})


def _corrected(house: House, asset: dict[str, Any]) -> None:
    day, worn = CORRECTED
    with frozen(_at(day)):
        data = {**asset, "accumulated_wear": worn}
        house.tell("assets.asset.changed.v1", UUID(asset["asset_id"]), 2, data)


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=3, tzinfo=UTC)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_closes_and_corrections_in_any_order_leave_the_newest_word(
    house: House, order: tuple[int, ...]
) -> None:
    (asset,) = house.assets(1, **LAPTOP)
    for which in order:
        if which == 2:
            _corrected(house, asset)
        else:
            _closed(house, asset, CLOSES[which])
    ((worn, remaining, lives),) = house.rows(
        "SELECT accumulated_wear, remaining_value, wear_lives FROM known_assets WHERE id = :id",
        id=asset["asset_id"],
    )
    assert (worn, remaining) == (11_800_000, 6_200_000)
    assert lives == ["LIFE-COMPUTER@1", "LIFE-COMPUTER@2"]


def test_an_older_year_that_is_closed_after_a_newer_one_changes_no_sum(house: House) -> None:
    (asset,) = house.assets(1, **LAPTOP)
    _closed(house, asset, CLOSES[1])
    _closed(house, asset, (2025, "2027-03-01", 10_800_000, "LIFE-COMPUTER@1"))
    ((worn,),) = house.rows("SELECT accumulated_wear FROM known_assets WHERE id = :id", id=asset["asset_id"])
    assert worn == 12_600_000
