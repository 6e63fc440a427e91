"""The OpenAPI document of each service, generated from its door, as checked in under contracts/http/."""

import importlib
import json
from pathlib import Path

from shared.web import openapi
from shared.web.feed import FEED_POLICY, add_feed
from taisan.services import APIS, ROOT, is_there

FOLDER = ROOT / "contracts" / "http"
TITLES = {
    "assets": "Sổ tài sản công nghệ thông tin · the asset register",
    "handover": "Bàn giao, thu hồi · custody",
    "notifications": "Thông báo · notices",
}


def generated() -> dict[Path, str]:
    """{file: content} for every service whose code is there."""
    return {FOLDER / f"{name}.openapi.json": _document(name) for name in APIS if is_there(name)}


def write() -> None:
    """Write the documents."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, content in generated().items():
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
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
