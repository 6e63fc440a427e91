"""The register: list, one asset in all its sections, registering and changing."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.asset_filters import asked_of, chips_of, page_asked
from services.web.asset_form import FIELDS, body_of, cost_parts_of
from services.web.asset_page import history_of, sections_of
from services.web.attribute_form import attributes_of, choices_of, label_of, typed_attributes
from services.web.backstage import Json, attempt, change, fetch
from services.web.choices import categories, category_rows, units
from services.web.decoding import code_in
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.routes.saved_views import saved_views
from services.web.words import ASSET_KIND, ASSET_STATUS
from services.web.words.assets import COST_PART, INCREASE
from services.web.words.finding import LABEL, SORT, YES_NO
from shared.peers import PeerRefused

pages = Blueprint("assets", __name__, url_prefix="/assets")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """Assets by words and filters, 30 a page, with the filters that were saved."""
    asked = asked_of(request.args)
    page = page_asked(asked, request.args.get("after"))
    lists = {"units": units(), "categories": categories()}
    person = asked.person["name"] if asked.person else ""
    return render_template(
        "assets/list.html",
        page=page,
        asked=asked,
        chips=chips_of(asked.query, **lists, person=person) if asked.problem is None else [],
        views=saved_views(),
        words={"status": ASSET_STATUS, "kind": ASSET_KIND, "label": LABEL, "sort": SORT, "said": YES_NO},
        **lists,
    )


@pages.get("/<uuid:asset_id>")
def page(asset_id: UUID) -> str:
    """One asset: what it is, who holds it, what it cost, what was done to it, what has happened."""
    asset = fetch("assets", f"/assets/{asset_id}")
    rows = category_rows()
    return render_template(
        "assets/page.html",
        asset=asset,
        categories=dict(categories()),
        old_label=_old_label(asset_id),
        **sections_of(asset, rows),
    )


@pages.get("/<uuid:asset_id>/history")
def history(asset_id: UUID) -> str:
    """All that was changed, newest first."""
    asset = fetch("assets", f"/assets/{asset_id}")
    found = history_of(asset_id, category_rows(), request.args.get("after", ""), 30)
    return render_template("assets/history.html", asset=asset, history=found)


@pages.get("/new")
def new() -> str:
    """The form for a new asset."""
    return _form(request.args.to_dict(), None, None)


@pages.post("/new")
def register() -> Page:
    """Register an asset; `show` only asks for the fields of the category that was chosen."""
    if "show" in request.form:
        return _form(request.form.to_dict(), None, None)
    body, problem = _body(None)
    if problem is None:
        try:
            asset = change("assets", "POST", "/assets", body, key=request.form.get("key", ""))
            return redirect(url_for("assets.page", asset_id=asset["id"]))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _form(request.form.to_dict(), problem, None), 422


@pages.get("/<uuid:asset_id>/edit")
def edit(asset_id: UUID) -> str:
    """The form with what the register has."""
    asset = fetch("assets", f"/assets/{asset_id}")
    return _form({**asset, **typed_attributes(asset["attributes"])}, None, asset)


@pages.post("/<uuid:asset_id>/edit")
def change_asset(asset_id: UUID) -> Page:
    """Change what the form says, if nobody else did meanwhile."""
    form = request.form
    asset = fetch("assets", f"/assets/{asset_id}")
    seen = {**asset, "version": form.get("version")}
    if "show" in form:
        return _form(form.to_dict(), None, seen)
    body, problem = _body(asset)
    if problem is None:
        try:
            path = f"/assets/{asset_id}"
            change("assets", "PATCH", path, body, key=form.get("key", ""), version=form.get("version"))
            return redirect(url_for("assets.page", asset_id=asset_id))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _form(form.to_dict(), problem, seen), 422


def _body(asset: Json | None) -> tuple[Json, FormProblem | None]:
    """The request for the register from the form of a new asset or of `asset`."""
    form = request.form
    body, problem = body_of(form, whole=asset is not None)
    chosen = form.get("category", "")
    specified: list[Json] = next((one["attributes"] for one in category_rows() if one["code"] == chosen), [])
    kept = asset["attributes"] if asset and asset["category"] == chosen else {}
    attributes, wrong = attributes_of(form, specified, kept)
    if attributes or asset:
        body["attributes"] = attributes
    if asset is not None:
        body = {name: value for name, value in body.items() if name in FIELDS or name == "attributes"}
        body["reason"] = form.get("reason", "")
        return body, _with(problem, wrong)
    parts, odd = cost_parts_of(form)
    if parts:
        body["cost_parts"] = parts
    return body, _with(problem, wrong | odd)


def _with(problem: FormProblem | None, wrong: dict[str, str]) -> FormProblem | None:
    if not wrong:
        return problem
    return FormProblem(_("Có mục chưa đúng"), {**(problem.fields if problem else {}), **wrong})


def _old_label(asset_id: UUID) -> Json | None:
    """The old label by which the visitor came here, when it was one of this asset's: {code, at, reason}."""
    label = code_in(request.args.get("label", ""))
    found = attempt(lambda: fetch("assets", f"/codes/{label}"), "") if label else None
    old: Json | None = found.get("retired") if found and found["id"] == str(asset_id) else None
    return old


def _form(typed: Json, problem: FormProblem | None, asset: Json | None) -> str:
    rows = category_rows()
    chosen = next((one for one in rows if one["code"] == typed.get("category")), None)
    makers = attempt(lambda: fetch("assets", "/makers", current="true", limit=200), _("Danh sách hãng"))
    return render_template(
        "assets/form.html",
        typed=typed,
        problem=problem,
        asset=asset,
        units=units(),
        categories=[
            (code, name)
            for (code, name), row in zip(categories(), rows, strict=True)
            if not row["retired"] or code == typed.get("category")
        ],
        chosen=chosen,
        kinds=ASSET_KIND,
        causes=INCREASE,
        cost_parts=COST_PART,
        makers=[one["name"] for one in makers["items"]] if makers else [],
        label_of=label_of,
        choices_of=choices_of,
    )
