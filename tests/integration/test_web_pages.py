"""The pages over the real services: sessions, form guards, headers, roles, and work without any script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.web import access
from services.web.accounts import create_account
from services.web.app import create_app
from shared.auth import system_actor
from shared.db import Database
from shared.ids import uuid7
from tests.house import House
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres

PASSWORD = "Mat-khau-thu-1"
PIN = "135791"


@dataclass
class Town:
    """The web over a house with one ward, an officer, a holder, and two tablets."""

    house: House
    web: Any
    unit: str = ""
    people: dict[str, Any] = field(default_factory=dict)
    assets: list[dict[str, Any]] = field(default_factory=list)

    def visitor(self, login: str = "") -> "Visitor":
        """A browser, logged in as `login` unless it is empty."""
        visitor = Visitor(self.web.test_client())
        if login:
            visitor.log_in(login)
        return visitor


@dataclass
class Visitor:
    """A browser without scripts."""

    client: FlaskClient

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, base_url="https://taisan.test", **more)

    def post(self, path: str, data: dict[str, Any], *, csrf: str | None = None, **more: Any) -> TestResponse:
        """Send a form with the token of a page that this browser was shown."""
        sent = {"csrf": self.token() if csrf is None else csrf, "key": str(uuid7()), **data}
        return self.client.post(path, base_url="https://taisan.test", data=sent, **more)

    def token(self) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.get("/login", follow_redirects=True).text)
        assert found
        return found.group(1)

    def log_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/login", {"login": login, "password": password})

    def cookie(self) -> str:
        kept = self.client.get_cookie("__Host-taisan", domain="taisan.test")
        return kept.value if kept else ""


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
    for number in (1, 2, 3):
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
    _open_accounts(databases, made)
    yield made
    made.web.extensions["taisan.web"].database.close()
    house.close()


def _open_accounts(databases: Databases, town: Town) -> None:
    from uuid import UUID

    database = Database(databases.url("web"), pool_size=1)
    with database.transaction(system_actor("web")) as session:
        for login, roles, person in (
            ("officer", ["officer"], "officer"),
            ("holder", ["holder"], "holder"),
            ("head", ["head"], "head"),
            ("auditor", ["auditor"], None),
        ):
            person_id = UUID(town.people[person]["id"]) if person else None
            create_account(
                session,
                login=login,
                name=login,
                password=PASSWORD,
                roles=roles,
                unit_id=UUID(town.unit),
                person_id=person_id,
            )
    database.close()


def test_a_stranger_is_asked_to_log_in_and_comes_back_where_they_wanted(town: Town) -> None:
    visitor = town.visitor()
    asked = visitor.get("/assets")
    assert asked.location == "/login?next=/assets"
    assert (
        visitor.post("/login", {"login": "officer", "password": PASSWORD, "next": "/assets"}).location
        == "/assets"
    )


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "javascript:alert(1)"]
)
def test_a_login_never_leads_to_another_host(town: Town, wanted: str) -> None:
    assert (
        town.visitor().post("/login", {"login": "officer", "password": PASSWORD, "next": wanted}).location
        == "/"
    )


def test_a_wrong_password_is_said_beside_the_field_and_keeps_the_name(town: Town) -> None:
    answer = town.visitor().log_in("officer", "wrong")
    assert answer.status_code == 422
    assert 'value="officer"' in answer.text
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.text


def test_five_wrong_passwords_close_the_account_for_a_minute(town: Town) -> None:
    visitor = town.visitor()
    for _ in range(5):
        assert visitor.log_in("auditor", "wrong").status_code == 422
    assert visitor.log_in("auditor").status_code == 422


def test_the_session_is_new_at_every_login_and_dead_after_logout(town: Town) -> None:
    visitor = town.visitor()
    visitor.get("/login")
    planted = visitor.cookie()
    visitor.log_in("officer")
    inside = visitor.cookie()
    assert inside != planted
    visitor.post("/logout", {})
    visitor.client.set_cookie("__Host-taisan", inside, domain="taisan.test")
    assert visitor.get("/assets").status_code == 302


def test_the_database_keeps_no_token_that_opens_a_session(town: Town) -> None:
    import psycopg

    visitor = town.visitor("officer")
    with psycopg.connect(town.house.databases.admin_url("web")) as connection:
        kept = [bytes(row[0]) for row in connection.execute("SELECT token_hash FROM sessions")]
    assert kept
    assert visitor.cookie().encode() not in kept


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(town: Town) -> None:
    said = town.visitor().get("/login").headers["Set-Cookie"]
    assert said.startswith("__Host-taisan=")
    assert all(wanted in said for wanted in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"))


@pytest.mark.parametrize("path", ["/login", "/T/00000000", "/nowhere", "/livez"])
def test_every_answer_carries_the_headers(town: Town, path: str) -> None:
    headers = town.visitor().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["Cache-Control"] == "no-store"


def test_a_form_without_the_token_of_this_browser_writes_nothing(town: Town) -> None:
    visitor, other = town.visitor("officer"), town.visitor("officer")
    body = {"name": "Máy lậu", "category": "tablet", "unit_id": town.unit}
    for wrong in ("", "0" * 64, other.token()):
        assert visitor.post("/assets/new", body, csrf=wrong).status_code == 400
    cross = visitor.post("/assets/new", body, headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 400
    assert "Máy lậu" not in visitor.get("/assets").text


def test_a_page_beyond_the_role_explains_itself(town: Town) -> None:
    answer = town.visitor("holder").get("/assets/new")
    assert answer.status_code == 403
    assert "ngoài quyền của anh/chị" in answer.text


def test_every_page_of_every_role_opens(town: Town) -> None:
    for login in ("officer", "holder", "head"):
        visitor = town.visitor(login)
        for rule in town.web.url_map.iter_rules():
            if "GET" not in rule.methods or rule.arguments or rule.endpoint == "login.ask":
                continue
            allowed = access.may_open(rule.endpoint, frozenset({login}))
            answer = visitor.get(rule.rule)
            assert answer.status_code == (200 if allowed else 403), (
                f"{login} {rule.rule}: {answer.text[:500]}"
            )


def test_a_page_without_a_row_keeps_the_web_from_starting(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(access.PAGES, "mine.pin")
    with pytest.raises(RuntimeError, match=r"mine\.pin"):
        create_app(town.house.databases.settings("web"), town.house.apps)


def test_a_stranger_who_scans_a_label_learns_whose_it_is_and_nothing_more(town: Town) -> None:
    asset = town.assets[0]
    text = town.visitor().get(f"/T/{asset['code']}").text
    assert "UBND phường Thử" in text
    assert "Nhặt được?" in text
    assert asset["serial"] not in text
    assert town.visitor("officer").get(f"/t/{asset['code'].lower()}").location == f"/assets/{asset['id']}"


def test_a_service_that_is_down_leaves_the_rest_of_the_page(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shared.errors import Unavailable

    def away(*_: Any, **__: Any) -> None:
        raise Unavailable("peer-unavailable", vi="", en="")

    visitor = town.visitor("officer")
    with monkeypatch.context() as patched:
        patched.setattr(town.web.extensions["taisan.web"].peers.notifications, "send", away)
        page = visitor.get("/")
    assert page.status_code == 200
    assert "Chưa tải được: Thông báo" in page.text


def test_two_tablets_are_given_and_signed_without_any_script(town: Town) -> None:
    visitor = town.visitor("officer")
    codes = [asset["code"] for asset in town.assets[:2]]
    page = visitor.post("/handovers/new", {"step": "add", "typed": codes[0].lower()})
    page = visitor.post("/handovers/new", {"step": "add", "typed": codes[1], "code": codes[0]})
    assert re.findall(r'name="code" value="(\w+)"', page.text) == codes[::-1]
    found = visitor.post("/handovers/new", {"step": "find", "q": "nguoi holder", "code": codes})
    assert "Người holder" in found.text
    draft = {"code": codes, "person_id": town.people["holder"]["id"], "happened_on": "", "place": "Phòng họp"}
    check = visitor.post("/handovers/new", {**draft, "step": "check"})
    assert "2 tài sản" in check.text
    issued = visitor.post("/handovers/new", {**draft, "step": "issue"})
    assert issued.location.endswith("/sign")
    record = issued.location.removesuffix("/sign")
    for side in ("giver", "receiver"):
        version = re.search(r'name="version" value="(\d+)"', visitor.get(f"{record}/sign").text)
        assert version
        sent = {"side": side, "pin": PIN, "version": version.group(1), "here": "1"}
        signed = visitor.post(f"{record}/signatures", sent)
    assert signed.location == f"{record}/done"
    assert visitor.get(f"{record}/minutes.pdf").mimetype == "application/pdf"
    _a_stranger_may_check_the_paper(town, record.rsplit("/", 1)[1], visitor.get(record).text)
    town.house.settle()
    assert "Tôi đang giữ</h2>" not in town.visitor("holder").get("/mine").text
    assert codes[0][:4] in town.visitor("holder").get("/mine").text


def _a_stranger_may_check_the_paper(town: Town, record_id: str, inside: str) -> None:
    paper = town.visitor().get(f"/v/{record_id}")
    assert paper.status_code == 200
    assert "Biên bản này có trong sổ" in paper.text
    assert "Đã hoàn thành" in paper.text
    assert "Người holder" in inside
    assert "Người " not in paper.text
    assert "Không có biên bản này" in town.visitor().get(f"/v/{uuid7()}").text


def test_what_is_held_is_blocked_with_its_holder_and_the_next_step(town: Town) -> None:
    code = town.assets[0]["code"]
    answer = town.visitor("officer").post(
        "/scan/codes", {"text": f"HTTPS://TAISAN.TEST/T/{code}", "purpose": "give"}
    )
    assert answer.json is not None
    assert answer.json["state"] == "blocked"
    assert "Người holder" in answer.json["message"]
    assert answer.json["link"]["href"] == f"/returns/new?code={code}"


def test_a_form_that_is_refused_keeps_what_was_typed(town: Town) -> None:
    body = {"name": "Máy chiếu phòng họp", "category": "other", "unit_id": town.unit, "cost": "ba triệu"}
    answer = town.visitor("officer").post("/assets/new", body)
    assert answer.status_code == 422
    assert "Máy chiếu phòng họp" in answer.text
    assert 'href="#f-cost"' in answer.text


def test_a_change_over_somebody_elses_change_is_refused_in_plain_words(town: Town) -> None:
    asset, visitor = town.assets[2], town.visitor("officer")
    body = {
        "name": "Máy tính bảng",
        "category": "tablet",
        "unit_id": town.unit,
        "serial": "SERIAL-3",
        "place": "Phòng 302",
    }
    path = f"/assets/{asset['id']}/edit"
    version = re.search(r'name="version" value="(\d+)"', visitor.get(path).text)
    assert version
    assert visitor.post(path, {**body, "version": version.group(1)}).status_code == 302
    again = visitor.post(path, {**body, "place": "Phòng 303", "version": version.group(1)})
    assert again.status_code == 422
    assert "vừa được người khác sửa" in again.text


def test_the_same_form_sent_twice_registers_one_asset(town: Town) -> None:
    visitor, key = town.visitor("officer"), str(uuid7())
    body = {"name": "Máy gửi hai lần", "category": "other", "unit_id": town.unit, "key": key}
    places = {visitor.post("/assets/new", body).location for _ in range(2)}
    assert len(places) == 1


def test_hostile_text_is_shown_and_never_run(town: Town) -> None:
    visitor, text = town.visitor("officer"), "<script>alert(1)</script>'\"><img src=x onerror=alert(2)>"
    page = visitor.post(
        "/assets/new", {"name": text, "category": "other", "unit_id": town.unit}, follow_redirects=True
    )
    assert "<script>alert(1)" not in page.text
    assert "<img src=x" not in page.text
    assert "&lt;script&gt;" in page.text


def test_frames_are_counted_and_big_ones_refused(town: Town) -> None:
    visitor = town.visitor("head")
    headers = {"X-CSRF-Token": visitor.token(), "X-Frame": "1", "Content-Type": "image/jpeg"}

    def send(content: bytes) -> int:
        path = "/scan/decode"
        return visitor.client.post(
            path, base_url="https://taisan.test", data=content, headers=headers
        ).status_code

    assert send(b"x" * 201 * 1024) == 413
    assert send(b"no picture") == 422
    assert 429 in {send(b"no picture") for _ in range(20)}


def test_the_whole_page_is_english_when_english_is_chosen(town: Town) -> None:
    text = town.visitor("officer").get("/?lang=en").text
    assert '<html lang="en">' in text
    assert "Hand over" in text
    assert "Bàn giao" not in text


def test_a_static_file_may_be_kept_for_ever_because_its_address_changes_with_it(town: Town) -> None:
    found = re.search(r'href="(/static/taisan\.css\?v=\w+)"', town.visitor().get("/login").text)
    assert found
    with town.visitor().get(found.group(1)) as dated, town.visitor().get("/static/taisan.css") as plain:
        assert "immutable" in dated.headers["Cache-Control"]
        assert plain.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/assets?status=xyz",
        "/assets?after=zzz",
        "/records?person=1",
        "/recalls?overdue=maybe",
        "/people?unit=' OR 1=1",
        "/returns/new?recall=../../records",
        "/handovers/new?person=../units&code=%00",
        "/notices?after=%F0%9F%98%80",
        "/t/../../etc/passwd",
        "/login?next=%00",
        "/?lang=xx",
    ],
)
def test_bad_addresses_are_answered_calmly(town: Town, path: str) -> None:
    assert town.visitor("officer").get(path, follow_redirects=True).status_code < 500


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/labels", {"start_at": "first", "unit_id": "x", "template": "a4-24"}),
        ("/labels", {"codes": "0" * 5000}),
        ("/handovers/new", {"step": "issue"}),
        ("/handovers/new", {"step": "issue", "code": "AAAA", "person_id": "1", "happened_on": "yesterday"}),
        ("/handovers/new", {"step": "add", "typed": "\ud7ff" * 300}),
        ("/returns/new", {"step": "check", "person_id": "x"}),
        ("/assets/new", {"name": "x" * 5000, "cost": "9" * 40, "made_year": "0"}),
        ("/people/new", {"name": "", "unit_id": "1"}),
        ("/mine/pin", {"pin": "1", "again": "1"}),
        ("/imports/new", {}),
    ],
)
def test_bad_forms_are_refused_in_words(town: Town, path: str, body: dict[str, str]) -> None:
    answer = town.visitor("officer").post(path, body)
    assert answer.status_code in {200, 422}, answer.text[:400]
    if answer.status_code == 422:
        assert 'class="summary"' in answer.text
