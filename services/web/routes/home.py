"""The start page with the work that waits, the list of everything, and the state of the system."""

from typing import Any

from flask import Blueprint, render_template

from services.web import picture
from services.web.backstage import Json, as_machine, attempt, fetch, visitor
from services.web.body import unit_name
from services.web.language import _

pages = Blueprint("home", __name__)


@pages.get("/")
def start() -> str:
    """What waits for the visitor, the first actions, and a picture of the assets."""
    return render_template(
        "home.html", waiting=_waiting(), recalls=_recalls(), notices=_notices(), chart=_chart()
    )


@pages.get("/menu")
def menu() -> str:
    """Everything the visitor may open, and who they are."""
    return render_template("menu.html", place=unit_name(visitor().unit_id))


@pages.get("/status")
def status() -> str:
    """Whether each service answers, and how its machinery stands."""
    rows = [{"service": name, **_state(name)} for name in ("assets", "handover", "notifications")]
    told = attempt(lambda: fetch("notifications", "/channels"), _("Kênh thông báo"))
    witness = attempt(lambda: fetch("notifications", "/witness"), _("Nhân chứng của sổ cái"))
    channels = told["items"] if told else []
    sending = None
    if visitor().may("officer", "head", "accountant", "auditor", "admin"):
        sending = attempt(lambda: fetch("notifications", "/sending"), _("Kênh thông báo"))
    return render_template("status.html", rows=rows, channels=channels, witness=witness, sending=sending)


def _state(service: str) -> Json:
    ready = attempt(lambda: as_machine(service, "/readyz"), _("Tình trạng của một dịch vụ"))
    return {"answers": ready is not None, "checks": ready or {}}


def _waiting() -> list[Json]:
    person = visitor().person_id
    if person is None:
        return []
    page = attempt(lambda: fetch("handover", "/records", waiting_for=person, limit=5), _("Biên bản chờ ký"))
    return list(page["items"]) if page else []


def _recalls() -> list[Json]:
    page = attempt(lambda: fetch("handover", "/recalls", state="open", limit=50), _("Việc thu hồi"))
    cases = list(page["items"]) if page else []
    return sorted(cases, key=lambda case: (not case["overdue"], case["deadline"] or ""))


def _notices() -> list[Json]:
    person = visitor().person_id
    if person is None:
        return []
    page = attempt(
        lambda: fetch("notifications", "/notices", recipient=person, state="unread", limit=5), _("Thông báo")
    )
    return list(page["items"]) if page else []


def _chart() -> Any:
    if not visitor().may("officer", "head", "accountant", "auditor", "admin"):
        return None
    counted = attempt(lambda: fetch("assets", "/summary"), _("Hình tổng hợp"))
    return picture.bars_by_unit(counted["items"]) if counted and counted["items"] else None
