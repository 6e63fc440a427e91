"""A decision in the register, the record in custody, the books of both units: one story over all services."""

from typing import Any

import pytest

from shared.clock import today
from tests.acts import drawing
from tests.house import House

pytestmark = pytest.mark.postgres


class Two:
    """Two units beside one another, each with an officer, and a head who decides for the first."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.unit, self.other = self._unit("CG1", "Phường Giao"), self._unit("CN1", "Phường Nhận")
        self.giver = self._person("CG-CB", self.unit, "officer")
        self.head = self._person("CG-LD", self.unit, "head")
        self.holder = self._person("CG-NV", self.unit)
        self.receiver = self._person("CN-CB", self.other, "officer")
        self.officer: dict[str, Any] = {"role": "officer", "unit": self.unit, "person": self.giver}
        self.theirs: dict[str, Any] = {"role": "officer", "unit": self.other, "person": self.receiver}

    def _unit(self, code: str, name: str) -> str:
        body = {"code": code, "name": name, "kind": "ward", "valid_from": "2004-01-01"}
        return str(self.house.do("POST", "/api/assets/units", role="service", json=body)["id"])

    def _person(self, code: str, unit: str, *duties: str) -> str:
        body = {"code": code, "name": f"Người {code}", "post": "", "unit_id": unit, "duties": list(duties)}
        return str(self.house.do("POST", "/api/assets/people", role="service", json=body)["id"])

    def asset(self, tag: str) -> Any:
        body = {
            "tag": tag,
            "name": "Máy chủ",
            "category": "server",
            "serial": f"SN-{tag}",
            "kind": "fixed_asset",
        }
        body |= {"unit_id": self.unit, "put_to_use_on": "2024-03-05"}
        money = {"cost": 90_000_000, "cost_budget": 90_000_000, "cost_other": 0}
        made = self.house.do("POST", "/api/assets/assets", role="service", json={**body, **money})
        self.house.settle()
        return made

    def decided(self, assets: list[Any]) -> Any:
        """A transfer of `assets` to the other unit that the head has approved."""
        body = {
            "unit_id": self.unit,
            "kind": "transfer",
            "legal_case": "42.1.b",
            "receiver_unit_id": self.other,
            "lines": [{"asset_id": one["id"]} for one in assets],
        }
        case = self.house.do("POST", "/api/assets/disposals", json=body, **self.officer)
        for paper in case["papers"]:
            if paper["required"] and not paper["present"]:
                case = self.act(self.officer, case, "papers", paper=paper["paper"], number="12/TTr")
        case = self.act(self.officer, case, "submission")
        head = {"role": "head", "unit": self.unit, "person": self.head}
        said = {"outcome": "approved", "decision_number": "45/QĐ-UBND", "signer": "Người ký"}
        said |= {"decision_on": today().isoformat(), "responsibility": "Văn phòng"}
        case = self.act(head, case, "decision", **said)
        self.house.settle()
        return case

    def act(self, who: Any, case: Any, what: str, **body: Any) -> Any:
        path = f"/api/assets/disposals/{case['id']}/{what}"
        return self.house.do("POST", path, json=body, version=case["version"], **who)

    def signed(self, body: Any) -> Any:
        """A record that both sides signed, each by the own officer."""
        record = self.house.do("POST", "/api/handover/records", json=body, **self.officer)
        self.house.settle()
        for side, who in (("giver", self.officer), ("receiver", self.theirs)):
            path = f"/api/handover/records/{record['id']}/signatures"
            sign = {"side": side, "method": "drawn", "drawing": drawing()}
            record = self.house.do("POST", path, json=sign, version=record["version"], **who)
        self.house.settle()
        assert self.house.dead == []
        return record


@pytest.fixture(scope="module")
def two(house: House) -> Two:
    made = Two(house)
    house.settle()
    return made


def test_the_minutes_carry_the_decision_out_and_the_books_follow_at_booking(two: Two) -> None:
    server = two.asset("CG-TS1")
    case = two.decided([server])
    body = {
        "kind": "transfer",
        "disposal_id": case["id"],
        "from": {"person_id": two.giver},
        "to": {"person_id": two.receiver},
        "lines": [{"asset_id": server["id"]}],
    }
    record = two.signed(body)
    case = two.house.do("GET", f"/api/assets/disposals/{case['id']}", **two.officer)
    assert (case["state"], case["handover_number"]) == ("done", record["number"])
    assert case["done_on"] == record["happened_on"]
    accountant = {"role": "accountant", "unit": two.unit}
    two.act(accountant, case, "booking")
    two.house.settle()
    now = two.house.do("GET", f"/api/assets/assets/{server['id']}", **two.theirs)
    assert (now["unit_id"], now["status"]) == (two.other, "in_store")
    given = {
        "kind": "internal_handover",
        "from": {"person_id": two.receiver},
        "to": {"person_id": two._person("CN-NV", two.other)},
        "lines": [{"asset_id": server["id"]}],
    }
    two.house.settle()
    made = two.house.do("POST", "/api/handover/records", json=given, **two.theirs)
    assert made["unit_id"] == two.other  # custody knows its new keeper


def test_while_the_minutes_wait_the_decision_neither_lapses_nor_is_finished_by_hand(two: Two) -> None:
    server = two.asset("CG-TS2")
    case = two.decided([server])
    body = {
        "kind": "transfer",
        "disposal_id": case["id"],
        "from": {"person_id": two.giver},
        "to": {"person_id": two.receiver},
        "lines": [{"asset_id": server["id"]}],
    }
    record = two.house.do("POST", "/api/handover/records", json=body, **two.officer)
    two.house.settle()
    by_hand = {"done_on": today().isoformat(), "handover_number": "7/BB", "handover_on": today().isoformat()}
    path = f"/api/assets/disposals/{case['id']}"
    keys = {"headers": {"Idempotency-Key": "carried-1"}, "version": case["version"]}
    answer = two.house.ask("POST", f"{path}/execution", json=by_hand, **keys, **two.officer)
    assert (answer.status_code, answer.get_json()["type"]) == (409, "/problems/record-waits")
    assert record["number"] in answer.get_json()["detail"]
    head = {"role": "head", "unit": two.unit, "person": two.head}
    lapse = two.house.ask("POST", f"{path}/lapse", json={"note": "Rút"}, **keys, **head)
    assert lapse.get_json()["type"] == "/problems/record-waits"
    two.house.do(
        "POST",
        f"/api/handover/records/{record['id']}/cancellation",
        json={"reason": "Nhầm"},
        version=1,
        **two.officer,
    )
    two.house.settle()
    assert two.act(head, case, "lapse", note="Rút quyết định")["state"] == "lapsed"


def test_a_merger_moves_the_books_with_the_holders_and_the_sums_stay(two: Two) -> None:
    held, stored = two.asset("CG-TS3"), two.asset("CG-TS4")
    give = {"kind": "internal_handover", "from": {"person_id": two.giver}, "to": {"person_id": two.holder}}
    given = {**give, "lines": [{"asset_id": held["id"]}]}
    record = two.house.do("POST", "/api/handover/records", json=given, **two.officer)
    for side in ("giver", "receiver"):
        sign = {"side": side, "method": "drawn", "drawing": drawing()}
        path = f"/api/handover/records/{record['id']}/signatures"
        record = two.house.do("POST", path, json=sign, version=record["version"], **two.officer)
    two.house.settle()
    body = {
        "kind": "merger_handover",
        "from": {"person_id": two.giver},
        "to": {"person_id": two.receiver},
        "to_unit_id": two.other,
        "decision_number": "1656/NQ-UBTVQH15",
        "decision_on": "2025-06-16",
        "decision_by": "Ủy ban Thường vụ Quốc hội",
        "lines": [{"asset_id": one["id"]} for one in (held, stored)],
    }
    two.signed(body)
    for asset, holder, status in ((held, two.holder, "in_use"), (stored, None, "in_store")):
        now = two.house.do("GET", f"/api/assets/assets/{asset['id']}", **two.theirs)
        assert (now["unit_id"], now["holder_person_id"], now["status"]) == (two.other, holder, status)
    (open_still,) = two.house.do("GET", f"/api/handover/custody?asset={held['id']}", **two.theirs)["items"]
    assert open_still["person_id"] == two.holder


def test_a_thing_at_the_repairer_stays_in_the_books_as_it_was(two: Two) -> None:
    server = two.asset("CG-TS5")
    to = {"name": "Phạm Văn Sửa", "organisation": "Cửa hàng Hoàng Long"}
    body = {"kind": "repair_out", "from": {"person_id": two.giver}, "to": to, "due_on": "2999-01-01"}
    record = two.house.do(
        "POST", "/api/handover/records", json={**body, "lines": [{"asset_id": server["id"]}]}, **two.officer
    )
    for side in ("giver", "receiver"):
        sign = {"side": side, "method": "drawn", "drawing": drawing()}
        path = f"/api/handover/records/{record['id']}/signatures"
        record = two.house.do("POST", path, json=sign, version=record["version"], **two.officer)
    two.house.settle()
    assert two.house.dead == []
    now = two.house.do("GET", f"/api/assets/assets/{server['id']}", **two.officer)
    assert (now["status"], now["holder_person_id"], now["version"]) == ("in_store", None, server["version"])
