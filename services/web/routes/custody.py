"""Who answered for what: an asset's custody in both times, corrections dated back."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch
from services.web.choices import people
from services.web.custody_picture import picture_of
from services.web.decoding import code_in
from services.web.problems import FormProblem, of_form
from services.web.words.custody import CORRECTION_STATE
from shared.peers import PeerRefused

pages = Blueprint("custody", __name__, url_prefix="/custody")

Page = str | tuple[str, int] | Response
_SAID = ("holder_person_id", "from_on", "until_on", "reason", "document")


@pages.get("/assets/<uuid:asset_id>")
def asset(asset_id: UUID) -> str:
    """One asset's custody: as a picture and as a table, what was superseded too."""
    rows = fetch("handover", "/custody-history", asset=asset_id)["items"]
    waiting = fetch("handover", "/custody-corrections", asset=asset_id, state="proposed", limit=20)["items"]
    return render_template(
        "custody/asset.html",
        asset=fetch("assets", f"/assets/{asset_id}"),
        rows=rows,
        picture=picture_of(rows),
        waiting=waiting,
    )


@pages.get("/corrections")
def corrections() -> str:
    """Proposals, those that wait first of all."""
    asked = {name: request.args.get(name) for name in ("state", "after")}
    if "state" not in request.args:
        asked["state"] = "proposed"
    page = fetch("handover", "/custody-corrections", limit=50, **asked)
    return render_template("custody/corrections.html", page=page, asked=asked, states=CORRECTION_STATE)


@pages.get("/corrections/new")
def new() -> str:
    """The form of a proposal."""
    return _form(request.args.to_dict(), None)


@pages.post("/corrections/new")
def propose() -> Page:
    """Send it."""
    form = request.form
    codes = [code for line in form.get("codes", "").replace(",", "\n").split("\n") if (code := code_in(line))]
    body: Json = {name: form[name] for name in _SAID if form.get(name)}
    body["lines"] = [{"code": code} for code in codes]
    try:
        made = change("handover", "POST", "/custody-corrections", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _form(form.to_dict(), of_form(refused)), 422
    return redirect(url_for("custody.page", correction_id=made["id"]))


@pages.get("/corrections/<uuid:correction_id>")
def page(correction_id: UUID) -> str:
    """One proposal."""
    return _page(correction_id, None)


@pages.post("/corrections/<uuid:correction_id>")
def decide(correction_id: UUID) -> Page:
    """Approve or reject it."""
    form = request.form
    approved = form.get("step") == "approve"
    way, field = ("approval", "remark") if approved else ("rejection", "reason")
    path = f"/custody-corrections/{correction_id}/{way}"
    body = {field: form.get("remark", "")}
    try:
        change("handover", "POST", path, body, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        problem = of_form(refused)
        problem.fields = {
            "remark" if name == "reason" else name: text for name, text in problem.fields.items()
        }
        return _page(correction_id, problem), 422
    return redirect(url_for("custody.page", correction_id=correction_id))


def _form(typed: dict[str, str], problem: FormProblem | None) -> str:
    return render_template("custody/new.html", typed=typed, problem=problem, people=people())


def _page(correction_id: UUID, problem: FormProblem | None) -> str:
    found = fetch("handover", f"/custody-corrections/{correction_id}")
    return render_template("custody/page.html", one=found, problem=problem, typed=request.form)
