"""Rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 250
LONGEST_FUNCTION = 40
ONE_FILE_BY_PROMISE = {"services/handover/ledger/verify.py"}  # it is handed out and runs alone


def product_files() -> list[Path]:
    return sorted(
        path for folder in ("shared", "services", "taisan") for path in (ROOT / folder).rglob("*.py")
    )


def test_every_make_target_is_three_lines_at_the_most_and_in_the_help():
    targets = re.split(r"\n(?=[a-z-]+:)", (ROOT / "Makefile").read_text(encoding="utf-8"))[1:]
    assert len(targets) > 5
    for target in targets:
        head, *recipe = target.strip().splitlines()
        assert " ## " in head, f"not in `make help`: {head}"
        assert 1 <= len(recipe) <= 3, f"{len(recipe)} lines: {head}"


def test_ci_runs_exactly_make_test():
    words = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
    assert words.endswith("CI=true exec make test")


def test_no_file_of_the_product_is_longer_than_agreed():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in product_files()
        if (lines := _lines(path)) > LONGEST_FILE and str(path.relative_to(ROOT)) not in ONE_FILE_BY_PROMISE
    }
    assert not long, f"split at {LONGEST_FILE} lines: {long}"


def test_no_function_is_longer_than_agreed():
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in product_files()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert not long, f"split at {LONGEST_FUNCTION} lines: {long}"


def test_no_file_is_named_for_nothing():
    nothing = {"utils", "util", "helpers", "common", "base", "manager", "misc"}
    assert not [path for path in product_files() if path.stem in nothing]


def test_locks_hold_hashes_and_no_address_of_an_index():
    for name in ("run", "dev"):
        lock = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        assert "://" not in lock
        pinned = [block for block in re.split(r"\n(?=\S)", lock) if "==" in block]
        assert pinned
        assert all("--hash=sha256:" in block for block in pinned)


def test_what_runs_is_what_was_tested():
    run, dev = (pinned_in(name) for name in ("run", "dev"))
    assert run.items() <= dev.items()


def pinned_in(name: str) -> dict[str, str]:
    lock = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", lock, flags=re.MULTILINE))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_migrations_of_a_service_are_one_chain_numbered_without_gaps():
    for folder in sorted((ROOT / "services").glob("*/migrations/versions")):
        files = sorted(folder.glob("*.py"))
        for number, path in enumerate(files, start=1):
            text = path.read_text(encoding="utf-8")
            assert path.name.startswith(f"{number:04d}_"), f"{path}: two files of one number, or a gap"
            assert f'revision = "{number:04d}"' in text, path
            before = f'"{number - 1:04d}"' if number > 1 else "None"
            assert f"down_revision = {before}" in text, path
