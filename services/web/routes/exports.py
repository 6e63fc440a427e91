"""Books and forms to download, and what was exported before."""

from datetime import date
from uuid import UUID

import orjson
from flask import Blueprint, Response, render_template, request

from services.web.backstage import Json, fetch, open_file
from services.web.choices import Options, units
from services.web.export_about import asset_said, imports, stocktakes, table_of, tables
from services.web.files import streamed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("exports", __name__)

_ASKED = ("unit", "from", "to", "known_at", "format", "document", "stocktake", "source")
Page = str | tuple[str, int] | Response


@pages.get("/exports")
def choose() -> str:
    """Which form, of which unit and time, and what was exported before."""
    return _asking(request.args.to_dict(), None)


@pages.get("/exports/file")
def download() -> Page:
    """The form as a file, passed on while the register makes it."""
    asked = {name: request.args.get(name, "") for name in _ASKED}
    form = request.args.get("form", "")
    if not form.replace("-", "").isalnum():
        wrong = FormProblem(_("Chưa chọn mẫu biểu"), {"form": _("Hãy chọn một mẫu biểu.")})
        return _asking(request.args.to_dict(), wrong), 422
    said = request.args.get("asset_choice") or request.args.get("asset", "").strip()
    try:
        asset, choices, unclear = asset_said(said)
        if unclear:
            return _asking(request.args.to_dict(), unclear, choices), 422
        asked |= {"asset": asset, "table": table_of(request.args)}
        return streamed_on(open_file("assets", f"/exports/{form}", **asked, bom="true"))
    except PeerRefused as refused:
        return _asking(request.args.to_dict(), of_form(refused)), 422


@pages.get("/exports/<uuid:export_id>/manifest")
def manifest(export_id: UUID) -> Response:
    """What was kept of an export, as `taisan export verify` takes it."""
    kept = fetch("assets", f"/export-manifests/{export_id}")
    answer = Response(orjson.dumps(kept, option=orjson.OPT_INDENT_2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{export_id}.manifest.json"'
    return answer


def _asking(typed: dict[str, str], problem: FormProblem | None, assets: Options | None = None) -> str:
    forms: list[Json] = fetch("assets", "/forms")["items"]
    kept: Json = fetch("assets", "/export-manifests", limit=20, after=request.args.get("after"))
    named = [(form["name"], f"{form['code']} {form['title']}".strip()) for form in forms]
    return render_template(
        "exports/choose.html",
        typed={**this_year(), **typed},
        problem=problem,
        forms=forms,
        named=named,
        units=units(),
        assets=assets or [],
        stocktakes=stocktakes(),
        imports=imports(),
        tables=tables(forms),
        kept=kept,
    )


def this_year() -> dict[str, str]:
    """The period that a form begins with."""
    return {"from": date(today().year, 1, 1).isoformat(), "to": today().isoformat()}
