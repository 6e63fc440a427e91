"""The load of the chaos run: officers of one ward hand tablets over, both sides sign, and so on."""

import threading
import time
from typing import Any

from tests.acts import drawing
from tests.faults.chaos import Chaos
from tests.waiting import eventually

OFFICERS = 3
TABLETS = 15
_PAUSE = 0.3  # seconds between two records of one officer


def settled_scene(chaos: Chaos) -> dict[str, Any]:
    """A unit, officers and receivers with addresses, tablets in store; handover knows of them all."""
    ward = {"code": "BD", "name": "UBND phường Bồ Đề", "kind": "ward", "valid_from": "2004-01-01"}
    unit = chaos.call("POST", "/api/assets/units", ward)["id"]
    people = []
    for number in range(OFFICERS * 2):
        duties = ["officer"] if number < OFFICERS else []
        person = {"code": f"P{number}", "name": f"Nguyễn Thị Mai {number}", "post": "CV", "unit_id": unit}
        person |= {"duties": duties, "email": f"p{number}@bode.example"}
        people.append(chaos.call("POST", "/api/assets/people", person)["id"])
    codes = [chaos.call("POST", "/api/assets/assets", _tablet(unit, n))["code"] for n in range(TABLETS)]
    known = "SELECT (SELECT count(*) FROM known_assets), (SELECT count(*) FROM known_people)"
    eventually(lambda: chaos.look("handover", known) == [(TABLETS, OFFICERS * 2)], within=60)
    return {"unit": unit, "people": people, "codes": codes}


def _tablet(unit: str, number: int) -> dict[str, Any]:
    said = {"name": "Máy tính bảng", "category": "tablet", "serial": f"SN{number}", "unit_id": unit}
    cost = {"cost": 7_220_000, "cost_budget": 7_220_000, "cost_other": 0}
    return {**said, **cost, "put_to_use_on": "2024-03-05"}


class Load:
    """Officers at work between `begin` and `end`."""

    def __init__(self, chaos: Chaos, scene: dict[str, Any]) -> None:
        self._chaos, self._scene = chaos, scene
        self._given_out: set[str] = set()
        self._stop = threading.Event()
        self._officers: list[threading.Thread] = []
        self._failed: list[BaseException] = []

    def begin(self) -> None:
        """Let every officer begin."""
        self._stop.clear()
        self._officers = [
            threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(OFFICERS)
        ]
        for officer in self._officers:
            officer.start()

    def end(self) -> None:
        """Let them finish what they have in hand."""
        self._stop.set()
        for officer in self._officers:
            officer.join(120)
            assert not officer.is_alive(), "an officer waits for an answer"
        assert not self._failed, self._failed[0]

    def wait_for_records(self, count: int, within: float = 60.0) -> None:
        """Until so many more records are completed."""
        wanted, deadline = len(self._chaos.told) + count, time.monotonic() + within
        while len(self._chaos.told) < wanted:
            assert not self._failed, self._failed[0]
            assert time.monotonic() < deadline, "the load stands still"
            time.sleep(0.05)

    def _work(self, number: int) -> None:
        try:
            codes = self._scene["codes"][number::OFFICERS]
            while not self._stop.is_set():
                for code in codes:
                    if self._stop.wait(_PAUSE):
                        return
                    self._chaos.told.append(self._hand_over(number, code))
        except BaseException as error:  # noqa: BLE001 - told to the thread that waits in `end`
            self._failed.append(error)

    def _hand_over(self, number: int, code: str) -> dict[str, Any]:
        """Give one tablet out of the store, or take it back; both sign."""
        giver, receiver, kind = number, number + OFFICERS, "internal_handover"
        if code in self._given_out:
            giver, receiver, kind = receiver, giver, "internal_return"
        people = self._scene["people"]
        acting = {"role": "officer", "unit": self._scene["unit"], "person": people[number]}
        body = {"kind": kind, "place": "P. 302", "basis": "Quy chế quản lý tài sản"}
        body |= {"from": {"person_id": people[giver]}, "to": {"person_id": people[receiver]}}
        body |= {"lines": [{"code": code, "condition": "Tốt"}]}
        record: dict[str, Any] = self._chaos.call("POST", "/api/handover/records", body, **acting)
        for side in ("giver", "receiver"):
            path = f"/api/handover/records/{record['id']}/signatures"
            signed = {"side": side, "method": "drawn", "drawing": drawing()}
            record = self._chaos.call("POST", path, signed, version=record["version"], **acting)
        self._given_out ^= {code}
        return record
