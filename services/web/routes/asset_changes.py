"""One change to many assets of the list: chosen, asked about on one page, done as a task that is watched."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.web.asset_filters import asked_of
from services.web.backstage import Json, change, fetch
from services.web.choices import units_today
from services.web.drafting import known_id
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.routes.tasks import watching
from shared.peers import PeerRefused

pages = Blueprint("asset_changes", __name__, url_prefix="/assets/changes")

Page = str | tuple[str, int] | Response
_CHANGED = ("unit_id", "department", "place")
_MOST = 1_000  # the register takes no more at once


@pages.get("")
def ask() -> Page:
    """What to change of the assets that were ticked, or of all that the filters let through."""
    chosen = _all_found() if request.args.get("all") else request.args.getlist("asset")
    return _asking(chosen, request.args, None)


@pages.post("")
def carry_out() -> Page:
    """Have it done; the work is watched, what stands in the way is named asset by asset."""
    form, chosen = request.form, request.form.getlist("asset")
    said = {name: text for name in _CHANGED if (text := form.get(name, "").strip())}
    if not said:
        why = _("Chọn đơn vị, hoặc ghi phòng, nơi đặt.")
        return _asking(chosen, form, FormProblem(_("Chưa có gì để thay đổi"), {"unit_id": why})), 422
    items = [item for text in chosen if (item := _item(text))]
    body: Json = {**said, "items": items, "reason": form.get("reason", "")}
    try:
        task = change("assets", "POST", "/asset-changes", body, key=form.get("key", ""), later=True)
    except PeerRefused as refused:
        return _asking(chosen, form, of_form(refused)), 422
    return watching(task, onward=url_for("assets.listing"), back=url_for("assets.listing"))


def _asking(chosen: list[str], typed: MultiDict[str, str], problem: FormProblem | None) -> str:
    return render_template(
        "assets/changes.html", chosen=chosen, typed=typed, problem=problem, units=units_today(), most=_MOST
    )


def _all_found() -> list[str]:
    """Every asset that the filters of the address let through, as far as one change may reach."""
    found: list[str] = []
    after = None
    while len(found) <= _MOST:
        page = fetch("assets", "/assets", limit=200, after=after, **asked_of(request.args).query)
        found += [f"{one['id']}.{one['version']}" for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    return found


def _item(text: str) -> Json | None:
    asset_id, _dot, version = text.partition(".")
    sound = known_id(asset_id) and version.isascii() and version.isdigit()
    return {"asset_id": asset_id, "version": int(version)} if sound else None
