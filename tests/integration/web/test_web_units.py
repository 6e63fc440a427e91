"""Units that change and people who move, in a browser without any script."""

import io
import re
from uuid import UUID

import pytest

from services.web.accounts import create_account
from shared.auth import system_actor
from shared.db import Database
from tests.integration.web.town import PASSWORD, Town, Visitor
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres

DOCUMENT = {"document_number": "NQ 12", "document_on": "2025-06-16", "document_authority": "HĐND thành phố"}


@pytest.fixture(scope="module")
def admin(town: Town, databases: Databases) -> Visitor:
    database = Database(databases.url("web"), pool_size=1)
    with database.transaction(system_actor("web")) as session:
        create_account(
            session,
            login="admin",
            name="admin",
            password=PASSWORD,
            roles=["admin"],
            unit_id=UUID(town.unit),
            person_id=None,
        )
    database.close()
    return town.visitor("admin")


def registered(admin: Visitor, code: str, name: str) -> str:
    body = {"code": code, "name": name, "kind": "ward", "valid_from": "2004-01-01"}
    answer = admin.post("/units/new", body)
    assert answer.status_code == 302, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def test_two_wards_become_one_and_every_answer_is_checked_first(town: Town, admin: Visitor) -> None:
    old = [registered(admin, "W1", "Phường Một"), registered(admin, "W2", "Phường Hai")]
    town.house.do(
        "POST",
        "/api/assets/people",
        role="service",
        json={"code": "W1-1", "name": "Lê An", "unit_id": old[0]},
    )
    begun = admin.get(f"/units/successions/new?old={old[0]}").text
    assert f'value="{old[0]}" checked' in begun
    empty = admin.post("/units/successions/new", {"step": "check"})
    assert empty.status_code == 422
    assert "Hãy chọn ít nhất một đơn vị kết thúc." in empty.text
    typed = {"happened_on": "2025-07-01", **DOCUMENT, "old": old, "rows": "4"}
    typed |= {"new-0-code": "W9", "new-0-name": "Phường Chín", "new-0-kind": "ward"}
    more = admin.post("/units/successions/new", {**typed, "step": "more"})
    assert 'name="new-7-code"' in more.text
    assert 'value="Phường Chín"' in more.text
    check = admin.post("/units/successions/new", {**typed, "step": "check"})
    assert "Phường Hai; Phường Một" in check.text
    assert "Chưa biết thì để trống" in check.text
    wrong = admin.post("/units/successions/new", {**typed, "step": "confirm", "share-0-0": "nhiều"})
    assert wrong.status_code == 422
    done = admin.post("/units/successions/new", {**typed, "step": "confirm", "share-0-0": "100"})
    assert done.status_code == 302, done.text
    page = admin.get(done.location).text
    assert "2 đơn vị kết thúc" in page
    assert page.count("<rect") == 3
    assert "100 %" in page
    assert "chưa biết" in page
    ended = admin.get(f"/units/{old[0]}").text
    assert "Kết thúc ngày 30/06/2025." in ended
    assert "còn 0 tài sản, 1 người" in ended
    assert "NQ 12" in ended
    listed = admin.get("/units?on=2025-06-30").text
    assert "Phường Chín" not in listed
    assert "Phường Một" in listed
    assert "hết 30/06/2025" in admin.get("/units").text


def test_a_unit_is_renamed_ended_and_what_it_was_is_shown(admin: Visitor) -> None:
    unit = registered(admin, "W3", "Phường Ba")
    form = admin.get(f"/units/{unit}/edit").text
    assert 'value="Phường Ba"' in form
    sent = {
        "code": "W3",
        "name": "Phường Ba mới",
        "kind": "ward",
        "version": "1",
        "effective_on": "2001-01-01",
    }
    early = admin.post(f"/units/{unit}/edit", sent)
    assert early.status_code == 422
    assert 'value="Phường Ba mới"' in early.text, "what was typed is kept"
    assert admin.post(f"/units/{unit}/edit", {**sent, "effective_on": "2020-01-01"}).status_code == 302
    assert "Phường Ba mới" in admin.get("/units?on=2021-01-01").text
    assert "Phường Ba mới" not in admin.get("/units?on=2019-01-01").text
    ending = f"/units/{unit}/ending"
    assert admin.post(ending, {"version": "2", **DOCUMENT}).status_code == 422
    assert admin.post(ending, {"version": "2", "valid_to": "2025-12-31"}).status_code == 422
    assert admin.post(ending, {"version": "2", "valid_to": "2025-12-31", **DOCUMENT}).status_code == 302
    assert "Đã kết thúc" in admin.get(f"/units/{unit}").text
    assert admin.post(ending, {"version": "3", "reopen": "1", **DOCUMENT}).status_code == 302
    page = admin.get(f"/units/{unit}").text
    for said in ("Bỏ ghi kết thúc", "Phường Ba mới", "NQ 12"):
        assert said in page


def test_identifiers_are_followed_and_a_taken_one_is_refused(admin: Visitor) -> None:
    unit, other = registered(admin, "W4", "Phường Bốn"), registered(admin, "W5", "Phường Năm")
    code = {"kind": "budget_code", "value": "1040404", "valid_from": "2016-01-01"}
    assert admin.post(f"/units/{unit}/identifiers", code).status_code == 302
    taken = admin.post(f"/units/{other}/identifiers", code)
    assert taken.status_code == 422
    assert "Mã 1040404 đang là của Phường Bốn" in taken.text
    assert (
        admin.post(
            f"/units/{unit}/identifiers", code | {"value": "2", "valid_from": "2020-01-01"}
        ).status_code
        == 302
    )
    page = admin.get(f"/units/{unit}").text.replace('<span class="nowrap">', "").replace("</span>", "")
    assert "01/01/2016 → 31/12/2019" in page
    assert "01/01/2020 → nay" in page
    ending = re.search(r'action="(/units/[^"]+/identifiers/[^"]+/ending)"', page)
    assert ending
    assert admin.post(ending.group(1), {"version": "1", "valid_to": "2024-12-31"}).status_code == 302


def test_an_officer_sees_units_and_organises_none(town: Town) -> None:
    officer = town.visitor("officer")
    for text in (officer.get("/units").text, officer.get(f"/units/{town.unit}").text):
        assert "Sáp nhập, chia tách" not in text
    assert officer.get("/units/successions/new").status_code == 403
    assert officer.post("/units/new", {"code": "X", "name": "X"}).status_code == 403
    assert town.visitor("holder").get(f"/units/{town.unit}").status_code == 403


def test_somebody_moves_leaves_and_comes_back(town: Town, admin: Visitor) -> None:
    unit, officer = registered(admin, "W6", "Phường Sáu"), town.visitor("officer")
    made = {"code": "MV1", "name": "Trần Thị Chuyển", "unit_id": town.unit, "post": "Văn thư"}
    person = town.house.do("POST", "/api/assets/people", role="officer", unit=town.unit, json=made)["id"]
    page = f"/people/{person}"
    assert "Điều chuyển" in officer.get(page).text
    undated = officer.post(f"{page}/move", {"version": "1", "unit_id": unit})
    assert undated.status_code == 422
    assert f'value="{unit}" selected' in undated.text
    moved = {"version": "1", "unit_id": unit, "moved_on": "2026-03-01", "post": "Kế toán", **DOCUMENT}
    assert officer.post(f"{page}/move", moved).status_code == 302
    text = officer.get(page).text
    assert "Kế toán · Phường Sáu" in text
    assert "chưa rõ ngày – 28/02/2026" in text
    gone = {"status": "retired", "left_on": "2026-05-01", "basis": "QĐ 1", "step": "confirm", "version": "2"}
    assert officer.post(f"{page}/departure", gone).status_code == 302
    assert "Trở lại công tác" in officer.get(page).text
    early = officer.post(f"{page}/return", {"version": "3", "returned_on": "2026-04-01"})
    assert early.status_code == 422
    assert officer.post(f"{page}/return", {"version": "3", "returned_on": "2026-06-01"}).status_code == 302
    assert "01/05/2026 – 31/05/2026" in officer.get(page).text


def test_posts_get_the_norm_group_that_somebody_sets(admin: Visitor, town: Town) -> None:
    post = {"name": "Chuyên viên văn hoá", "unit_id": town.unit, "valid_from": "2020-01-01"}
    assert admin.post("/posts", post).status_code == 302
    page = admin.get("/posts").text
    assert "chưa đối chiếu văn bản gốc" in page
    path = re.search(r'action="(/posts/[^"]+/norm-groups)"', page)
    assert path
    group = {"norm_group": "VIII", "valid_from": "2026-03-09", "basis": "Thông báo số 7"}
    assert admin.post(path.group(1), group).status_code == 302
    assert "Thông báo số 7" in town.visitor("auditor").get("/posts").text
    refused = admin.post("/posts", {"name": "", "unit_id": town.unit})
    assert refused.status_code == 422
    assert 'class="summary"' in refused.text


def test_a_list_of_people_is_looked_at_before_it_is_written(town: Town) -> None:
    officer = town.visitor("officer")
    assert officer.post("/lists/people/new", {}).status_code == 422
    rows = "Mã cán bộ;Họ và tên;Đơn vị\nLS1;Vũ Thị Danh;P1\nLS2;Không Đơn Vị;Nơi lạ\n"
    sent = officer.post("/lists/people/new", {"file": (io.BytesIO(rows.encode()), "nguoi.csv")})
    assert sent.status_code == 302, sent.text
    report = officer.get(sent.location).text
    assert "Nơi lạ" in report
    refused = officer.post(f"{sent.location}/commit", {"all": "1"})
    assert refused.status_code == 422
    assert officer.post(f"{sent.location}/commit", {}).status_code == 302
    assert "Đã ghi 1 người vào sổ." in officer.get(sent.location).text
    assert "Vũ Thị Danh" in officer.get("/people").text
    assert officer.get("/lists/nonsense/new").status_code == 404
