"""The register: list, one asset with its custody, registering and changing."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.asset_form import FIELDS, body_of
from services.web.backstage import Json, attempt, change, fetch
from services.web.choices import categories, units
from services.web.decoding import code_in
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.words import ASSET_KIND, ASSET_STATUS
from shared.peers import PeerRefused

pages = Blueprint("assets", __name__, url_prefix="/assets")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """Assets by words, unit, category and status, 30 a page."""
    asked = {name: request.args.get(name) for name in ("q", "unit", "category", "status", "after")}
    page = fetch("assets", "/assets", limit=30, **asked)
    return render_template(
        "assets/list.html",
        page=page,
        asked=asked,
        units=units(),
        categories=categories(),
        statuses=ASSET_STATUS,
    )


@pages.get("/<uuid:asset_id>")
def page(asset_id: UUID) -> str:
    """One asset: what it is, who holds it, what has happened to it."""
    asset = fetch("assets", f"/assets/{asset_id}")
    held = attempt(lambda: fetch("handover", "/custody", asset=asset_id), _("Người đang giữ"))
    records = attempt(lambda: fetch("handover", "/records", asset=asset_id, limit=20), _("Lịch sử giao nhận"))
    return render_template(
        "assets/page.html",
        asset=asset,
        holder=held["items"][0] if held and held["items"] else None,
        records=records["items"] if records else [],
        categories=dict(categories()),
        old_label=_old_label(asset_id),
    )


@pages.get("/new")
def new() -> str:
    """The form for a new asset."""
    return _form(request.args.to_dict(), None, None)


@pages.post("/new")
def register() -> Page:
    """Register an asset."""
    body, problem = body_of(request.form)
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
    return _form({name: asset.get(name) for name in FIELDS}, None, asset)


@pages.post("/<uuid:asset_id>/edit")
def change_asset(asset_id: UUID) -> Page:
    """Change what the form says, if nobody else did meanwhile."""
    body, problem = body_of(request.form, whole=True)
    if problem is None:
        try:
            change(
                "assets",
                "PATCH",
                f"/assets/{asset_id}",
                body,
                key=request.form.get("key", ""),
                version=request.form.get("version"),
            )
            return redirect(url_for("assets.page", asset_id=asset_id))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _form(
        request.form.to_dict(),
        problem,
        {**fetch("assets", f"/assets/{asset_id}"), "version": request.form.get("version")},
    ), 422


def _old_label(asset_id: UUID) -> Json | None:
    """The old label by which the visitor came here, when it was one of this asset's: {code, at, reason}."""
    label = code_in(request.args.get("label", ""))
    found = attempt(lambda: fetch("assets", f"/codes/{label}"), "") if label else None
    old: Json | None = found.get("retired") if found and found["id"] == str(asset_id) else None
    return old


def _form(typed: Json, problem: FormProblem | None, asset: Json | None) -> str:
    return render_template(
        "assets/form.html",
        typed=typed,
        problem=problem,
        asset=asset,
        units=units(),
        categories=categories(),
        kinds=ASSET_KIND,
    )
