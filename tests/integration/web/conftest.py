"""The town that the web's tests visit, made once for each file."""

from collections.abc import Iterator

import pytest

from services.web.app import create_app
from tests.house import House
from tests.integration.web.town import PIN, Town, open_accounts
from tests.servers.databases import Databases


@pytest.fixture(scope="module")
def town(databases: Databases) -> Iterator[Town]:
    house = House(databases)
    made = Town(house, create_app(databases.settings("web"), house.apps))
    ward = house.do(
        "POST",
        "/api/assets/units",
        role="service",
        json={"code": "P1", "name": "UBND phường Thử", "kind": "ward"},
    )
    made.unit = ward["id"]
    for key, duties in (("officer", ["officer"]), ("holder", []), ("head", ["head"])):
        body = {
            "code": key,
            "name": f"Người {key}",
            "post": "Chuyên viên",
            "unit_id": made.unit,
            "duties": duties,
        }
        made.people[key] = house.do("POST", "/api/assets/people", role="admin", unit=made.unit, json=body)
    for number in (1, 2, 13):  # what names the first begins another
        body = {
            "name": "Máy tính bảng",
            "category": "tablet",
            "serial": f"SERIAL-{number}",
            "unit_id": made.unit,
            "cost": 7_000_000,
        }
        made.assets.append(house.do("POST", "/api/assets/assets", role="officer", unit=made.unit, json=body))
    house.settle()
    for person in made.people.values():
        house.do("PUT", f"/api/handover/pins/{person['id']}", role="admin", unit=made.unit, json={"pin": PIN})
    open_accounts(databases, made)
    yield made
    made.web.extensions["taisan.web"].database.close()
    house.close()
