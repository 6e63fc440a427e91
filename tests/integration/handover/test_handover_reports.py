"""A report about the past, made again after everything has changed, is the same bytes: names, places, all."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.clock import frozen
from tests.integration.handover.house import House
from tests.waiting import eventually

MARCH = datetime(2026, 3, 2, 3, tzinfo=UTC)
FORMATS = ("csv", "xlsx", "pdf")


def at(day: int) -> Any:
    return frozen(MARCH + timedelta(days=day))


def files(house: House, report: Any) -> dict[str, bytes]:
    found = {}
    for name in FORMATS:
        answer = house.officer.send("GET", f"/custody-reports/{report['id']}/file?format={name}")
        assert answer.status_code == 200, answer.text
        found[name] = answer.data
    return found


def everything_changes(house: House, mai: UUID, lan: UUID, tablet: Any, other: Any) -> None:
    """Names, a unit's name, an asset's name and unit, who holds what, a correction dated back."""
    with at(20):
        house.sign_both(house.take_back([other], mai))
        said = {"lines": [{"code": tablet["code"]}], "holder_person_id": str(lan), "from_on": "2026-03-03"}
        said |= {"reason": "Ghi nhầm người", "document": "BB 07"}
        made = house.officer.post("/custody-corrections", said)
        head = house.caller("head", unit=house.ward, person=house.person("Đỗ Văn Bình", duties=["head"]))
        head.post(f"/custody-corrections/{made['id']}/approval", {}, version=1)
        known = house.register.people[str(mai)]
        known |= {"name": "Nguyễn Thị Mai Hương", "version": 2}
        facts = {name: known[name] for name in ("code", "unit_id", "status", "duties", "left_on")}
        house.tell("assets.person.changed.v1", mai, 2, {"person_id": mai, **facts})
        renamed = {**tablet, "name": "Máy tính bảng (đã đổi tên)", "unit_id": str(house.other), "cost": 1}
        house.tell("assets.asset.changed.v1", UUID(tablet["asset_id"]), 2, renamed)
        ward = {"unit_id": house.ward, "code": "DV2", "name": "Phường Bồ Đề (mới)", "kind": "ward"}
        ward |= {"parent_id": house.district, "valid_from": "2000-01-01", "valid_to": None}
        house.tell("assets.unit.changed.v1", house.ward, 2, ward)


def test_a_report_made_again_after_everything_has_changed_is_the_same_bytes(house: House) -> None:
    tablet, other = house.assets(2)
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Trần Thị Lan")
    with at(0):
        house.sign_both(house.give([tablet, other], mai))
    with at(10):
        questions = ({"unit": house.ward}, {"person": mai}, {"asset": tablet["asset_id"]})
        made = [house.officer.post("/custody-reports", {**one, "as_of": "2026-03-05"}) for one in questions]
        then = [files(house, report) for report in made]
    text = then[0]["csv"].decode("utf-8-sig")
    assert "Nguyễn Thị Mai" in text
    assert f",{tablet['code']}," in text
    assert made[1]["rows"] == 2
    everything_changes(house, mai, lan, tablet, other)
    with at(30):
        again = [files(house, report) for report in made]
        fresh = house.officer.post("/custody-reports", {"person": lan, "as_of": "2026-03-05"})
        newest = files(house, fresh)["csv"].decode("utf-8-sig")
        # the same question asked anew, as known then, is answered by the names and places of then
        known = (MARCH + timedelta(days=10)).isoformat()
        anew = house.officer.post(
            "/custody-reports", {"person": mai, "as_of": "2026-03-05", "known_at": known}
        )
    assert again == then
    for report, files_then in zip(made, then, strict=True):
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files_then.items()}
        assert {name: one["sha256"] for name, one in report["files"].items()} == hashes
    assert anew["files"] == made[1]["files"]
    assert "Máy tính bảng (đã đổi tên)" not in text
    assert fresh["rows"] == 0, "the asset stands in another ward's books now"
    assert newest.count("\n") == 1
    with zipfile.ZipFile(io.BytesIO(then[0]["xlsx"])) as book:
        assert "Nguyễn Thị Mai" in book.read("xl/worksheets/sheet1.xml").decode()
    assert then[0]["pdf"].startswith(b"%PDF")


def test_a_rewritten_history_is_noticed_by_the_report(house: House) -> None:
    (tablet,), mai = house.assets(1), house.person("Nguyễn Thị Mai")
    house.sign_both(house.give([tablet], mai))
    made = house.officer.post("/custody-reports", {"person": mai})
    with psycopg.connect(house.admin_url, autocommit=True) as admin:
        admin.execute("UPDATE custody SET since = since - 1 WHERE person_id = %s", [mai])
    answer = house.officer.send("GET", f"/custody-reports/{made['id']}/file?format=csv")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/report-differs")


def test_a_report_does_not_reach_into_what_is_still_being_recorded(house: House) -> None:
    (tablet,), mai = house.assets(1), house.person("Nguyễn Thị Mai")
    house.sign_both(house.give([tablet], mai))
    with psycopg.connect(house.settings.database_url) as writer:
        writer.execute("SELECT set_config('app.scope', 'all', true)")
        writer.execute("UPDATE record_counters SET last = last")
        begun = writer.execute("SELECT xact_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
        (since,) = begun.fetchone()
        made = house.officer.post("/custody-reports", {"person": mai})
        assert datetime.fromisoformat(made["known_at"]) <= since
        soon = (since + timedelta(milliseconds=1)).isoformat()
        eventually(lambda: datetime.now(UTC) > since + timedelta(milliseconds=2), within=5)
        answer = house.officer.send("POST", "/custody-reports", {"person": str(mai), "known_at": soon})
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/still-being-recorded")
        writer.rollback()


@pytest.mark.parametrize("ask", [{}, {"unit": "u", "person": "p"}])
def test_a_report_is_about_one_thing(house: House, ask: dict[str, str]) -> None:
    said = {name: str(house.ward if name == "unit" else house.hoa) for name in ask}
    assert house.officer.send("POST", "/custody-reports", said).status_code == 422
    stranger = house.caller("officer", unit=house.other)
    assert stranger.send("POST", "/custody-reports", {"unit": str(house.ward)}).status_code == 422
    assert stranger.send("POST", "/custody-reports", {"person": str(house.hoa)}).status_code == 404
