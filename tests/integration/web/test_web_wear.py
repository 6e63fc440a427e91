"""Wear on the pages: looked at, closed, worked out, decided; without any script."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pypdfium2
import pytest

from services.web.accounts import create_account
from shared.auth import system_actor
from shared.clock import frozen
from shared.db import Database
from shared.tasks import run_waiting
from tests.integration.web.town import PASSWORD, Town, Visitor

pytestmark = pytest.mark.postgres

DECEMBER = datetime(2026, 12, 20, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def accountant(town: Town) -> Visitor:
    database = Database(town.house.databases.url("web"), pool_size=1)
    with database.transaction(system_actor("web")) as session:
        create_account(
            session,
            login="ketoan",
            name="Kế toán",
            password=PASSWORD,
            roles=["accountant"],
            unit_id=UUID(town.unit),
            person_id=None,
        )
    database.close()
    for name, category, cost, began in (
        ("Máy tính xách tay", "computer", 18_000_000, "2023-05-10"),
        ("Máy trạm đồ họa", "computer", 12_000_000, "2024-03-01"),
        ("Phần mềm một cửa", "software", 96_000_000, "2024-01-02"),
    ):
        town.house.do(
            "POST",
            "/api/assets/assets",
            role="officer",
            unit=town.unit,
            json={
                "name": name,
                "category": category,
                "cost": cost,
                "unit_id": town.unit,
                "put_to_use_on": began,
            },
        )
    return town.visitor("ketoan")


def _minutes_of(town: Town, *assets: dict[str, str]) -> str:
    """The text of the minutes by which the officer gives the assets out, spaces made single."""
    officer = town.visitor("officer")
    asked = {
        "step": "issue",
        "code": [one["code"] for one in assets],
        "person_id": town.people["holder"]["id"],
        "happened_on": "",
        "place": "Phòng họp",
    }
    issued = officer.post("/handovers/new", asked)
    assert issued.status_code == 302, issued.text
    document = officer.get(f"{issued.location.removesuffix('/sign')}/minutes.pdf").data
    with pypdfium2.PdfDocument(document) as opened:
        text = " ".join(page.get_textpage().get_text_bounded() for page in opened)
    return re.sub(r"\s+", " ", text)


def _asset(town: Town, name: str) -> dict[str, str]:
    found = town.house.do("GET", f"/api/assets/assets?q={name}", role="officer", unit=town.unit)["items"]
    asset: dict[str, str] = found[0]
    return asset


@pytest.mark.usefixtures("accountant")
def test_a_year_is_looked_at_closed_and_its_table_worked_out(town: Town) -> None:
    with frozen(datetime(2026, 11, 3, 2, tzinfo=UTC)):
        early = town.visitor("ketoan").get("/wear/preview?year=2026")
    assert "Khoá sổ được từ ngày 01/12/2026" in early.text
    assert 'action="/wear/close"' not in early.text
    with frozen(DECEMBER):
        accountant = town.visitor("ketoan")  # nobody stays logged in for a month
        look = accountant.get(f"/wear/preview?year=2026&unit={town.unit}").text
        assert "(18.000.000 − 10.800.000) ÷ (7 − 3) = 1.800.000" in look
        assert "Chưa tính: chưa có quyết định về thời gian sử dụng" in look
        assert "chưa đối chiếu văn bản gốc" in look
        watched = accountant.post("/wear/close", {"year": "2026", "unit": town.unit})
        assert "/tasks/assets/" in watched.location
        worker = town.house.workers["assets"]
        run_waiting(worker.database, worker.works)
        onward = accountant.get(watched.location).location
        page = accountant.get(onward).text
        assert "Đã khoá sổ năm 2026." in page
        link = re.search(r'href="(/wear/[0-9a-f-]{36})"', page)
        assert link
        table = accountant.get(link.group(1)).text
        assert "1.800.000" in accountant.get(f"{link.group(1)}/table?format=csv").text
        assert accountant.get(f"{link.group(1)}/table").data[:2] == b"PK"
    assert "(18.000.000 − 10.800.000) ÷ (7 − 3) = 1.800.000" in table


@pytest.mark.usefixtures("accountant")
def test_minutes_of_a_fixed_asset_know_what_remains_and_tools_have_none(town: Town) -> None:
    with frozen(DECEMBER):
        town.house.do(
            "POST",
            "/api/assets/year-closings",
            role="accountant",
            unit=town.unit,
            json={"year": 2026, "unit_id": town.unit},
        )
    town.house.settle()
    assert town.house.dead == []
    import psycopg

    laptop = _asset(town, "xach tay")
    with psycopg.connect(town.house.databases.admin_url("handover")) as admin:
        known = dict(admin.execute("SELECT id::text, remaining_value FROM known_assets").fetchall())
    assert known[laptop["id"]] == 5_400_000
    assert known[_asset(town, "mot cua")["id"]] is None  # undecided: nothing is known of it
    assert known[town.assets[0]["id"]] is None  # a tool
    printed = _minutes_of(town, laptop, _asset(town, "may tram"))
    assert "18.000.000 5.400.000" in printed
    assert "12.000.000 5.760.000" in printed
    assert "Tổng cộng 2 30.000.000 11.160.000" in printed
    assert (
        "Tổng giá trị còn lại: 11.160.000 đồng (bằng chữ: Mười một triệu một trăm sáu mươi nghìn" in printed
    )
    assert "Giá trị còn lại tính theo thời gian sử dụng chưa đối chiếu văn bản gốc (" in printed
    assert "Phụ lục I Thông tư số 141/2025/TT" in printed
    tool = _minutes_of(town, town.assets[0])
    assert "Giá trị còn lại: chưa có số liệu trong sổ." in tool
    assert "Giá trị còn lại tính theo" not in tool


@pytest.mark.usefixtures("accountant")
def test_the_page_of_an_asset_shows_its_wear_and_takes_decisions(town: Town) -> None:
    laptop = _asset(town, "xach tay")
    with frozen(DECEMBER):
        accountant = town.visitor("ketoan")
        page = accountant.get(f"/assets/{laptop['id']}").text
        assert "5.400.000" in page
        wrong = accountant.post(
            f"/wear/assets/{laptop['id']}/decisions",
            {
                "kind": "no_wear",
                "ground": "unusable",
                "from_year": "2026",
                "number": "BB 4",
                "decided_on": "2026-12-19",
            },
        )
        assert wrong.status_code == 422
        assert "đã khoá" in wrong.text
        assert 'value="BB 4"' in wrong.text
        right = accountant.post(
            f"/wear/assets/{laptop['id']}/decisions",
            {
                "kind": "no_wear",
                "ground": "unusable",
                "from_year": "2027",
                "number": "BB 4",
                "decided_on": "2026-12-19",
            },
        )
        assert right.status_code == 302
        assert "BB 4" in accountant.get(right.location).text


def test_a_large_look_is_watched_and_a_correction_waits_for_the_head(town: Town) -> None:
    laptop = _asset(town, "xach tay")
    with frozen(DECEMBER):
        accountant, head = town.visitor("ketoan"), town.visitor("head")
        asked = accountant.post("/wear/preview", {"year": "2026", "unit": town.unit})
        worker = town.house.workers["assets"]
        run_waiting(worker.database, worker.works)
        look = accountant.get(asked.location).location
        assert "task=" in look
        assert "Xem trước hao mòn năm 2026" in accountant.get(look).text
        assert accountant.post("/wear/preview", {"year": "x"}).status_code == 422
        path = f"/wear/assets/{laptop['id']}"
        version = re.search(r'name="version" value="(\d+)"', accountant.get(path).text)
        assert version
        typed = {"amount": "-200.000", "reason": "Tính thừa", "document_number": "BB 12"}
        typed |= {"document_on": "2026-12-20", "version": version.group(1)}
        assert accountant.post(f"{path}/corrections", typed).status_code == 302
        assert "Chờ duyệt" in accountant.get(path).text
        waiting = head.get("/assets/corrections").text
        found = re.search(r'action="(/wear/corrections/[\w-]+)"', waiting)
        assert found
        assert "12.600.000 → <b>12.400.000</b>" in waiting
        own = accountant.post(found.group(1), {"step": "approve", "version": "1"})
        assert own.status_code == 422
        assert "Người duyệt phải khác người đề nghị" in own.text
        assert head.post(found.group(1), {"step": "approve", "version": "1"}).status_code == 302
        assert "12.400.000" in accountant.get(path).text


def test_a_decision_outside_the_law_is_refused_on_the_form(town: Town, accountant: Visitor) -> None:
    said = {"unit_id": town.unit, "kind": "rate_shift", "wear_class": "LIFE-CAMERA", "from_year": "2027"}
    paper = {"number": "QĐ 8", "decided_on": "2026-11-02"}
    refused = accountant.post("/wear/decisions", {**said, **paper, "shift_percent": "25"})
    assert refused.status_code == 422
    assert "tối đa 20%" in refused.text
    assert accountant.post("/wear/decisions", {**said, **paper, "shift_percent": "x"}).status_code == 422
    assert accountant.post("/wear/decisions", {**said, **paper, "shift_percent": "20"}).status_code == 302
    assert "QĐ 8" in accountant.get("/wear/decisions").text


def test_only_an_accountant_is_offered_the_close(town: Town) -> None:
    officer = town.visitor("officer")
    assert 'action="/wear/close"' not in officer.get("/wear/preview?year=2025").text
    assert officer.post("/wear/close", {"year": "2025"}).status_code == 403
    assert town.visitor("holder").get("/wear").status_code == 403
