"""What a request costs in SQL statements, BEGIN, settings, idempotency and COMMIT included, whatever its
size.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, text

from services.handover.queries import proofs
from shared.ids import uuid7
from tests.integration.handover.house import House


def statements(house: House, act: Callable[[], Any]) -> int:
    """How many statements the server got while `act` ran: those seen by the driver, and BEGIN and COMMIT."""
    counted = []
    engine = house.database.engine

    def count(*_: Any) -> None:
        counted.append(1)

    hooks = [(name, count) for name in ("before_cursor_execute", "begin", "commit")]
    for name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        act()
    finally:
        for name, hook in hooks:
            event.remove(engine, name, hook)
    return len(counted)


def test_a_handover_takes_at_most_fourteen_statements_whatever_its_lines(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(60)
    house.give(assets[:1], mai)
    costs = {n: statements(house, lambda n=n: house.give(assets[n : 2 * n], mai)) for n in (1, 5, 30)}
    assert set(costs.values()) == {costs[1]}
    assert costs[1] <= 14


def test_a_page_costs_the_same_for_one_record_and_for_many(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(12)
    for asset in assets:
        house.give([asset], mai)
    costs = {
        limit: statements(house, lambda n=limit: house.officer.get(f"/records?limit={n}"))
        for limit in (2, 12)
    }
    assert costs[2] == costs[12] <= 6


def test_the_second_signature_costs_the_same_for_one_line_and_for_many(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(31)
    records = [house.give(part, mai) for part in (assets[:1], assets[1:])]
    one, many = (statements(house, lambda r=record: house.sign_both(r)) for record in records)
    assert one == many


def test_the_acts_of_a_record_are_found_by_an_index_however_long_the_ledger(house: House) -> None:
    with house.database.engine.connect() as looking:
        looking.execute(text("SET LOCAL enable_seqscan = off"))  # the ledger of a test is short
        plan = looking.execute(text(f"EXPLAIN {proofs.ACTS_OF_RECORD.text}"), {"subject": uuid7()}).scalars()
        assert any("ledger_entries_subject" in line for line in plan)
