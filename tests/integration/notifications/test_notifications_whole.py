"""From the act to the letter: the real register and custody, the relays, the bus and a mail server."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.acts import drawing
from tests.house import House
from tests.servers.databases import Databases
from tests.servers.mail import Mailbox

pytestmark = pytest.mark.postgres


@pytest.fixture
def house(fresh_databases: Databases, mailbox: Mailbox) -> Iterator[House]:
    made = House(fresh_databases, smtp_url=mailbox.url)
    yield made
    made.close()


class Ward:
    """A ward with an officer, a head and a clerk, and one tablet in its store."""

    def __init__(self, house: House) -> None:
        self.house = house
        unit = {"code": "BODE", "name": "UBND phường Bồ Đề", "kind": "ward", "parent_id": None}
        made = house.do(
            "POST", "/api/assets/units", role="service", json={**unit, "valid_from": "2025-07-01"}
        )
        self.unit = made["id"]
        self.officer = self.person("OF", "Trần Văn Kho", "officer")
        self.head = self.person("HD", "Phạm Thị Trưởng", "head")
        self.clerk = self.person("CK", "Nguyễn Văn An")
        self.acting: dict[str, Any] = {"role": "officer", "unit": self.unit, "person": self.officer}
        self.tablet = house.do(
            "POST",
            "/api/assets/assets",
            role="service",
            json={
                "tag": "TB-01",
                "name": "Máy tính bảng",
                "category": "tablet",
                "serial": "SN-1",
                "unit_id": self.unit,
                "cost": 7_220_000,
                "cost_budget": 7_220_000,
                "cost_other": 0,
                "put_to_use_on": "2024-03-05",
            },
        )
        house.settle()

    def person(self, code: str, name: str, *duties: str) -> str:
        body = {"code": code, "name": name, "post": "Chuyên viên", "unit_id": self.unit, "duties": duties}
        body["email"] = f"{code.lower()}@longbien.example"
        return str(self.house.do("POST", "/api/assets/people", role="service", json=body)["id"])

    def hand_over(self) -> dict[str, Any]:
        body = {
            "kind": "internal_handover",
            "from": {"person_id": self.officer},
            "to": {"person_id": self.clerk},
            "lines": [{"code": self.tablet["code"], "condition": "Tốt"}],
            "place": "P. 302",
            "basis": "Quy chế quản lý tài sản",
        }
        record: dict[str, Any] = self.house.do("POST", "/api/handover/records", json=body, **self.acting)
        self.house.settle()
        return record

    def sign(self, record: dict[str, Any], side: str) -> dict[str, Any]:
        signed: dict[str, Any] = self.house.do(
            "POST",
            f"/api/handover/records/{record['id']}/signatures",
            json={"side": side, "method": "drawn", "drawing": drawing()},
            version=record["version"],
            **self.acting,
        )
        self.house.settle()
        return signed

    def told(self, about: str) -> Counter[tuple[str, str]]:
        """Who was told what about it."""
        names = {self.officer: "officer", self.head: "head", self.clerk: "clerk"}
        page = self.house.do("GET", f"/api/notifications/notices?about={about}", **self.acting)
        return Counter((notice["kind"], names[notice["recipient_person_id"]]) for notice in page["items"])

    def send(self) -> int:
        """What the worker's own job does; how many letters left."""
        worker = self.house.workers["notifications"]
        (job,) = [one for one in worker.jobs if one.name == "send e-mails"]
        return int(str(job.run(worker.database)))


def test_everybody_concerned_hears_of_a_handover_and_of_a_leavers_recall(house, mailbox):
    ward = Ward(house)
    record = ward.hand_over()
    assert ward.send() == 2
    record = ward.sign(record, "giver")
    ward.sign(record, "receiver")
    assert house.dead == []
    assert ward.told(record["id"]) == {
        ("record_waiting", "officer"): 1,
        ("record_waiting", "clerk"): 2,
        ("record_completed", "officer"): 1,
        ("record_completed", "clerk"): 1,
    }
    assert ward.send() == 2, "the letter of the last waiting was withdrawn: it is signed"
    recall = leave(ward)
    with clock.frozen(clock.now() + timedelta(days=400)):
        tell_of_deadlines(house)
        assert house.dead == []
        assert ward.told(recall)["recall_overdue", "head"] == 1
        ward.send()
    letters = Counter(str(letter["To"].addresses[0].username) for letter in mailbox.letters)
    assert letters == {"of": 2 + 2, "ck": 2 + 2, "hd": 1}
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == len(mailbox.letters)


def leave(ward: Ward) -> str:
    """The clerk retires; the recall that follows."""
    house, path = ward.house, f"/api/assets/people/{ward.clerk}"
    version = house.do("GET", path, **ward.acting)["version"]
    left = {"status": "retired", "left_on": clock.today().isoformat(), "basis": "QĐ 12/QĐ-UBND"}
    house.do("POST", f"{path}/departure", json=left, version=version, **ward.acting)
    house.settle()
    (recall,) = house.do("GET", "/api/handover/recalls?state=open", **ward.acting)["items"]
    assert ward.told(recall["id"]) == {("recall_opened", "clerk"): 1, ("recall_opened", "officer"): 1}
    return str(recall["id"])


def tell_of_deadlines(house: House) -> None:
    """What the clocks of custody and of notices do by themselves."""
    for service in ("handover", "notifications"):
        worker = house.workers[service]
        for job in worker.jobs:
            if job.name != "send e-mails":
                job.run(worker.database)
        house.settle()
