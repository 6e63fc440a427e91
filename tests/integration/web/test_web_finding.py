"""Finding assets and cameras as browsers without scripts do it."""

import html
import re
from urllib.parse import parse_qs

import pytest

from tests.integration.web.town import Town, Visitor

pytestmark = pytest.mark.postgres


@pytest.fixture
def officer(town: Town) -> Visitor:
    return town.visitor("officer")


@pytest.fixture(scope="module")
def dear(town: Town) -> str:
    """The id of an LED wall that stands out among the tablets."""
    body = {
        "name": "Màn hình LED",
        "category": "led_screen",
        "unit_id": town.unit,
        "cost": 385_000_000,
        "department": "Văn phòng",
        "put_to_use_on": "2021-04-05",
    }
    made = town.house.do("POST", "/api/assets/assets", role="officer", unit=town.unit, json=body)
    return str(made["id"])


@pytest.fixture(scope="module")
def cameras(town: Town) -> dict[str, str]:
    """One camera with a position and one without, by name."""
    made = {}
    for name, more in (
        ("Camera cổng", {"latitude": 21.0402, "longitude": 105.8733, "attributes": {"essential": True}}),
        ("Camera ngõ", {"attributes": {"funding": "community"}}),
    ):
        body = {"name": name, "category": "camera", "unit_id": town.unit, "cost": 4_000_000, **more}
        asset = town.house.do("POST", "/api/assets/assets", role="officer", unit=town.unit, json=body)
        made[name] = str(asset["id"])
    return made


def listed(page: str) -> list[str]:
    """The names in the table of a list."""
    return re.findall(
        r'<td class="lead">(?:<div class="ticked"><input[^>]*>)?(?:<span>)?<a href="[^"]+">([^<]+)</a>', page
    )


def chips(page: str) -> dict[str, str]:
    """What is filtered, with the query string that leaves it out."""
    found = re.findall(r'<li><a href="\?([^"]*)">([^<]+): <b>', page)
    return {label: html.unescape(query) for query, label in found}


def test_filters_are_folded_until_one_is_set_and_say_what_they_do(town, officer, dear):
    plain = officer.get("/assets").text
    assert "<details><summary>Lọc thêm" in plain
    assert chips(plain) == {}
    page = officer.get("/assets?cost_from=100.000.000&department=V%C4%83n+ph%C3%B2ng&year=2021&q=led").text
    assert "<details open><summary>Lọc thêm" in page
    assert listed(page) == ["Màn hình LED"]
    assert "Nguyên giá từ: <b>100.000.000 đồng</b>" in page
    left = chips(page)
    assert set(left) == {"Từ khoá", "Phòng, bộ phận", "Nguyên giá từ", "Năm đưa vào sử dụng"}
    assert parse_qs(left["Nguyên giá từ"]) == {
        "department": ["Văn phòng"], "year": ["2021"], "q": ["led"],
    }  # fmt: skip


@pytest.mark.parametrize(("query", "names"), [
    ("kind=tool", ["Máy tính bảng"] * 3), ("kind=fixed_asset", ["Màn hình LED"]),
    ("cost_to=7.000.000", ["Máy tính bảng"] * 3), ("year=2021", ["Màn hình LED"]),
    ("label=printed", []), ("end_of_life=true", ["Màn hình LED"]),
    ("sort=-cost&category=led_screen", ["Màn hình LED"]),
    ("department=Kho", []),
])  # fmt: skip
def test_every_filter_of_the_form_reaches_the_register(town, officer, dear, query, names):
    found = [name for name in listed(officer.get(f"/assets?{query}").text) if "Camera" not in name]
    assert found == names


def test_the_order_that_was_chosen_is_kept_and_the_usual_one_is_no_filter(town, officer, dear):
    page = officer.get("/assets?sort=-cost").text
    assert listed(page)[0] == "Màn hình LED"
    assert '<option value="-cost" selected>' in page
    assert set(chips(page)) == {"Sắp xếp"}
    assert chips(officer.get("/assets?sort=registered&unit=&q=").text) == {}


@pytest.mark.parametrize(("query", "field"), [
    ("cost_from=nhi%E1%BB%81u", "cost_from"), ("year=abc", "year"), ("year=12", "year"),
    ("who=khong+ai+ca", "who"), ("cost_to=9999999999999999999999", "cost_to"),
])  # fmt: skip
def test_a_filter_that_is_wrong_is_said_and_kept(town, officer, query, field):
    page = officer.get(f"/assets?{query}")
    assert page.status_code == 200
    assert f'href="#f-{field}"' in page.text
    assert "<details open><summary>Lọc thêm" in page.text
    assert listed(page.text) == []


@pytest.mark.parametrize("query", ["kind=boat", "holder=me", "after=x", "status=%00", "label=1", "sort=x"])
def test_an_address_that_somebody_made_up_is_no_crash(town, officer, query):
    assert officer.get(f"/assets?{query}").status_code in {200, 400, 422}


def test_a_holder_is_found_by_a_name_and_chosen_among_several(town, officer):
    several = officer.get("/assets?who=nguoi").text
    assert "Có nhiều cán bộ khớp" in several
    assert "Còn nhiều người khác" not in several
    link = re.search(r'<a href="\?([^"]+)">Người holder</a>', several)
    assert link
    chosen = officer.get(f"/assets?{html.unescape(link.group(1))}").text
    assert f"holder={town.people['holder']['id']}" == html.unescape(link.group(1))
    assert "Người đang giữ: <b>Người holder</b>" in chosen
    assert "Đang lọc: Người holder" in chosen
    assert "Người đang giữ: <b>Người holder</b>" in officer.get("/assets?who=nguoi+holder").text


def test_too_many_of_a_name_are_not_listed_as_if_they_were_all(town, officer):
    for number in range(7):
        body = {"code": f"T{number}", "name": f"Trần Văn Trùng {number}", "post": "CV", "unit_id": town.unit}
        town.house.do("POST", "/api/assets/people", role="admin", unit=town.unit, json=body)
    page = officer.get("/assets?who=trung").text
    assert len(re.findall(r">Trần Văn Trùng \d</a>", page)) == 6
    assert "Còn nhiều người khác" in page


def saved(visitor: Visitor, query: str, name: str, **more: str) -> str:
    """Save a filter from the list's own form; the address it leads back to."""
    page = visitor.get(f"/assets?{query}").text
    kept = re.search(r'name="query" value="([^"]*)"', page)
    assert kept
    typed = {"query": html.unescape(kept.group(1)), "name": name, **more}
    answer = visitor.post("/assets/views", typed)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def test_a_filter_is_saved_shared_renamed_and_removed_without_a_script(town, officer, dear):
    back = saved(officer, "cost_from=100.000.000&essential=false", "Đắt tiền", shared="1")
    assert parse_qs(back.partition("?")[2]) == {"cost_from": ["100000000"], "essential": ["false"]}
    head = town.visitor("head")
    page = head.get("/assets").text
    link = re.search(r'<a href="\?([^"]*)">Đắt tiền', page)
    assert link
    assert listed(head.get(f"/assets?{html.unescape(link.group(1))}").text) == ["Màn hình LED"]
    assert "Người lưu: officer" in head.get("/assets/views").text
    assert 'action="/assets/views/' not in head.get("/assets/views").text
    mine = officer.get("/assets/views").text
    assert "Nguyên giá từ: <b>100.000.000 đồng</b>" in mine
    action = re.search(r'action="(/assets/views/[\w-]+)"', mine)
    assert action
    assert head.post(action.group(1), {"name": "Của tôi", "version": "1"}).status_code == 422
    renamed = officer.post(action.group(1), {"name": "Rất đắt", "version": "1", "step": "change"})
    assert renamed.status_code == 302, renamed.text
    assert "Rất đắt" in officer.get("/assets").text
    assert "Rất đắt" not in head.get("/assets").text, "it is not shared any more"
    removed = officer.post(action.group(1), {"version": "2", "step": "withdraw"})
    assert removed.status_code == 302, removed.text
    assert "Rất đắt" not in officer.get("/assets").text


def test_a_name_that_is_taken_is_said_and_the_filter_is_kept(town, officer, dear):
    saved(officer, "q=led", "LED")
    refused = officer.post("/assets/views", {"query": "q=camera", "name": "LED", "shared": "1"})
    assert refused.status_code == 422
    for kept in ('href="#f-name"', 'value="LED"', 'value="q=camera"', "Từ khoá: <b>camera</b>", "checked"):
        assert kept in refused.text


def test_a_link_of_a_saved_filter_is_marked_where_one_is(town, officer, dear):
    saved(officer, "cost_to=8.000.000&sort=-cost", "Rẻ")
    page = officer.get("/assets?cost_to=8000000&sort=-cost").text
    assert re.search(r'aria-current="true">Rẻ', page)


def test_cameras_without_a_position_come_first_and_the_others_are_drawn(town, officer, cameras):
    page = officer.get("/cameras").text
    assert listed(page) == ["Camera ngõ", "Camera cổng"]
    assert f'href="/assets/{cameras["Camera ngõ"]}/edit#f-latitude"' in page
    assert 'href="geo:21.0402,105.8733"' in page
    assert page.count('<circle class="c-essential"') == 2, "one dot and one sign beside the numbers"
    assert "Xã hội hoá" in page
    assert "style=" not in page.partition("<main")[2]
    assert listed(officer.get("/cameras?essential=true").text) == ["Camera cổng"]
    assert listed(officer.get("/cameras?funding=community").text) == ["Camera ngõ"]
    assert "Không có camera nào khớp" in officer.get("/cameras?far_from_homes=true").text


def test_the_map_is_a_file_with_the_same_filters(town, officer, cameras):
    sent = officer.get("/cameras/map.geojson?essential=true")
    assert (sent.mimetype, sent.headers["Content-Disposition"]) == (
        "application/geo+json", 'attachment; filename="camera.geojson"',
    )  # fmt: skip
    assert [one["id"] for one in sent.get_json()["features"]] == [cameras["Camera cổng"]]
    assert officer.get("/cameras/map.geojson?funding=community").get_json()["features"] == []
    assert town.visitor("holder").get("/cameras/map.geojson").status_code == 403


def test_the_cameras_may_be_looked_at_but_not_placed_by_the_auditor(town, cameras):
    page = town.visitor("auditor").get("/cameras").text
    assert listed(page) == ["Camera ngõ", "Camera cổng"]
    assert "#f-latitude" not in page
