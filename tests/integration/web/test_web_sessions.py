"""Who gets in, what guards every page, and which pages a role may open."""

import psycopg
import pytest

from services.web import access
from services.web.app import create_app
from services.web.routes.login import _OWN_PATH as OWN_PATH
from tests.integration.web.town import PASSWORD, Town

pytestmark = pytest.mark.postgres

ASKED = {"exports.download"}  # a file, not a page: without its form filled in, the page of the form says so


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


def test_where_a_login_leads_is_read_in_a_moment_however_long_it_is() -> None:
    assert OWN_PATH.fullmatch("/assets/" + "a" * 50_000 + "!") is None
    assert OWN_PATH.fullmatch("/recalls/01a204a8-e22b-7776-9b60-03214e4d4e10") is not None


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
    for wrong in ("", "0" * 64, "mã giả", other.token()):
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
            opened = 422 if rule.endpoint in ASKED else 200
            assert answer.status_code == (opened if allowed else 403), (
                f"{login} {rule.rule}: {answer.text[:500]}"
            )


def test_a_page_without_a_row_keeps_the_web_from_starting(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(access.PAGES, "mine.pin")
    with pytest.raises(RuntimeError, match=r"mine\.pin"):
        create_app(town.house.databases.settings("web"), town.house.apps)
