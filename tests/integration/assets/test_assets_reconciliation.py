"""The books reconciled by hand, and what is said when they no longer agree with the register."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.clock import frozen
from tests.integration.assets.conftest import Register
from tests.integration.assets.ledger import Ledger, at
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}


@pytest.fixture
def ledger(fresh_databases: Databases) -> Iterator[Ledger]:
    register = Register(fresh_databases)
    yield Ledger(register)
    register.app.extensions["taisan.database"].close()


def reconciled(ledger: Ledger, caller: Any = None, **query: Any) -> dict[str, Any]:
    with frozen(at("2025-12-31", 22)):
        answer = (caller or ledger.register.officer).get("/reconciliation", **{**YEAR, **query})
    assert answer.status_code == 200, answer.json
    found: dict[str, Any] = answer.json
    return found


def amounts(quantity: int, cost: int, wear: int = 0) -> dict[str, int]:
    return {"quantity": quantity, "cost": cost, "wear": wear}


def test_what_was_there_came_went_and_is_there_adds_up(ledger: Ledger) -> None:
    found = reconciled(ledger)
    rows = {(row["category"], row["asset_kind"]): row for row in found["rows"]}
    computers, screens = rows["computer", "fixed_asset"], rows["led_screen", "fixed_asset"]
    assert computers["opening"] == amounts(1, 18_000_400, 2_571_457)
    assert computers["came_in"] == amounts(1, 90_000_000)
    assert computers["went_out"] == amounts(0, 0)
    assert computers["closing"] == amounts(2, 108_000_400, 2_571_457)
    assert screens["opening"] == screens["went_out"] == amounts(1, 250_000_000, 50_000_000)
    assert screens["closing"] == amounts(0, 0)
    assert rows["tablet", "tool"]["closing"] == amounts(1, 7_220_000)
    assert found["agrees"]
    assert found["differences"] == []


def test_it_agrees_on_every_past_day_too(ledger: Ledger) -> None:
    for day in ("2024-03-06", "2024-12-31", "2025-03-01", "2025-05-21"):
        assert reconciled(ledger, known_at=day)["agrees"], day


def test_the_wear_of_a_year_is_a_change(ledger: Ledger) -> None:
    found = reconciled(ledger, **{"from": "2024-01-01", "to": "2024-12-31"})
    computers = next(row for row in found["rows"] if row["category"] == "computer")
    assert computers["came_in"] == amounts(1, 18_000_400)
    assert computers["changed"] == amounts(0, 0, 2_571_457)


def test_a_cost_that_only_the_register_changed_is_named(ledger: Ledger) -> None:
    ledger.write(
        "UPDATE assets SET cost = cost + 1, cost_other = cost_other + 1 WHERE id = %s", ledger.server["id"]
    )
    found = reconciled(ledger)
    assert not found["agrees"]
    (difference,) = found["differences"]
    assert difference["asset_id"] == ledger.server["id"]
    assert difference["code"] == ledger.server["code"]
    assert (difference["book_cost"], difference["register_cost"]) == (90_000_000, 90_000_001)


def test_an_entry_too_many_is_named(ledger: Ledger) -> None:
    ledger.write(
        "INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause,"
        " quantity, cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,"
        " note, rules)"
        " SELECT asset_id, unit_id, '2025-03-01', recorded_at, 'x', 'purchase', 1, 5, 5, 0, 0, category,"
        " asset_kind, '', '', '', '{}' FROM book_entries WHERE asset_id = %s",
        ledger.server["id"],
    )
    (difference,) = reconciled(ledger)["differences"]
    assert (difference["asset_id"], difference["book_quantity"]) == (ledger.server["id"], 2)


def test_an_asset_that_no_book_knows_is_named(ledger: Ledger) -> None:
    ledger.write("UPDATE assets SET status = 'in_store' WHERE id = %s", ledger.led["id"])
    (difference,) = reconciled(ledger)["differences"]
    assert (difference["asset_id"], difference["book_quantity"], difference["register_quantity"]) == (
        ledger.led["id"], 0, 1,
    )  # fmt: skip


def test_more_wear_than_cost_is_named(ledger: Ledger) -> None:
    ledger.write("ALTER TABLE wear_rows DISABLE TRIGGER ALL")
    ledger.write("ALTER TABLE wear_rows DROP CONSTRAINT wear_rows_bounds")
    ledger.write(
        "UPDATE wear_rows SET amount = 19000000, wear_after = 19000000 WHERE asset_id = %s",
        ledger.laptop["id"],
    )
    assert [row["asset_id"] for row in reconciled(ledger)["differences"]] == [ledger.laptop["id"]]


def test_a_ward_reconciles_its_own_books_only(ledger: Ledger) -> None:
    found = reconciled(ledger, ledger.register.ward_officer)
    assert found["agrees"]
    assert sum(row["closing"]["cost"] for row in found["rows"]) == 18_000_400 + 7_220_000


def test_the_list_of_differences_has_an_end_and_says_so(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.assets.queries.reconciliation.MOST", 1)
    ledger.write("UPDATE assets SET cost = cost + 1, cost_other = cost_other + 1")
    found = reconciled(ledger)
    assert len(found["differences"]) == 1
    assert found["more_differences"]
