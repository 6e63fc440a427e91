"""A stocktake in a browser without any script: planned, opened, counted by typed codes, closed, decided."""

import io
import re

import pytest
from PIL import Image

from shared.clock import today
from tests.integration.web.town import Town, Visitor

pytestmark = pytest.mark.postgres
DEVICE = "3f0e8f4e-6a2b-4c1d-9e57-0d6a1c2b3e4f"


@pytest.fixture(scope="module")
def officer(town: Town) -> Visitor:
    return town.visitor("officer")


def version(visitor: Visitor, path: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', visitor.get(path).text)
    assert found
    return found.group(1)


def planned(town: Town, officer: Visitor, **more: str) -> str:
    """The path of a new stocktake of the whole ward."""
    form = {
        "title": "Kiểm kê quý IV",
        "kind": "unscheduled",
        "as_of": today().isoformat(),
        "unit_id": town.unit,
        "chair": town.people["head"]["id"],
        "members": town.people["holder"]["id"],
        "more_members": "Bà Ngoài Sổ; Kế toán; Phòng TC-KH",
        **more,
    }
    check = officer.post("/stocktakes/new", {**form, "step": "check"})
    assert check.status_code == 200
    for said in ("Kiểm kê quý IV", "Người head", "Bà Ngoài Sổ", "Phòng TC-KH", "Tất cả"):
        assert said in check.text
    made = officer.post("/stocktakes/new", {**form, "step": "confirm"})
    return str(made.location)


def opened(town: Town, officer: Visitor) -> str:
    path = planned(town, officer)
    watch = officer.post(f"{path}/opening", {"version": version(officer, path)})
    town.house.settle()
    assert officer.get(watch.location).location == path
    return path


def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(officer: Visitor) -> None:
    page = officer.post("/stocktakes/new", {"title": "Đợt tháng 12", "step": "check"})
    assert page.status_code == 422
    assert "Hãy chọn trưởng ban kiểm kê." in page.text
    assert 'value="Đợt tháng 12"' in page.text


def test_the_whole_way_without_a_script(town: Town, officer: Visitor) -> None:
    path = opened(town, officer)
    codes = [asset["code"] for asset in town.assets]
    count = f"{path}/count"
    told = officer.post(count, {"typed": codes[0].lower(), "place": "P.302"})
    page = officer.get(told.location).text
    assert "Đã thấy" in page.split('role="status"')[1][:120]
    assert 'value="P.302"' in page
    again = officer.get(officer.post(count, {"typed": codes[0]}).location).text
    assert "Đã quét rồi" in again.split('role="status"')[1][:120]
    officer.post(count, {"typed": codes[1], "condition": "broken"})
    officer.post(count, {"typed": "", "description": "Máy chiếu không tem"})
    empty = officer.post(count, {"typed": "", "description": ""})
    assert empty.status_code == 422
    shown = officer.get(path).text
    assert "<b data-seen>2</b>" in shown
    review = officer.get(f"{path}/review").text
    for said in ("Thiếu (1)", "Hỏng (1)", "Máy chiếu không tem"):
        assert said in review
    officer.post(f"{path}/closing", {"version": version(officer, path), "note": "Đủ"})
    town.house.settle()
    closed = officer.get(path).text
    assert "Đã chốt" in closed
    assert officer.get(f"{path}/minutes.pdf").mimetype == "application/pdf"
    assert officer.get(f"{path}/minutes.xlsx").data[:2] == b"PK"
    _decide_all(town, officer, path)


def _decide_all(town: Town, officer: Visitor, path: str) -> None:
    page = officer.get(f"{path}/review").text
    forms = re.findall(r'action="(\S+/review/[\w-]+)".*?name="kind" value="(\w+)"', page, re.DOTALL)
    assert sorted(kind for _action, kind in forms) == ["disposal", "increase", "loss", "set_place"]
    for action, kind in forms:
        more = {"name": "Máy chiếu", "category": "other", "unit_id": town.unit, "cost": "4.500.000"}
        sent = {"kind": kind, "version": "1", "decision": "accept", "reason": "Ban kiểm kê thống nhất"}
        silent = officer.post(action, {**sent, "reason": ""})
        assert silent.status_code == 422, kind
        assert officer.post(action, sent | (more if kind == "increase" else {})).status_code == 302, kind
    page = officer.get(f"{path}/review").text
    assert page.count("Ban kiểm kê thống nhất") == 4
    assert "Chờ quyết định" not in page
    assert "Máy chiếu" in officer.get("/assets?q=may+chieu").text


def test_a_photo_of_a_thing_without_a_label_is_kept_and_shown(town: Town, officer: Visitor) -> None:
    path = opened(town, officer)
    out = io.BytesIO()
    Image.new("RGB", (80, 60), (20, 120, 60)).save(out, "JPEG")
    thing = {"description": "Máy in lạ", "photo": (io.BytesIO(out.getvalue()), "may-in.jpg")}
    assert officer.post(f"{path}/count", thing).status_code == 302
    link = re.search(rf'href="({path}/photos/[\w-]+)"', officer.get(f"{path}/review").text)
    assert link
    assert officer.get(link.group(1)).mimetype == "image/jpeg"
    other = opened(town, officer)
    assert officer.get(link.group(1).replace(path, other)).status_code == 404


def test_a_scan_of_the_script_answers_row_and_tally(town: Town, officer: Visitor) -> None:
    path = opened(town, officer)
    scan = {"text": town.assets[0]["code"], "device_id": "may-1", "place": "", "count": "first"}
    said = officer.post(f"{path}/count/scans", scan).json
    assert said is not None
    assert (said["state"], said["seen"]) == ("accepted", 1)
    assert town.assets[0]["name"] in said["row"]
    strange = officer.post(f"{path}/count/scans", {**scan, "text": "00000000"}).json
    assert strange is not None
    assert (strange["state"], strange["surplus"]) == ("blocked", 1)
    scan_id = re.search(r'data-scan="([\w-]+)"', said["row"])
    assert scan_id
    officer.post(f"{path}/count/undo", {"scan_id": scan_id.group(1)})
    assert "<b data-seen>0</b>" in officer.get(path).text


def test_an_end_that_is_refused_names_the_device_and_the_head_gives_it_up(
    town: Town, officer: Visitor
) -> None:
    path = opened(town, officer)
    stocktake = path.rsplit("/", 1)[1]
    device = f"/api/assets/stocktakes/{stocktake}/devices/may-cu"
    acting = {"role": "officer", "unit": town.unit, "person": town.people["officer"]["id"]}
    town.house.do("PUT", device, json={"unsent": 3}, **acting)
    watch = officer.post(f"{path}/closing", {"version": version(officer, path)})
    town.house.settle()
    failed = officer.get(watch.location).text
    assert "Người officer: 3" in failed
    assert "Ghi nhận mất thiết bị" in officer.get(path).text
    head = town.visitor("head")
    assert head.post(f"{path}/devices", {"device_id": "may-cu", "reason": "Mất"}).status_code == 302
    assert "Đã ghi nhận mất" in officer.get(path).text


def test_who_counts_a_second_time_sees_no_first_result(town: Town, officer: Visitor) -> None:
    path = opened(town, officer)
    officer.post(f"{path}/count", {"typed": town.assets[0]["code"]})
    answer = officer.post(
        f"{path}/recount", {"version": version(officer, path), "person_id": town.people["holder"]["id"]}
    )
    assert answer.status_code == 302
    holder = town.visitor("holder")
    page = holder.get(f"{path}/count").text
    assert "kết quả lần một được giấu" in page
    assert "<b data-seen>0</b>" in page
    assert town.assets[0]["name"] not in page.split("data-scans")[1]
    told = holder.post(f"{path}/count", {"typed": town.assets[0]["code"], "count": "second"})
    assert "<b data-seen>1</b>" in holder.get(told.location).text
    assert holder.get(f"{path}/minutes.pdf").status_code == 403


def test_a_holder_who_is_not_of_the_board_finds_nothing(town: Town, officer: Visitor) -> None:
    path = planned(town, officer, members="")
    assert town.visitor("holder").get(path).status_code == 404


def test_the_script_says_what_its_device_holds_and_hears_why_a_scan_is_refused(
    town: Town, officer: Visitor
) -> None:
    path = planned(town, officer)
    scan = {"text": town.assets[0]["code"], "device_id": DEVICE, "count": "first"}
    refused = officer.post(f"{path}/count/scans", scan)
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["message"].startswith(f"{town.assets[0]['code']}: Đợt kiểm kê chưa mở")
    for wrong in ({"unsent": "-1", "device_id": DEVICE}, {"unsent": "2", "device_id": "../x"}):
        assert officer.post(f"{path}/count/device", wrong).status_code == 400
    path = opened(town, officer)
    assert officer.post(f"{path}/count/device", {"unsent": "2", "device_id": DEVICE}).status_code == 204
    assert "còn 2 lần quét chưa gửi" in officer.get(path).text
    officer.post(f"{path}/count/device", {"unsent": "0", "device_id": DEVICE})
    assert "đã gửi hết" in officer.get(path).text
