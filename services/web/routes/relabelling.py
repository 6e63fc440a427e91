"""An asset takes another label: a label from a roll at its first scan, or a new one for one that is gone."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.web.backstage import change, fetch
from services.web.decoding import code_in
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.words.labels import REPLACING
from shared.peers import PeerRefused

pages = Blueprint("relabelling", __name__)

Page = str | tuple[str, int] | Response


@pages.get("/labels/bind/<code>")
def choose_asset(code: str) -> str:
    """Which asset was the label stuck to? Found by name, serial or tag."""
    return _choosing(code, None)


@pages.post("/labels/bind/<code>")
def bind(code: str) -> Page:
    """Bind the label to the asset whose button was pressed."""
    asset_id, _blank, version = request.form.get("asset", "").partition(" ")
    body, key = {"asset_id": asset_id}, request.form.get("key", "")
    try:
        change("assets", "POST", f"/codes/{_sound(code)}/binding", body, key=key, version=version or "0")
    except PeerRefused as refused:
        return _choosing(code, of_form(refused)), 422
    return redirect(url_for("assets.page", asset_id=UUID(asset_id)))


@pages.post("/labels/bind/<code>/spoiling")
def spoil(code: str) -> Page:
    """The label is torn or lost: nothing can be bound to it any more."""
    try:
        change("assets", "POST", f"/codes/{_sound(code)}/spoiling", {}, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _choosing(code, of_form(refused)), 422
    return redirect(url_for("rolls.listing"))


@pages.get("/assets/<uuid:asset_id>/label")
def ask(asset_id: UUID) -> str:
    """Why is the label replaced, and is there one from a roll at hand?"""
    return _asking(asset_id, {}, None)


@pages.post("/assets/<uuid:asset_id>/label")
def replace(asset_id: UUID) -> Page:
    """Replace the label; a new code is then printed, one from a roll is on the asset already."""
    form = request.form
    typed = form.get("code", "").strip()
    code = code_in(typed) if typed else ""
    if code is None:
        reason = _("Mã phải có 8 ký tự, in dưới ô vuông trên tem. Hãy nhập lại.")
        return _asking(asset_id, form.to_dict(), FormProblem(reason, {"code": reason})), 422
    body = {"reason": form.get("reason", ""), "code": code}
    path, key = f"/assets/{asset_id}/relabel", form.get("key", "")
    try:
        asset = change("assets", "POST", path, body, key=key, version=form.get("version"))
    except PeerRefused as refused:
        return _asking(asset_id, form.to_dict(), of_form(refused)), 422
    if code:
        return redirect(url_for("assets.page", asset_id=asset_id))
    return redirect(url_for("labels.choose", codes=asset["code"]))


def _choosing(code: str, problem: FormProblem | None) -> str:
    asked = request.values.get("q", "").strip()
    found = fetch("assets", "/assets", limit=20, q=asked)["items"] if asked else None
    return render_template(
        "labels/bind.html", code=_sound(code), asked={"q": asked}, found=found, problem=problem
    )


def _sound(code: str) -> str:
    """The code of the path; what is none is no page."""
    found = code_in(code)
    if found is None:
        raise NotFound
    return found


def _asking(asset_id: UUID, typed: dict[str, str], problem: FormProblem | None) -> str:
    asset = fetch("assets", f"/assets/{asset_id}")
    return render_template(
        "labels/replace.html", asset=asset, typed=typed, problem=problem, reasons=REPLACING
    )
