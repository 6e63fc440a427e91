"""What is written from the code and checked in: OpenAPI, pages on law, problems and the life of
records, broker definitions.
"""

import importlib
import json
from pathlib import Path

from shared.web import openapi
from shared.web.feed import FEED_POLICY, add_feed
from taisan import law_page, lifecycle_page, problem_list
from taisan.deployment import DEFINITIONS, definitions
from taisan.services import APIS, ROOT

FOLDER = ROOT / "contracts" / "http"
TITLES = {
    "assets": "Sổ tài sản công nghệ thông tin · the asset register",
    "handover": "Bàn giao, thu hồi · custody",
    "notifications": "Thông báo · notices",
}


def generated() -> dict[Path, str]:
    """{file: content}: OpenAPI of every service, the list of problems, what the broker must hold for them."""
    documents = {FOLDER / f"{name}.openapi.json": _document(name) for name in APIS}
    return {
        **documents,
        problem_list.PAGE: problem_list.page(),
        law_page.PAGE: law_page.page(),
        lifecycle_page.PAGE: lifecycle_page.page(),
        lifecycle_page.PICTURE: lifecycle_page.picture(),
        DEFINITIONS: _as_json(definitions(subscribed())),
    }


def subscribed() -> dict[str, tuple[str, ...]]:
    """The topics that each service wants."""
    wanted = {name: importlib.import_module(f"services.{name}.subscriptions") for name in APIS}
    return {name: tuple(sorted(module.SUBSCRIPTIONS)) for name, module in wanted.items()}


def write() -> None:
    """Write the documents."""
    for path, content in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def differing() -> list[str]:
    """Names of the files that are not what the code promises now."""
    return [
        path.name
        for path, content in generated().items()
        if not path.exists() or path.read_text("utf-8") != content
    ]


def _document(service: str) -> str:
    door = importlib.import_module(f"services.{service}.routes").door
    policies = importlib.import_module(f"services.{service}.policies").POLICIES
    add_feed(door)
    described = openapi.document(door, {**policies, **FEED_POLICY}, title=TITLES[service])
    return _as_json(described)


def _as_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
