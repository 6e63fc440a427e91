"""Take back from a person with the same scanner: scan, check, issue; both sign, as for giving."""

from flask import Blueprint, request

from services.web.backstage import Json, fetch
from services.web.draft_pages import Page, checking, issue, scanning
from services.web.drafting import Draft, draft_from, known_id

pages = Blueprint("returns", __name__, url_prefix="/returns")


@pages.get("/new")
def begin() -> Page:
    """The scanner; `?person=` shows what they hold, `?recall=` lists all that the case still waits for."""
    draft = Draft("take", request.args.getlist("code"), known_id(request.args.get("person")))
    if recall := known_id(request.args.get("recall")):
        case = fetch("handover", f"/recalls/{recall}")
        draft.recall_id, draft.person_id = case["id"], case["person"]["id"]
        draft.codes += [line["code"] for line in case["lines"] if line["state"] in {"open", "lost"}]
        draft.typed = {"basis": _basis(case)}
    return scanning(draft)


@pages.post("/new")
def step() -> Page:
    """The next step of the form, by the button that was pressed."""
    draft = draft_from(request.form, "take")
    wanted = "remove" if request.form.get("remove") else request.form.get("step", "scan")
    if added := request.form.get("typed" if wanted == "add" else "more", ""):
        draft.add(added)
        wanted = "add"
    if wanted in {"scan", "add", "remove"}:
        return scanning(draft)
    return issue(draft) if wanted == "issue" else checking(draft)


def _basis(case: Json) -> str:
    """What the record stands on, and who hands over in the place of somebody who cannot."""
    stands_for = case["representative"]
    if not stands_for or stands_for["erased_at"]:
        return str(case["basis"])
    by = " ".join(filter(None, (stands_for["document"], f"({stands_for['relation']})")))
    return f"{case['basis']}; người giao thay: {stands_for['name']} {by}".strip("; ")
