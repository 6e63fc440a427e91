"""The form of a new stocktake: what was typed, what is missing, and the request to the register."""

from typing import Any

from werkzeug.datastructures import MultiDict

from services.web.backstage import Json, attempt, fetch, visitor
from services.web.drafting import known_id
from services.web.language import _
from services.web.problems import FormProblem
from services.web.words.stocktakes import KIND

SINGLE = ("title", "kind", "unit_id", "as_of", "basis", "chair", "more_members")
MANY = ("units", "places", "categories", "members")


def typed_in(form: MultiDict[str, str]) -> Json:
    """All that was typed: single answers as text, the others as lists."""
    single = {name: form.get(name, "").strip() for name in SINGLE}
    return {**single, **{name: [one for one in form.getlist(name) if one] for name in MANY}}


def faults_in(typed: Json) -> FormProblem | None:
    """What is still to be answered."""
    faults = {}
    if not typed["title"]:
        faults["title"] = _("Hãy đặt tên đợt kiểm kê.")
    if typed["kind"] not in KIND:
        faults["kind"] = _("Hãy chọn loại kiểm kê.")
    if not typed["as_of"]:
        faults["as_of"] = _("Hãy ghi thời điểm kiểm kê.")
    if not known_id(typed["unit_id"]):
        faults["unit_id"] = _("Hãy chọn đơn vị tổ chức kiểm kê.")
    if not known_id(typed["chair"]):
        faults["chair"] = _("Hãy chọn trưởng ban kiểm kê.")
    return FormProblem(_("Còn mục chưa trả lời"), faults) if faults else None


def people_to_choose() -> list[Json]:
    """The people at work whom the visitor sees, by name, at most 200."""
    page = attempt(lambda: fetch("assets", "/people", status="working", limit=200), _("Danh sách cán bộ"))
    return page["items"] if page else []


def places_to_choose() -> list[Json]:
    """Rooms and places of the visitor's unit with how many assets each has, at most 60."""
    unit = visitor().unit_id
    page = attempt(lambda: fetch("assets", "/asset-places", unit=unit), _("Danh sách nơi để tài sản"))
    return page["items"][:60] if page else []


def board_of(typed: Json, people: list[Json]) -> list[dict[str, Any]]:
    """The board as the register takes it: the chair, members of the register, and people named by hand, each
    on a line "name; post; whom they represent".
    """
    known = {person["id"]: person for person in people}
    chosen = [(typed["chair"], "chair"), *((one, "member") for one in typed["members"])]
    board = [
        {
            "person_id": one,
            "name": known[one]["name"],
            "post": known[one]["post"][:200],
            "represents": known[one]["unit_name"][:200],
            "role": role,
        }
        for one, role in dict(reversed(chosen)).items()
        if one in known
    ]
    for line in typed["more_members"].splitlines():
        name, post, represents = ([part.strip() for part in line.split(";")] + ["", "", ""])[:3]
        if name:
            board.append({"name": name, "post": post, "represents": represents, "role": "member"})
    return sorted(board, key=lambda member: member["role"] != "chair")


def body_of(typed: Json, board: list[dict[str, Any]]) -> Json:
    """The request that plans the stocktake."""
    names = ("title", "kind", "unit_id", "as_of", "basis", "units", "places", "categories")
    return {**{name: typed[name] for name in names}, "board": board}
