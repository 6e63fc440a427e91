"""Lists to choose from in forms and filters."""

from flask import g

from services.web.backstage import Json, attempt, fetch
from services.web.language import _, language
from shared.clock import today
from shared.text import sort_key

Options = list[tuple[str, str]]


def units() -> Options:
    """The units the visitor sees, by name in Vietnamese order."""
    page = attempt(lambda: fetch("assets", "/units", limit=200), _("Danh sách đơn vị"))
    found: list[Json] = page["items"] if page else []
    return [(unit["id"], unit["name"]) for unit in sorted(found, key=lambda unit: sort_key(unit["name"]))]


def categories() -> Options:
    """The categories of assets in the visitor's language."""
    english = language() == "en"
    return [(row["code"], str((english and row.get("name_en")) or row["name"])) for row in category_rows()]


def all_units(**asked: str | None) -> list[Json]:
    """Every unit that the visitor sees (1.000 at the most), as the register has them, by name."""
    found: list[Json] = []
    after = None
    for _page in range(5):
        page = fetch("assets", "/units", limit=200, after=after, **asked)
        found += page["items"]
        after = page["next"]
        if after is None:
            break
    return sorted(found, key=lambda unit: sort_key(unit["name"]))


def units_today() -> Options:
    """The units that exist today and that the visitor sees: where somebody or something can go."""
    return [(unit["id"], unit["name"]) for unit in all_units(on=today().isoformat())]


def category_rows() -> list[Json]:
    """The categories with their attributes, asked for once a request."""
    if "category_rows" not in g:
        page = attempt(lambda: fetch("assets", "/categories"), _("Danh sách loại tài sản"))
        g.category_rows = page["items"] if page else []
    found: list[Json] = g.category_rows
    return found


def people() -> Options:
    """The people the visitor sees (200 at the most), by name in Vietnamese order, with their posts."""
    page = attempt(lambda: fetch("assets", "/people", limit=200), _("Danh sách cán bộ"))
    found: list[Json] = page["items"] if page else []
    ordered = sorted(found, key=lambda one: sort_key(one["name"]))
    return [(one["id"], " · ".join(filter(None, (one["name"], one["post"])))) for one in ordered]
