"""What a form is about, as a clerk says it: an asset by its label, serial or name; a stocktake, an import."""

from collections.abc import Mapping

from services.web.backstage import Json, attempt, fetch
from services.web.choices import Options
from services.web.decoding import code_in
from services.web.drafting import known_id
from services.web.language import _
from services.web.problems import FormProblem
from services.web.shown import day, label_code
from shared.peers import PeerRefused

_MOST = 20  # assets to choose from


def asset_said(text: str) -> tuple[str, Options, FormProblem | None]:
    """(the id of the asset that is meant, or "" and those to choose from, what is wrong)."""
    if not text or known_id(text):
        return known_id(text), [], None
    if code := code_in(text):
        try:
            return str(fetch("assets", f"/codes/{code}")["id"]), [], None
        except PeerRefused as refused:
            if refused.status != 404:
                raise
    found = fetch("assets", "/assets", q=text, limit=_MOST)["items"]
    exact = [one for one in found if _same(one["serial"], text)]  # it may begin other words of other assets
    if len(exact or found) == 1:
        return str((exact or found)[0]["id"]), [], None
    return "", [(one["id"], _named(one)) for one in found], _unclear(len(found))


def stocktakes() -> Options:
    """The newest closed stocktakes: only these have minutes to export."""
    page = attempt(lambda: fetch("assets", "/stocktakes", state="closed", limit=50), _("Kiểm kê"))
    return [(one["id"], f"{one['title']} ({day(one['as_of'])})") for one in page["items"]] if page else []


def imports() -> Options:
    """The newest imports that were written into the register."""
    page = attempt(lambda: fetch("assets", "/imports", limit=50), _("Nhập sổ từ tệp"))
    found = [one for one in page["items"] if one["state"] == "committed"] if page else []
    return [(one["id"], f"{one['filename']} ({day(one['created_at'][:10])})") for one in found]


def tables(forms: list[Json]) -> Options:
    """The tables beside the rows of forms, each as `form.table`."""
    return [
        (f"{form['name']}.{table['name']}", f"{form['code'] or form['title']}: {table['title']}")
        for form in forms
        for table in form["tables"]
    ]


def table_of(asked: Mapping[str, str]) -> str:
    """The table that a CSV is to be of: chosen, and of the form that is chosen; else "" (the rows)."""
    form, _dot, table = asked.get("table", "").partition(".")
    return table if asked.get("format") == "csv" and form == asked.get("form") else ""


def _named(asset: Json) -> str:
    told = (asset["name"], label_code(asset["code"]), asset["serial"], asset["unit_name"])
    return " · ".join(text for text in told if text)


def _same(serial: str | None, text: str) -> bool:
    return (serial or "").casefold() == text.strip().casefold()


def _unclear(count: int) -> FormProblem:
    if not count:
        why = _("Không có tài sản nào như vậy. Hãy nhập mã trên tem, số sê-ri hoặc tên.")
        return FormProblem(_("Chưa tìm thấy tài sản"), {"asset": why})
    why = _("Có nhiều tài sản như vậy: hãy chọn một trong danh sách bên dưới.")
    return FormProblem(_("Chưa rõ tài sản nào"), {"asset_choice": why})
