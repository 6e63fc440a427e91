"""Log in, log out, choose the language."""

import re

import sqlalchemy as sa
from flask import Blueprint, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from services.web import accounts, guard
from services.web.backstage import backstage
from services.web.language import LANGUAGES, _
from services.web.problems import FormProblem
from services.web.sessions import end_session, open_session
from shared.auth import system_actor

pages = Blueprint("login", __name__)

DEMO_PIN = "246810"  # of every person in the sample data; shown on the login page of a demo only
# Where a login may lead: a path of ours, never another host. Written so that no input makes it backtrack.
_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?)?")


@pages.get("/login")
def ask() -> str | Response:
    """The login page."""
    if g.visitor is not None:
        return redirect(url_for("home.start"))
    return _login_page(None)


@pages.post("/login")
def enter() -> tuple[str, int] | Response:
    """Log in by password."""
    login, password = request.form.get("login", ""), request.form.get("password", "")

    def work(session: Session) -> str | None:
        account = accounts.account_for(session, login, password)
        return open_session(session, account.id) if account else None

    token = backstage().database.run(system_actor("web"), work)
    if token is None:
        wrong = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Sai 5 lần liền thì phải chờ 1 phút.")
        return _login_page(FormProblem(_("Chưa đăng nhập được"), {"login": wrong})), 422
    return _inside(token)


@pages.post("/login/demo")
def enter_demo() -> Response:
    """Log in with one tap as somebody of the sample data."""
    login = request.form.get("login", "")

    def work(session: Session) -> str | None:
        account = accounts.demo_account(session, login)
        return open_session(session, account.id) if account else None

    token = backstage().database.run(system_actor("web"), work)
    return _inside(token) if token else redirect(url_for("login.ask"))


@pages.post("/logout")
def leave() -> Response:
    """Log out here."""
    token = guard.browser_secret()
    backstage().database.run(system_actor("web"), lambda session: end_session(session, token))
    guard.replace_browser_secret()
    return redirect(url_for("login.ask"))


@pages.post("/language")
def choose_language() -> Response:
    """Remember the language in this browser and go back."""
    answer = redirect(own_path(request.form.get("back")))
    chosen = request.form.get("lang")
    if chosen in LANGUAGES:
        answer.set_cookie(
            "lang", chosen, max_age=365 * 86400, samesite="Lax", httponly=True, secure=guard.over_https()
        )
    return answer


def own_path(wanted: str | None) -> str:
    """`wanted` when it is a path of ours, else the start page (no open redirect)."""
    return wanted if wanted and _OWN_PATH.fullmatch(wanted) else url_for("home.start")


def _inside(token: str) -> Response:
    guard.replace_browser_secret(token)  # a new one at every login: a planted cookie is worth nothing
    return redirect(own_path(request.form.get("next")))


def _login_page(problem: FormProblem | None) -> str:
    def work(session: Session) -> list[sa.Row[tuple[object, ...]]]:
        return accounts.demo_accounts(session)

    demo = backstage().database.run(system_actor("web"), work)
    following = request.values.get("next", "")
    return render_template(
        "login.html", problem=problem, typed=request.form, demo=demo, next=following, demo_pin=DEMO_PIN
    )
