"""What becomes of the things of a recall, who says so, and how the person is cleared in the end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pypdfium2

from services.handover import rules
from shared import clock
from shared.ids import uuid7
from tests.integration.handover.house import House, scribble


def leaver(house: House, count: int, **more: Any) -> tuple[UUID, list[dict[str, Any]], dict[str, Any]]:
    """Somebody who has left with `count` tablets: the person, the tablets, the open case."""
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(count)
    house.sign_both(house.give(assets, mai))
    house.leave(mai, **more)
    (case,) = house.officer.get(f"/recalls?state=open&person={mai}")["items"]
    return mai, assets, case


def act(house: House, case: dict[str, Any], what: str, **body: Any) -> dict[str, Any]:
    fresh = house.officer.get(f"/recalls/{case['id']}")
    return dict(house.officer.post(f"/recalls/{case['id']}/{what}", body, version=fresh["version"]))


def refused(house: House, case: dict[str, Any], what: str, **body: Any) -> Any:
    fresh = house.officer.get(f"/recalls/{case['id']}")
    return house.officer.send("POST", f"/recalls/{case['id']}/{what}", body, version=fresh["version"])


def say(house: House, case: dict[str, Any], outcome: str, *assets: dict[str, Any], **more: Any) -> Any:
    ids = [one["asset_id"] for one in assets]
    return act(house, case, "outcomes", asset_ids=ids, outcome=outcome, reason="Theo biên bản", **more)


def read(house: House, path: str) -> str:
    """The text of a PDF, each white space as one blank."""
    answer = house.officer.send("GET", path)
    assert answer.status_code == 200, answer.json
    with pypdfium2.PdfDocument(answer.data) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    return " ".join(" ".join(pages).split())


def states(case: dict[str, Any]) -> dict[str, str]:
    return {line["asset_id"]: line["state"] for line in case["lines"]}


def test_the_time_to_give_back_runs_on_working_days_over_tet() -> None:
    assert rules.recall_deadline(date(2026, 2, 13), None) == date(2026, 3, 6)  # Tết: 16 to 20 February
    assert rules.recall_deadline(date(2026, 4, 20), date(2026, 4, 24)) == date(
        2026, 5, 13
    )  # 26, 30 April, 1 May
    assert rules.due_deadlines(date(2026, 2, 13)) == (date(2026, 2, 13), date(2026, 2, 23))


def test_every_outcome_is_an_entry_and_only_what_is_settled_closes_the_case(house: House) -> None:
    _, (back, lost, worse), case = leaver(house, 3)
    house.sign_both(house.take_back([back, worse], UUID(case["person"]["id"]), "internal_recall"))
    assert states(say(house, case, "broken", worse))[worse["asset_id"]] == "broken"
    case = say(house, case, "lost", lost, document="Đơn trình báo ngày 02/3/2026")
    assert (case["state"], states(case)[lost["asset_id"]]) == ("open", "lost")
    (told,) = house.events("handover.recall.lost.v1", case["id"])
    assert told.data["asset_ids"] == [lost["asset_id"]]
    incomplete = refused(
        house, case, "outcomes", asset_ids=[lost["asset_id"]], outcome="compensated", reason="Bồi thường"
    )
    assert {one["pointer"] for one in incomplete.json["errors"]} == {"/amount", "/document"}
    case = say(house, case, "compensated", lost, amount=6_000_000, document="QĐ 7/QĐ-UBND")
    assert (case["state"], case["closed_on"]) == ("closed", clock.today().isoformat())
    whole = house.officer.get(f"/recalls/{case['id']}")
    assert [(one["before"], one["outcome"]) for one in whole["outcomes"]] == [
        ("open", "returned"),
        ("open", "returned"),
        ("returned", "broken"),
        ("open", "lost"),
        ("lost", "compensated"),
    ]
    assert {one["said_by"] for one in whole["outcomes"]} == {whole["outcomes"][0]["said_by"]}
    links = house.rows("SELECT count(*) FROM ledger_links WHERE asset_id = :a", a=lost["asset_id"])
    assert links == [(5,)]  # issued, signed, completed, lost, compensated: one chain
    paper = read(house, f"/recalls/{case['id']}/clearance.pdf")
    assert whole["clearance"]["number"] in paper
    assert "không còn giữ tài sản công nào" in paper
    assert "Đã bồi thường" in paper
    assert "6.000.000 đồng" in paper
    entry = house.rows("SELECT act FROM ledger_entries WHERE subject = :s", s=whole["clearance"]["id"])
    assert entry == [("recall.cleared",)]


def test_what_an_outcome_cannot_be_is_said_line_by_line_and_nothing_is_written(house: House) -> None:
    _, (one, two), case = leaver(house, 2)
    say(house, case, "lost", one)
    answer = refused(
        house, case, "outcomes", asset_ids=[two["asset_id"], one["asset_id"]], outcome="lost", reason="Mất"
    )
    assert answer.status_code == 409
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/asset_ids/1"]
    assert states(house.officer.get(f"/recalls/{case['id']}"))[two["asset_id"]] == "open"
    for outcome, hint in (("returned", "biên bản thu hồi"), ("broken", "Nhận lại bằng biên bản")):
        answer = refused(house, case, "outcomes", asset_ids=[two["asset_id"]], outcome=outcome, reason="Xong")
        assert (answer.status_code, hint in answer.json["detail"]) == (409, True)
    stranger = refused(house, case, "outcomes", asset_ids=[str(uuid7())], outcome="lost", reason="Mất")
    assert (stranger.status_code, stranger.json["type"]) == (422, "/problems/not-in-recall")
    stale = house.officer.send(
        "POST",
        f"/recalls/{case['id']}/outcomes",
        {"asset_ids": [two["asset_id"]], "outcome": "lost", "reason": "Mất"},
        version=1,
    )
    assert stale.status_code == 412
    assert states(say(house, case, "open", one))[one["asset_id"]] == "open"  # found after all


def test_passing_on_draws_up_the_record_to_the_successor_and_closes_when_both_have_signed(
    house: House,
) -> None:
    mai, (tablet,), case = leaver(house, 1)
    lan = house.person("Vũ Thị Lan")
    case = say(house, case, "passed_on", tablet, successor_id=str(lan), document="QĐ 9/QĐ-UBND")
    assert case["state"] == "open"
    (waiting,) = house.officer.get(f"/recalls/{case['id']}")["waiting"]
    record = house.officer.get(f"/records/{waiting['record_id']}")
    assert (record["giver"]["person_id"], record["receiver"]["person_id"]) == (str(mai), str(lan))
    assert "khoản 2 Điều 3" in record["basis"]
    house.sign_both(record)
    whole = house.officer.get(f"/recalls/{case['id']}")
    assert (whole["state"], [line["state"] for line in whole["lines"]]) == ("closed", ["passed_on"])
    assert whole["outcomes"][-1]["record_id"] == record["id"]
    held = house.officer.get(f"/custody?asset={tablet['asset_id']}")["items"][0]
    assert held["person_name"] == "Vũ Thị Lan"


def test_more_time_needs_a_later_day_and_an_approver_and_the_alarms_run_anew(house: House) -> None:
    _, _, case = leaver(house, 1)
    before = date.fromisoformat(case["deadline"])
    late = datetime(before.year, before.month, before.day, 2, tzinfo=UTC) + timedelta(days=1)
    said = {"reason": "Đang điều trị ở bệnh viện", "approver": "Lê Văn Hải, Chủ tịch", "document": "CV 3"}
    with clock.frozen(late):
        house.ring()
        same = refused(house, case, "extension", deadline=case["deadline"], **said)
        assert same.status_code == 422
        after = (before + timedelta(days=7)).isoformat()
        case = act(house, case, "extension", deadline=after, **said)
        assert (case["deadline"], case["overdue"]) == (after, False)
    assert len(house.events("handover.recall.postponed.v1", case["id"])) == 1
    with clock.frozen(late + timedelta(days=7)):
        house.ring()
    assert len(house.events("handover.recall.overdue.v1", case["id"])) == 2
    (kept,) = house.officer.get(f"/recalls/{case['id']}")["extensions"]
    assert (kept["deadline_before"], kept["approver"]) == (before.isoformat(), "Lê Văn Hải, Chủ tịch")


def test_a_notice_is_numbered_delivered_and_acknowledged_and_changes_no_more(house: House) -> None:
    mai, (tablet,), case = leaver(house, 1)
    early = refused(
        house, case, "deliveries", kind="delivered", way="mail", happened_on="2026-01-05", to_whom="Bà Mai"
    )
    assert (early.status_code, early.json["type"]) == (409, "/problems/no-notice")
    case = act(house, case, "notices")
    today = clock.today().isoformat()
    act(house, case, "deliveries", kind="delivered", way="in_person", happened_on=today, to_whom="Bà Mai")
    version = house.officer.get(f"/recalls/{case['id']}")["version"]
    path = f"/recalls/{case['id']}/acknowledgement"
    assert house.officer.send("POST", path, {}, version=version).status_code == 403
    assert house.holder(mai).send("POST", path, {}, version=version).status_code == 200
    whole = house.officer.get(f"/recalls/{case['id']}")
    assert [(one["kind"], one["way"]) for one in whole["deliveries"]] == [
        ("delivered", "in_person"),
        ("acknowledged", "in_app"),
    ]
    paper = read(house, f"/recalls/{case['id']}/notice.pdf")
    (issued,) = whole["notices"]
    for said in (issued["number"], "Nguyễn Thị Mai", tablet["code"], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"):
        assert said in paper
    assert "Điều 41" not in paper
    shown = house.app.test_client().get(f"/api/handover/papers/{issued['id']}")
    assert (shown.status_code, "Mai" in shown.get_data(as_text=True)) in {(200, False), (401, False)}
    anybody = house.caller("service").get(f"/papers/{issued['id']}")
    assert (anybody["standing"], anybody["number"], anybody["count"]) == ("genuine", issued["number"], 1)
    act(house, case, "notices")
    assert house.caller("service").get(f"/papers/{issued['id']}")["standing"] == "superseded"
    acts = {row[0] for row in house.rows("SELECT act FROM ledger_entries")}
    assert {"recall.noticed", "recall.delivered", "recall.acknowledged"} <= acts


def test_the_family_of_one_who_died_is_named_and_can_be_forgotten_while_the_ledger_stays(
    house: House,
) -> None:
    mai, assets, case = leaver(house, 1, status="dead")
    heir = {
        "name": "Trần Văn Sơn",
        "relation": "chồng",
        "contact": "0912 000 111",
        "document": "Giấy ủy quyền",
    }
    act(house, case, "representative", **heir)
    case = act(house, case, "notices")
    assert "Ông/bà Trần Văn Sơn (chồng), đại diện gia đình" in read(
        house, f"/recalls/{case['id']}/notice.pdf"
    )
    assert refused(house, case, "representative/erasure").status_code == 409
    bodies = house.rows("SELECT convert_from(body, 'UTF8') FROM ledger_bodies")
    assert not any("0912" in row[0] for row in bodies)
    house.sign_both(house.take_back(assets, mai, "internal_recall"))
    act(house, case, "representative/erasure")
    kept = house.officer.get(f"/recalls/{case['id']}")["representative"]
    assert (kept["name"], kept["contact"], bool(kept["erased_at"])) == ("(đã xóa)", "", True)


def test_only_who_holds_nothing_is_cleared_with_or_without_a_case(house: House) -> None:
    lan, (tablet,) = house.person("Vũ Thị Lan"), house.assets(1)
    never = house.officer.post("/clearances", {"person_id": lan})
    assert never["content"]["lines"] == []
    assert "không còn giữ tài sản công nào" in read(house, f"/clearances/{never['id']}/certificate.pdf")
    house.sign_both(house.give([tablet], lan))
    answer = house.officer.send("POST", "/clearances", {"person_id": lan})
    assert (answer.status_code, tablet["code"] in answer.json["detail"]) == (409, True)
    wanted = {"person_id": lan, "reason": "decision", "basis": "CV 5", "category": "tablet"}
    laptop = house.assets(1, category="computer")
    house.sign_both(house.give(laptop, lan))
    case = house.officer.post("/recalls", wanted)
    assert [line["code"] for line in case["lines"]] == [tablet["code"]]
    house.sign_both(house.take_back([tablet], lan, "internal_recall"))
    answer = house.officer.send("GET", f"/recalls/{case['id']}/clearance.pdf")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/clearance-not-issued")
    house.sign_both(house.take_back(laptop, lan, "internal_return"))
    after = int(house.officer.post("/clearances", {"person_id": lan})["number"][:5])
    assert after == int(never["number"][:5]) + 1
    assert len(house.officer.get(f"/clearances?person={lan}")["items"]) == 2


def test_who_moves_gives_back_what_stays_with_the_old_unit_alone(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    own, district = house.assets(1), house.assets(1, unit=house.district)
    house.sign_both(house.give(own, mai))
    boss = house.person("Đỗ Văn Nam", unit=house.district)
    keeper = house.caller("officer", unit=house.district, person=boss)
    lines = [{"code": district[0]["code"]}]
    body = {
        "kind": "internal_handover",
        "from": {"person_id": boss},
        "to": {"person_id": mai},
        "lines": lines,
    }
    record = keeper.post("/records", body)
    for side in ("giver", "receiver"):
        signed = {"side": side, "method": "drawn", "drawing": scribble()}
        path = f"/records/{record['id']}/signatures"
        record = keeper.post(path, signed, version=record["version"])
    known = house.register.people[str(mai)]
    known |= {"unit_id": house.other, "version": 2}
    data = {name: known[name] for name in ("code", "status", "duties", "left_on")}
    data |= {"person_id": mai, "unit_id": house.other, "previous_unit_id": house.ward}
    house.tell("assets.person.moved.v1", mai, 2, {**data, "moved_on": "2026-01-05"})
    (case,) = house.officer.get(f"/recalls?person={mai}")["items"]
    assert ([line["code"] for line in case["lines"]], case["reason"]) == ([own[0]["code"]], "transferred")
    kept = refused(
        house, case, "outcomes", asset_ids=[own[0]["asset_id"]], outcome="kept", reason="Mang", document="QĐ"
    )
    assert kept.json["type"] == "/problems/not-transferred"
    moved = {**own[0], "unit_id": str(house.other)}
    house.tell("assets.asset.changed.v1", UUID(own[0]["asset_id"]), 2, moved)
    assert say(house, case, "kept", own[0], document="QĐ 15/QĐ-UBND")["state"] == "closed"
