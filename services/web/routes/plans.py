"""Mass handover: the list, opening a plan, its rules, its page with every act, its balance with a picture."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch, visitor
from services.web.choices import all_units, categories
from services.web.files import passed_on
from services.web.flows import picture_of
from services.web.language import _
from services.web.legal import basis_of
from services.web.plan_form import (
    FOLLOW,
    SPARE_ROWS,
    changed_with,
    choice,
    keepers_among,
    opened_with,
    people_at_work,
    rows_of,
    typed_from,
)
from services.web.problems import FormProblem, of_form
from services.web.routes.tasks import watching
from services.web.words.plans import STATE, WHY
from shared.peers import PeerRefused

pages = Blueprint("plans", __name__, url_prefix="/plans")

Page = str | tuple[str, int] | AnyResponse

_VERSIONED = {"approval", "cancellation", "completion"}
_ACTS: dict[str, tuple[str, ...]] = {
    "approval": (),
    "cancellation": ("reason",),
    "completion": ("note",),
    "execution": (),
    "signatures": ("side", "person_id", "pin"),
}
_GONE = {"refused", "cancelled", "reversed"}
_UNDECIDED = "None"  # the name of no unit, in the picture


@pages.get("")
def listing() -> str:
    """Plans, and reorganisations that no plan carries out yet."""
    asked = {name: request.args.get(name) for name in ("state", "after")}
    page = fetch("handover", "/plans", limit=30, **asked)
    acts = [act for act in fetch("handover", "/successions")["items"] if act["plan_id"] is None]
    return render_template("plans/list.html", page=page, asked=asked, acts=acts, states=STATE)


@pages.get("/new")
def new() -> str:
    """Over an act of succession that the address names, or over units that one ticks."""
    return _opening(request.args, None)


@pages.post("/new")
def open_plan() -> Page:
    """Open the plan; on to its rules."""
    try:
        plan = change(
            "handover", "POST", "/plans", opened_with(request.form), key=request.form.get("key", "")
        )
    except PeerRefused as refused:
        return _opening(request.form, of_form(refused)), 422
    return redirect(url_for("plans.edit", plan_id=plan["id"]))


@pages.get("/<uuid:plan_id>")
def page(plan_id: UUID) -> str:
    """One plan: where it stands, what goes where, and what the visitor may do."""
    return _shown(plan_id, None, "")


@pages.get("/<uuid:plan_id>/edit")
def edit(plan_id: UUID) -> str:
    """Document, days, who signs, the rules in their order."""
    plan = _plan(plan_id)
    return _editing(plan, typed_from(plan), None)


@pages.post("/<uuid:plan_id>/edit")
def change_plan(plan_id: UUID) -> Page:
    """Keep them; more rows of rules where they were asked for."""
    form, plan = request.form, _plan(plan_id)
    if form.get("step") == "more":
        typed = form.copy()
        typed["rows"] = str(rows_of(form) + SPARE_ROWS)
        return _editing(plan, typed, None)
    body, key = changed_with(form, plan), form.get("key", "")
    try:
        change("handover", "PATCH", f"/plans/{plan_id}", body, key=key, version=form.get("version"))
    except PeerRefused as refused:
        return _editing(plan, form, of_form(refused)), 422
    return redirect(url_for("plans.page", plan_id=plan_id))


@pages.post("/<uuid:plan_id>/acts/<act>")
def do(plan_id: UUID, act: str) -> Page:
    """One act on the plan: the form of that name on its page."""
    if act not in _ACTS:
        raise NotFound
    form, onward = request.form, url_for("plans.page", plan_id=plan_id)
    body = {name: form.get(name, "").strip() for name in _ACTS[act]}
    version = form.get("version") if act in _VERSIONED else None
    try:
        done = change(
            "handover",
            "POST",
            f"/plans/{plan_id}/{act}",
            body,
            key=form.get("key", ""),
            version=version,
            later=act == "execution",
        )
    except PeerRefused as refused:
        return _shown(plan_id, of_form(refused), act), 422
    if act == "execution":
        return watching(done, onward=onward, back=onward, service="handover")
    return redirect(onward)


@pages.get("/<uuid:plan_id>/assets")
def lines(plan_id: UUID) -> str:
    """What becomes of each asset."""
    asked = {name: request.args.get(name) for name in ("old", "new", "why", "after")}
    plan = _plan(plan_id)
    page = fetch("handover", f"/plans/{plan_id}/lines", limit=100, **asked)
    return render_template(
        "plans/lines.html", plan=plan, page=page, asked=asked, names=_names(plan), whys=WHY
    )


@pages.get("/<uuid:plan_id>/balance")
def balance(plan_id: UUID) -> str:
    """Opening − out + in by unit, against the register; every asset that breaks it."""
    plan = _plan(plan_id)
    found = fetch("handover", f"/plans/{plan_id}/reconciliation")
    names = _names(plan)
    picture = picture_of(found["flows"], names)
    return render_template("plans/balance.html", plan=plan, found=found, names=names, picture=picture)


@pages.get("/<uuid:plan_id>/balance.<ending>")
def paper(plan_id: UUID, ending: str) -> Response:
    """The balance as a paper, or each asset as a row of a file."""
    if ending not in {"pdf", "csv"}:
        raise NotFound
    return passed_on(document("handover", "GET", f"/plans/{plan_id}/reconciliation.{ending}"))


def _plan(plan_id: UUID) -> Json:
    plan: Json = fetch("handover", f"/plans/{plan_id}")
    return plan


def _names(plan: Json) -> dict[str, str]:
    known = {unit["unit_id"]: unit["name"] for unit in (*plan["old"], *plan["new"])}
    return {**known, _UNDECIDED: _("Chưa có nơi nhận")}


def _opening(typed: Any, problem: FormProblem | None) -> str:
    acts = fetch("handover", "/successions")["items"]
    act = next((one for one in acts if one["act_id"] == typed.get("act_id", typed.get("act"))), None)
    return render_template(
        "plans/new.html", typed=typed, problem=problem, act=act, units=[] if act else all_units()
    )


def _editing(plan: Json, typed: Any, problem: FormProblem | None) -> str:
    people = people_at_work()
    return render_template(
        "plans/edit.html",
        plan=plan,
        typed=typed,
        problem=problem,
        rows=rows_of(typed),
        keepers=keepers_among(people),
        people=[choice(one) for one in people],
        categories=categories(),
        follow=FOLLOW,
    )


def _shown(plan_id: UUID, problem: FormProblem | None, act: str) -> str:
    plan = _plan(plan_id)
    preview = fetch("handover", f"/plans/{plan_id}/preview")
    written = plan["state"] in {"approved", "written", "completed"}
    records = fetch("handover", f"/plans/{plan_id}/records")["items"] if written else []
    names = _names(plan)
    return render_template(
        "plans/page.html",
        plan=plan,
        preview=preview,
        picture=picture_of(preview["pairs"], names),
        names=names,
        records=records,
        signers=_signers(records),
        pending=_pending(preview, records),
        problem=problem,
        act=act,
        typed=request.form,
        basis=basis_of({"rules": ["GOV-5@1"], "form": "02/TSC-BBGN"}),
    )


def _signers(records: list[Json]) -> list[Json]:
    """Who has minutes to sign: {side, person_id, name, count, own}; others than the visitor only where an
    officer may hold out the device to them.
    """
    found: dict[tuple[str, str], Json] = {}
    for record in records:
        for side in ("giver", "receiver"):
            person = record[f"{side}_person_id"]
            own = person == str(visitor().person_id)
            if not _waits(record, side) or not (own or visitor().may("officer")):
                continue
            blank = {"side": side, "person_id": person, "name": record[f"{side}_name"], "own": own}
            found.setdefault((side, person), {**blank, "count": 0})["count"] += 1
    return sorted(found.values(), key=lambda one: not one["own"])


def _waits(record: Json, side: str) -> bool:
    return record["state"] in {"issued", "signed"} and side not in record["signed"]


def _pending(preview: Json, records: list[Json]) -> int:
    """How many decided assets no standing record has yet."""
    standing: int = sum(one["count"] for one in records if one["state"] not in _GONE)
    return max(int(preview["decided"]) - standing, 0)
