"""A succession and a move reach every service: custody and notices follow the register."""

from typing import Any

import psycopg
import pytest

from tests.acts import drawing
from tests.house import House
from tests.integration.test_authorisation_matrix import asset, handed_over, person, unit

pytestmark = pytest.mark.postgres


def rows(house: House, service: str, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(house.databases.admin_url(service)) as admin:
        return admin.execute(query, values).fetchall()


def scope(house: House, service: str, units: list[str]) -> set[tuple[str, str]]:
    found = rows(house, service, "SELECT ancestor_id::text, descendant_id::text FROM unit_scope")
    return {pair for pair in found if set(pair) <= set(units)}


def test_successors_take_over_custody_and_notices_in_every_service(house: House) -> None:
    root, bystander = unit(house, "RE-R", None), unit(house, "RE-X", None)
    old = unit(house, "RE-O", root)
    giver, holder = person(house, "RE-G", old, "officer"), person(house, "RE-H", old)
    held = asset(house, "RE-1", old)
    house.settle()
    acting: dict[str, Any] = {"role": "officer", "unit": old, "person": giver}
    record = handed_over(house, acting, giver, holder, held["code"])
    for side in ("giver", "receiver"):
        signature = {"side": side, "method": "drawn", "drawing": drawing()}
        path = f"/api/handover/records/{record['id']}/signatures"
        record = house.do("POST", path, json=signature, version=record["version"], **acting)
    act = {
        "happened_on": "2026-07-01",
        "predecessors": [{"id": old, "version": 1}],
        "successors": [{"code": f"RE-N{number}", "name": "Mới", "parent_id": root} for number in (1, 2)],
        "document_number": "NQ 1",
        "document_on": "2026-06-16",
        "document_authority": "HĐND",
    }
    done = house.do("POST", "/api/assets/units/successions", role="service", json=act)
    new = [one["id"] for one in done["successors"]]
    keepers = [person(house, f"RE-K{number}", unit_id, "officer") for number, unit_id in enumerate(new)]
    house.settle()
    assert house.dead == []
    everywhere = [scope(house, name, [root, bystander, old, *new]) for name in house.apps]
    assert everywhere[0] == everywhere[1] == everywhere[2]
    assert {(one, old) for one in new} <= everywhere[0]
    for unit_id, keeper in zip(new, keepers, strict=True):
        seen = house.do(
            "GET", f"/api/handover/custody?asset={held['id']}", role="officer", unit=unit_id, person=keeper
        )
        assert [row["code"] for row in seen["items"]] == [held["code"]]
    other = house.ask("GET", f"/api/handover/custody?asset={held['id']}", role="officer", unit=bystander)
    assert held["code"] not in other.text
    gone = {"status": "retired", "left_on": "2026-09-01", "basis": "QĐ 5"}
    person_at = house.do("GET", f"/api/assets/people/{holder}", role="service")["version"]
    house.do("POST", f"/api/assets/people/{holder}/departure", role="service", json=gone, version=person_at)
    house.settle()
    told = rows(
        house, "notifications", "SELECT recipient_person_id::text FROM notices WHERE kind = 'recall_opened'"
    )
    assert {(keeper,) for keeper in keepers} & set(told), "who takes over is told of what must come back"


def test_a_move_and_a_return_change_where_somebody_is_in_every_service(house: House) -> None:
    here, there = unit(house, "MV-A", None), unit(house, "MV-B", None)
    one = person(house, "MV-1", here)
    house.settle()
    for act, body in (
        ("moves", {"moved_on": "2026-03-01", "unit_id": there}),
        ("departure", {"status": "resigned", "left_on": "2026-04-01"}),
        ("return", {"returned_on": "2026-05-01", "unit_id": here}),
    ):
        at = house.do("GET", f"/api/assets/people/{one}", role="service")["version"]
        house.do("POST", f"/api/assets/people/{one}/{act}", role="service", json=body, version=at)
        house.settle()
        wanted = (
            (there, "working")
            if act == "moves"
            else (there, "resigned")
            if act == "departure"
            else (here, "working")
        )
        for service in ("handover", "notifications"):
            known = rows(house, service, "SELECT unit_id::text, status FROM known_people WHERE id = %s", one)
            assert known == [wanted], (service, act)
    assert house.dead == []
