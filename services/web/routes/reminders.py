"""Who is told of deadlines, when and how: the policies, and the plan of one deadline."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.who import names_of
from services.web.words.reminders import ROLES
from shared.peers import PeerRefused

pages = Blueprint("reminders", __name__, url_prefix="/reminders")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """Every policy that holds now."""
    return render_template("reminders/listing.html", rows=fetch("notifications", "/policies")["items"])


@pages.get("/<name>")
def policy(name: str) -> str:
    """One policy: its versions, and the form for who may change it."""
    return _shown(name, None, None)


@pages.post("/<name>")
def change_policy(name: str) -> Page:
    """Let a new version hold from now on."""
    form = request.form
    body, problem = _read()
    if problem is None:
        try:
            path, version = f"/policies/{name}", form.get("version")
            change("notifications", "PUT", path, body, key=form.get("key", ""), version=version)
            return redirect(url_for("reminders.policy", name=name))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _shown(name, body, problem), 422


@pages.get("/plan/<uuid:about_id>")
def plan(about_id: UUID) -> str:
    """Who is told what of one deadline, and when."""
    return render_template(
        "reminders/plan.html", plan=fetch("notifications", "/previews", about=about_id), back=_back(about_id)
    )


def _read() -> tuple[Json, FormProblem | None]:
    """The form as the service takes it; a number that is none is said at its field."""
    form = request.form
    sign = -1 if form.get("side") == "before" else 1
    days = form.get("days", "").strip()
    body = {
        "offset": sign * int(days) if days.isdigit() and len(days) < 4 else 0,
        "kind": form.get("kind", "days"),
        "to": form.getlist("to"),
        "by": ["in_app", *(one for one in form.getlist("by") if one != "in_app")],
        "on": form.get("on") == "1",
        "reason": form.get("reason", "").strip(),
    }
    if not (days.isdigit() and len(days) < 4):
        return body, FormProblem(_("Chưa lưu được quy tắc."), {"days": _("Ghi số ngày, ví dụ 7.")})
    if not body["to"]:
        return body, FormProblem(_("Chưa lưu được quy tắc."), {"to": _("Chọn ít nhất một người nhận.")})
    return body, None


def _shown(name: str, typed: Json | None, problem: FormProblem | None) -> str:
    versions = fetch("notifications", f"/policies/{name}/versions")["items"]
    now = versions[0] if versions else abort(404)
    return render_template(
        "reminders/policy.html",
        now=now,
        typed=typed or now,
        versions=versions,
        who=names_of(one["recorded_by"] for one in versions),
        problem=problem,
        roles={role: ROLES[role] for role in now["may_tell"]},
        reason=request.form.get("reason", ""),
    )


def _back(about_id: UUID) -> str:
    """The page that the plan belongs to."""
    kind = request.args.get("of", "")
    if kind == "recall":
        return url_for("recalls.page", recall_id=about_id)
    return url_for("records.page", record_id=about_id) if kind == "record" else url_for("notices.listing")
