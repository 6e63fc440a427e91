"""Who may import whom, read from the syntax tree of every file (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# shared, from the ground up: a module may import what stands above it in this list, never what stands below.
LEVELS = [
    {"clock", "ids", "settings", "errors", "failpoints", "text", "vietnamese", "auth", "fonts", "tlog"},
    {"logs", "tokens", "law", "codes", "workdays", "sheets"},
    {"events", "db", "typeset", "apart"},
    {"contracts", "inbox", "idempotency", "bus", "outbox", "peers", "problems", "files"},
    {"delivery", "relay", "tasks", "dead_events"},
    {"web"},
    {"runtime"},
    {"process"},
]


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports anywhere, by its full name; relative ones are made full."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*origin, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(*names: str) -> list[Path]:
    """Files of services with one of these names, and the files of folders so named."""
    return [path for path in files("services") if path.stem in names or path.parent.name in names]


def uses(path: Path, *packages: str) -> list[str]:
    return sorted(
        {name for name in imported(path) for package in packages if f"{name}.".startswith(f"{package}.")}
    )


def level(name: str) -> int:
    place = next((number for number, names in enumerate(LEVELS) if name in names), None)
    assert place is not None, f"shared.{name} has no place in LEVELS yet: decide what it may import"
    return place


def test_a_service_imports_itself_and_shared_and_no_other_service():
    for path in files("services"):
        own = path.relative_to(ROOT / "services").parts[0]
        strangers = [name for name in uses(path, "services", "taisan") if f"{name}.".startswith("services.")]
        assert not uses(path, "taisan", "tests", "bench"), path
        assert all(name == "services" or name.split(".")[1] == own for name in strangers), (path, strangers)


def test_shared_knows_no_service():
    for path in files("shared"):
        assert not uses(path, "services", "taisan", "tests", "bench"), path


def test_shared_imports_only_downward():
    for path in files("shared"):
        parts = path.relative_to(ROOT / "shared").with_suffix("").parts
        if parts == ("__init__",):
            continue
        above = [
            name
            for name in imported(path)
            if name.startswith("shared.")
            and name.split(".")[1] != parts[0]
            and level(name.split(".")[1]) > level(parts[0])
        ]
        assert not above, f"{path.relative_to(ROOT)} imports from above: {sorted(set(above))}"


def test_only_the_bus_speaks_amqp():
    for path in files("shared", "services", "taisan"):
        if (ROOT / "shared" / "bus") not in path.parents:
            assert not uses(path, "pika"), path


@pytest.mark.parametrize(
    "forbidden", ["flask", "sqlalchemy", "psycopg", "shared.clock", "shared.db", "shared.web"]
)
def test_rules_and_lifecycle_are_pure(forbidden):
    for path in named("rules", "lifecycle"):
        assert not uses(path, forbidden), path


def test_rules_and_lifecycle_never_ask_the_clock():
    asking = {"now", "today", "utcnow", "time", "monotonic"}
    for path in named("rules", "lifecycle"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in asking, f"{path}:{node.lineno}"


def test_routes_never_touch_models():
    for path in named("routes"):
        own = path.relative_to(ROOT / "services").parts[0]
        assert not uses(path, f"services.{own}.models"), path


def test_only_settings_reads_the_environment():
    for path in files("shared", "services"):
        if path in {ROOT / "shared" / "settings.py", ROOT / "shared" / "process.py"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv"}
            and ast.unparse(node.value) == "os"
        ]
        assert not found, f"{path}: lines {found}"
