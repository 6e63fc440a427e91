"""Disposal cases: the list, drawing one up, its page with every act, its papers; who decides."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch, upload, visitor
from services.web.choices import categories, units
from services.web.disposal_form import ACTS, SEATS, Typed, head_of, lines_of
from services.web.files import passed_on
from services.web.language import _
from services.web.legal import basis_of
from services.web.problems import FormProblem, of_form
from services.web.words.disposals import BUYER, COUNCIL, KIND, STATE
from shared.peers import PeerRefused

pages = Blueprint("disposals", __name__, url_prefix="/disposals")

Page = str | tuple[str, int] | AnyResponse

_SHOWN = ("q", "unit", "category", "status", "worn", "after")
_PAPERS = {"list.pdf": "list.pdf", "list.xlsx": "list.xlsx", "council.pdf": "council.pdf"}


@pages.get("")
def listing() -> str:
    """Cases with their next legal time; those that are open unless asked for all."""
    asked: Json = {name: request.args.get(name) for name in ("unit", "state", "kind", "asset", "after")}
    asked["show"] = request.args.get("show", "" if any(asked.values()) else "open")
    flags = {"open": asked["show"] == "open" or None, "overdue": asked["show"] == "overdue" or None}
    filters = {name: value for name, value in asked.items() if name != "show"}
    page = fetch("assets", "/disposals", limit=30, **filters, **flags)
    return render_template(
        "disposals/list.html", page=page, asked=asked, units=units(), kinds=KIND, states=STATE
    )


@pages.get("/new")
def new() -> str:
    """Choose the form of disposal, then the case of the law."""
    return _drawing_up(request.args.to_dict(), None)


@pages.post("/new")
def draw_up() -> Page:
    """Begin the case, with the asset it was begun from."""
    form = request.form
    body = {**head_of(form), "unit_id": form.get("unit_id", "")}
    body["lines"] = [{"asset_id": asset} for asset in form.getlist("asset")]
    try:
        case = change("assets", "POST", "/disposals", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _drawing_up(form.to_dict(), of_form(refused)), 422
    after = "page" if body["lines"] else "choose"
    return redirect(url_for(f"disposals.{after}", disposal_id=case["id"]))


@pages.get("/<uuid:disposal_id>")
def page(disposal_id: UUID) -> str:
    """One case: where it stands, what the law asks next, and what the visitor may do."""
    return _shown(_case(disposal_id), None, "")


@pages.get("/<uuid:disposal_id>/assets")
def choose(disposal_id: UUID) -> str:
    """Assets to put into the case: by words, category, state, or fully worn off."""
    return _choosing(_case(disposal_id), None)


@pages.post("/<uuid:disposal_id>/assets")
def put_in(disposal_id: UUID) -> Page:
    """Put the ticked assets in."""
    typed = Typed(request.form)
    body = lines_of(request.form, typed)
    problem = typed.problem()
    if not body["lines"]:
        problem = FormProblem(_("Chưa chọn tài sản nào"))
    if problem is None:
        try:
            _send(disposal_id, "lines", body)
            return redirect(url_for("disposals.page", disposal_id=disposal_id))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _choosing(_case(disposal_id), problem), 422


@pages.post("/<uuid:disposal_id>/acts/<act>")
def do(disposal_id: UUID, act: str) -> Page:
    """One act on the case: the form of that name on its page."""
    if act not in ACTS:
        raise NotFound
    path, read = ACTS[act]
    typed = Typed(request.form)
    body = read(typed)
    problem = typed.problem()
    if problem is None:
        try:
            if act == "paper":
                body |= _kept_file(disposal_id, body["paper"])
            _send(disposal_id, path, body)
            return redirect(url_for("disposals.page", disposal_id=disposal_id))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _shown(_case(disposal_id), problem, act), 422


@pages.get("/<uuid:disposal_id>/papers/<name>")
def paper(disposal_id: UUID, name: str) -> Response:
    """The list 01/TSC-XLTS, or the minutes of the council."""
    if name not in _PAPERS:
        raise NotFound
    return passed_on(document("assets", "GET", f"/disposals/{disposal_id}/{_PAPERS[name]}"))


@pages.get("/<uuid:disposal_id>/files/<uuid:file_id>")
def file(disposal_id: UUID, file_id: UUID) -> Response:  # noqa: ARG001 - the address says whose it is
    """A paper of the file as it was kept."""
    return passed_on(document("assets", "GET", f"/files/{file_id}/content"))


def _kept_file(disposal_id: UUID, title: str) -> Json:
    """Keep the file that came with a paper, if one did."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return {}
    data = {"kind": "other", "subject_noun": "disposal", "subject_id": str(disposal_id), "title": title}
    files = {"file": (sent.filename, sent.stream.read(), sent.mimetype)}
    kept = upload("assets", "/files", key=f"{request.form.get('key', '')}-file", files=files, data=data)
    return {"file_id": kept["id"]}


def _case(disposal_id: UUID) -> Json:
    case: Json = fetch("assets", f"/disposals/{disposal_id}")
    return case


def _send(disposal_id: UUID, path: str, body: Json) -> Any:
    form = request.form
    return change(
        "assets",
        "POST",
        f"/disposals/{disposal_id}/{path}",
        body,
        key=form.get("key", ""),
        version=form.get("version"),
    )


def _forms() -> dict[str, Json]:
    return {one["kind"]: one for one in fetch("assets", "/disposal-forms")["items"]}


def _drawing_up(typed: Json, problem: FormProblem | None) -> str:
    forms = _forms()
    asset = fetch("assets", f"/assets/{typed['asset']}") if typed.get("asset") else None
    chosen = forms.get(typed.get("kind", ""))
    return render_template(
        "disposals/new.html",
        typed=typed,
        problem=problem,
        forms=list(forms.values()),
        chosen=chosen,
        asset=asset,
        units=units(),
    )


def _choosing(case: Json, problem: FormProblem | None) -> str:
    asked = {name: request.args.get(name) for name in _SHOWN}
    asked["unit"] = case["unit_id"]
    page = fetch("assets", "/disposable-assets", limit=50, **asked)
    page["items"] = [one for one in page["items"] if one["unit_id"] == case["unit_id"]]
    return render_template(
        "disposals/assets.html",
        case=case,
        page=page,
        asked=asked,
        problem=problem,
        typed=request.form,
        categories=categories(),
    )


def _shown(case: Json, problem: FormProblem | None, act: str) -> str:
    mine = visitor()
    asked_by_me = mine.person_id is not None and str(mine.person_id) in {
        case["drafted_person_id"],
        case["submitted_person_id"],
    }
    may = {
        "requester": mine.may("officer"),
        "bookkeeper": mine.may("officer", "accountant"),
        "decider": mine.may(case["authority_role"] or "head")
        and not asked_by_me
        and case["authority_person_id"] in {None, str(mine.person_id)},
    }
    law = _forms()[case["kind"]]
    return render_template(
        "disposals/page.html",
        case=case,
        law=law,
        problem=problem,
        act=act,
        typed=request.form,
        may={name: may[who] for name, who in case["acts"].items()},
        basis=basis_of({"rules": case["rules"], "form": "01/TSC-XLTS"}),
        seats=SEATS,
        buyers=BUYER,
        council_roles=COUNCIL,
    )
