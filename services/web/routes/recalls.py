"""Recall cases: who must give what back by when, what became of it, and the papers of it."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, attempt, change, document, fetch, visitor
from services.web.choices import categories
from services.web.disposal_form import Typed
from services.web.files import passed_on
from services.web.language import _
from services.web.legal import basis_of
from services.web.problems import FormProblem, of_form
from services.web.recall_form import ACTS
from services.web.words import CONDITIONS
from services.web.words.recalls import DELIVERY, OUTCOME, STATE, WAY
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("recalls", __name__, url_prefix="/recalls")

Page = str | tuple[str, int] | AnyResponse
_ASKING = ("open", "lost")  # the states of a line that still ask something of the leaver


@pages.get("")
def listing() -> str:
    """Cases, the overdue ones first, below the campaigns that are under way."""
    asked = {name: request.args.get(name) for name in ("state", "overdue", "after")}
    if "state" not in request.args:
        asked["state"] = "open"
    page = fetch("handover", "/recalls", limit=50, **asked)
    page["items"].sort(
        key=lambda case: (case["state"] != "open", not case["overdue"], case["deadline"] or "")
    )
    campaigns = attempt(lambda: fetch("handover", "/campaigns", limit=5), _("Đợt thu hồi"))
    return render_template(
        "recalls/list.html",
        page=page,
        asked=asked,
        states=STATE,
        campaigns=campaigns["items"] if campaigns else [],
    )


@pages.get("/<uuid:recall_id>")
def page(recall_id: UUID) -> str:
    """One case with its lines, what happened, and what the visitor may do."""
    return _shown(recall_id, None, "")


@pages.post("/<uuid:recall_id>/acts/<act>")
def do(recall_id: UUID, act: str) -> Page:
    """One act on the case: the form of that name on its page."""
    if act not in ACTS:
        raise NotFound
    path, read = ACTS[act]
    typed = Typed(request.form)
    body = read(typed)
    problem = typed.problem()
    if problem is None:
        form = request.form
        key, version = form.get("key", ""), form.get("version")
        try:
            change("handover", "POST", f"/recalls/{recall_id}/{path}", body, key=key, version=version)
            return redirect(url_for("recalls.page", recall_id=recall_id))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _shown(recall_id, problem, act), 422


@pages.get("/<uuid:recall_id>/notice.pdf")
def notice(recall_id: UUID) -> Response:
    """The notice to the leaver, for print."""
    return passed_on(document("handover", "GET", f"/recalls/{recall_id}/notice.pdf"))


@pages.get("/<uuid:recall_id>/clearance.pdf")
def clearance(recall_id: UUID) -> Response:
    """The certificate that everything was given back."""
    return passed_on(document("handover", "GET", f"/recalls/{recall_id}/clearance.pdf"))


@pages.get("/clearances/<uuid:person_id>")
def clearances(person_id: UUID) -> str:
    """The certificates of a person, and the button for a new one."""
    return _clearing(person_id, None)


@pages.post("/clearances/<uuid:person_id>")
def clear(person_id: UUID) -> Page:
    """Certify that a person holds nothing."""
    try:
        change(
            "handover", "POST", "/clearances", {"person_id": str(person_id)}, key=request.form.get("key", "")
        )
    except PeerRefused as refused:
        return _clearing(person_id, of_form(refused)), 422
    return redirect(url_for("recalls.clearances", person_id=person_id))


@pages.get("/certificates/<uuid:clearance_id>.pdf")
def certificate(clearance_id: UUID) -> Response:
    """One certificate, for print."""
    return passed_on(document("handover", "GET", f"/clearances/{clearance_id}/certificate.pdf"))


def _clearing(person_id: UUID, problem: FormProblem | None) -> str:
    person = fetch("assets", f"/people/{person_id}")
    items = fetch("handover", "/clearances", person=person_id)["items"]
    return render_template("recalls/clearances.html", person=person, items=items, problem=problem)


def _shown(recall_id: UUID, problem: FormProblem | None, act: str) -> str:
    case: Json = fetch("handover", f"/recalls/{recall_id}")
    last = {one["asset_id"]: one for one in case["outcomes"]}
    waiting = {one["asset_id"]: one for one in case["waiting"]}
    keeper = visitor().may("officer", "admin")
    return render_template(
        "recalls/page.html",
        case=case,
        problem=problem,
        act=act,
        typed=request.form,
        chosen=request.form.getlist("asset"),
        asking=[line for line in case["lines"] if line["state"] in _ASKING],
        last=last,
        waiting=waiting,
        keeper=keeper,
        mine=str(visitor().person_id) == case["person"]["id"],
        history_rows=_history(case),
        basis=basis_of({"rules": case["rules"], "form": "-"}),
        successors=_successors(case) if keeper and case["state"] == "open" else [],
        outcomes=OUTCOME,
        deliveries=DELIVERY,
        ways={code: words for code, words in WAY.items() if code != "in_app"},
        conditions=CONDITIONS,
        today=today().isoformat(),
        names=dict(categories()),
    )


def _history(case: Json) -> list[tuple[str, Json]]:
    """What has happened in a case, the latest first."""
    papers = [
        {**one, "said_at": one["issued_at"], "happened_on": one["issued_on"]} for one in case["notices"]
    ]
    told = {"delivery": case["deliveries"], "outcome": case["outcomes"], "extension": case["extensions"]}
    rows = [(what, one) for what, found in {**told, "notice": papers}.items() for one in found]
    return sorted(rows, key=lambda row: str(row[1]["said_at"]), reverse=True)


def _successors(case: Json) -> list[tuple[str, str]]:
    """Who may take over: people who work in the unit of the case."""
    asked = {"unit": case["unit_id"], "status": "working", "limit": 200}
    found = attempt(lambda: fetch("assets", "/people", **asked), _("Cán bộ"))
    people = found["items"] if found else []
    return [
        (one["id"], " · ".join(filter(None, (one["name"], one["post"], one["unit_name"]))))
        for one in people
        if one["id"] != case["person"]["id"]
    ]
