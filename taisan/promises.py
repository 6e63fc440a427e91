"""The OpenAPI document of each service, generated from its door, as checked in under contracts/http/."""

import importlib
import importlib.util
import json
from pathlib import Path

from shared.web import openapi
from shared.web.feed import FEED_POLICY, add_feed
from taisan.deployment import DEFINITIONS, definitions
from taisan.services import APIS, ROOT, is_there

FOLDER = ROOT / "contracts" / "http"
TITLES = {
    "assets": "Sổ tài sản công nghệ thông tin · the asset register",
    "handover": "Bàn giao, thu hồi · custody",
    "notifications": "Thông báo · notices",
}


def generated() -> dict[Path, str]:
    """{file: content}: an OpenAPI document for every service, and what the broker must hold for them."""
    documents = {FOLDER / f"{name}.openapi.json": _document(name) for name in APIS if is_there(name)}
    return {**documents, DEFINITIONS: _as_json(definitions(subscribed()))}


def subscribed() -> dict[str, tuple[str, ...]]:
    """The topics that each service wants."""
    wanted = {
        name: importlib.import_module(f"services.{name}.subscriptions") for name in APIS if _subscribes(name)
    }
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


def _subscribes(service: str) -> bool:
    return importlib.util.find_spec(f"services.{service}.subscriptions") is not None


def _as_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
