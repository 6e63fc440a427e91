"""What is added to one asset over its life: changes of cost, maintenance, files, parts."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.asset_form import amount_of
from services.web.backstage import Json, change, document, fetch, upload
from services.web.decoding import code_in
from services.web.files import passed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.who import names_of
from services.web.words.assets import COST_CAUSE, FILE_KIND
from shared.clock import today
from shared.law import rule
from shared.peers import PeerRefused

pages = Blueprint("upkeep", __name__, url_prefix="/assets")

Page = str | tuple[str, int] | Response


@pages.route("/<uuid:asset_id>/cost", methods=["GET", "POST"])
def cost(asset_id: UUID) -> Page:
    """Change the cost by a cause of the law, or ask for a correction; the minutes may come as a file."""
    asset = fetch("assets", f"/assets/{asset_id}")

    def send() -> str:
        form = request.form
        texts = ("cause", "effective_on", "document_number", "document_on", "reason")
        amounts = ("cost", "cost_budget", "cost_other", "accumulated_wear")
        body = {name: form.get(name, "") for name in texts} | _amounts(amounts)
        if kept := _minutes(asset_id):
            body["file_id"] = kept
        path = f"/assets/{asset_id}/cost-changes"
        change("assets", "POST", path, body, key=form.get("key", ""), version=form.get("version"))
        return url_for("assets.page", asset_id=asset_id, _anchor="cost")

    return _asked(send, "assets/cost.html", asset=asset, causes=COST_CAUSE, rule=rule("C141-09", today()),
                  share=rule("COST-WEAR-SHARE", today()))  # fmt: skip


@pages.get("/corrections")
def corrections() -> str:
    """Corrections of cost and of wear that wait for somebody's word."""
    return waiting(None)


@pages.post("/corrections/<uuid:change_id>")
def decide(change_id: UUID) -> Page:
    """Approve or refuse a correction."""
    form = request.form
    way = "approval" if form.get("step") == "approve" else "refusal"
    try:
        change(
            "assets",
            "POST",
            f"/cost-changes/{change_id}/{way}",
            {"note": form.get("note", "")},
            key=form.get("key", ""),
            version=form.get("version"),
        )
    except PeerRefused as refused:
        return waiting(of_form(refused)), 422
    return redirect(url_for("upkeep.corrections"))


def waiting(problem: FormProblem | None) -> str:
    """The page of what waits, with what was wrong about a decision."""
    asked = {"state": "waiting", "limit": 50, "after": request.args.get("after")}
    page, worn = fetch("assets", "/cost-changes", **asked), fetch("assets", "/wear-corrections", **asked)
    who = names_of(row["recorded_by"] for row in [*page["items"], *worn["items"]])
    return render_template("assets/corrections.html", page=page, worn=worn, who=who, problem=problem)


@pages.route("/<uuid:asset_id>/maintenance", methods=["GET", "POST"])
def maintenance(asset_id: UUID) -> Page:
    """One more line of the maintenance log, and the log so far."""
    asset = fetch("assets", f"/assets/{asset_id}")
    log = fetch("assets", f"/assets/{asset_id}/maintenance", limit=30, after=request.args.get("after"))

    def send() -> str:
        form = request.form
        texts = ("done_on", "what", "provider", "document_number", "document_on")
        body: Json = {name: form[name] for name in texts if form.get(name)} | _amounts(("cost",))
        if hours := form.get("downtime_hours", "").strip().replace(",", "."):
            body["downtime_hours"] = _number("downtime_hours", hours)
        change("assets", "POST", f"/assets/{asset_id}/maintenance", body, key=form.get("key", ""))
        return url_for("assets.page", asset_id=asset_id, _anchor="maintenance")

    return _asked(send, "assets/maintenance.html", asset=asset, log=log, rule=rule("C141-05c", today()))


@pages.route("/<uuid:asset_id>/files", methods=["GET", "POST"])
def add_file(asset_id: UUID) -> Page:
    """Keep a photo or a paper."""
    asset = fetch("assets", f"/assets/{asset_id}")

    def send() -> str:
        if not _kept_file(asset_id, request.form.get("kind", "")):
            raise _Unfit({"file": _("Hãy chọn một ảnh JPEG, PNG hoặc tệp PDF.")})
        return url_for("assets.page", asset_id=asset_id, _anchor="files")

    return _asked(send, "assets/file.html", asset=asset, kinds=FILE_KIND)


@pages.get("/files/<uuid:file_id>")
def file(file_id: UUID) -> Response:
    """A file as the register keeps it."""
    return passed_on(document("assets", "GET", f"/files/{file_id}/content"))


@pages.get("/files/<uuid:file_id>/thumbnail")
def thumbnail(file_id: UUID) -> Response:
    """A picture in small."""
    return passed_on(document("assets", "GET", f"/files/{file_id}/thumbnail"))


@pages.route("/files/<uuid:file_id>/withdrawal", methods=["GET", "POST"])
def withdraw(file_id: UUID) -> Page:
    """Say that a file should not count any more."""
    kept = fetch("assets", f"/files/{file_id}")

    def send() -> str:
        form, path = request.form, f"/files/{file_id}/withdrawal"
        body = {"reason": form.get("reason", "")}
        change("assets", "POST", path, body, key=form.get("key", ""), version=form.get("version"))
        return url_for("assets.page", asset_id=kept["subject_id"], _anchor="files")

    return _asked(send, "assets/withdraw.html", file=kept)


@pages.route("/<uuid:asset_id>/parts", methods=["GET", "POST"])
def parts(asset_id: UUID) -> Page:
    """The parts of a system: add one by its label, or take one off."""
    system = fetch("assets", f"/assets/{asset_id}")
    found = fetch("assets", f"/assets/{asset_id}/parts", limit=50, after=request.args.get("after"))

    def send() -> str:
        form = request.form
        if part_id := form.get("part"):
            part, parent = fetch("assets", f"/assets/{UUID(part_id)}"), None
        else:
            code = code_in(form.get("code", ""))
            if code is None:
                raise _Unfit({"code": _("Mã tem chưa đúng. Hãy quét hoặc gõ lại 8 ký tự.")})
            part, parent = fetch("assets", f"/codes/{code}"), system["id"]
        body = {"parent_id": parent, "reason": form.get("reason", "")}
        path = f"/assets/{part['id']}"
        change("assets", "PATCH", path, body, key=form.get("key", ""), version=part["version"])
        return url_for("upkeep.parts", asset_id=asset_id)

    rules = [rule(key, today()) for key in ("C141-03-1a", "C141-03-1b")]
    return _asked(send, "assets/parts.html", asset=system, parts=found, rules=rules)


class _Unfit(Exception):
    """What was typed cannot be sent; reasons by field."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(str(fields))
        self.fields = fields


def _asked(send: Callable[[], str], template: str, **shown: Any) -> Page:
    """The form of `template`; sent, do `send` and go where it says, or show what is wrong with it."""
    problem = None
    if request.method == "POST":
        try:
            return redirect(send())
        except _Unfit as unfit:
            problem = FormProblem(_("Có mục chưa đúng"), unfit.fields)
        except PeerRefused as refused:
            problem = of_form(refused)
    page = render_template(template, typed=request.form.to_dict(), problem=problem, today=today(), **shown)
    return (page, 422) if problem else page


def _amounts(names: Iterable[str]) -> Json:
    """The amounts of the form that were said; raises _Unfit for what is none."""
    found: Json = {}
    for name in names:
        if text := request.form.get(name, "").strip():
            found[name] = _number(name, text, amount_of(text))
    return found


def _number(name: str, text: str, value: int | None = None) -> float | int:
    try:
        return float(text) if value is None and name == "downtime_hours" else _sure(value)
    except ValueError as error:
        raise _Unfit({name: _("Hãy ghi bằng chữ số, ví dụ 8.490.000.")}) from error


def _sure(value: int | None) -> int:
    if value is None:
        raise ValueError
    return value


def _minutes(asset_id: UUID) -> str:
    """The id of the minutes that came with the form; the same ones sent again, after the rest of the form
    was put right, are those that were kept the first time.
    """
    try:
        return _kept_file(asset_id, "minutes")
    except PeerRefused as refused:
        if refused.problem.get("type") != "/problems/file-kept-already":
            raise
        return str(refused.problem["file_id"])


def _kept_file(asset_id: UUID, kind: str) -> str:
    """The id of the file that came with the form, now kept; "" when there is none."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return ""
    form = request.form
    data = {
        "kind": kind,
        "subject_noun": "asset",
        "subject_id": str(asset_id),
        "title": form.get("title", ""),
    }
    files = {"file": (sent.filename, sent.stream.read(), sent.mimetype)}
    kept = upload("assets", "/files", key=f"file-{form.get('key', '')}", data=data, files=files)
    return str(kept["id"])
