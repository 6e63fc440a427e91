"""The environment that `make run` builds for itself: once, under any path, and with a word when it cannot."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLOSED_INDEX = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory, repository) -> Path:
    """A checkout under a difficult path, with locks that ask for nothing, so that no network is needed."""
    folder = tmp_path_factory.mktemp("bản sao") / "xã Phù Đổng"
    shutil.copytree(repository / "scripts", folder / "scripts")
    shutil.copy(repository / "Makefile", folder / "Makefile")
    (folder / "requirements").mkdir()
    for name in ("run", "dev"):
        (folder / "requirements" / f"{name}.lock").write_text("")
    (folder / "taisan").mkdir()
    (folder / "taisan" / "__init__.py").touch()
    (folder / "taisan" / "__main__.py").write_text("import os, sys; print(sys.argv[1:], os.getcwd())")
    return folder


def make(checkout: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", "--no-print-directory", "-C", checkout, *words],
        env={**os.environ, **CLOSED_INDEX, "PYTHON": sys.executable, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_first_run_builds_it_and_the_second_does_not_touch_it(checkout):
    first = make(checkout, "run", "PORT=8181", "HTTPS=1")
    assert first.returncode == 0, first.stderr
    assert "chuẩn bị môi trường" in first.stdout
    assert first.stdout.splitlines()[-1] == f"['demo', '--port', '8181', '--https'] {checkout}"
    pip = next((checkout / ".venv" / "lib").glob("python3*/site-packages/pip"))
    shutil.rmtree(pip)  # whoever needs it again fails
    second = make(checkout, "run")
    assert second.stdout == f"['demo'] {checkout}\n"


def test_the_command_works_from_anywhere_and_after_a_move(checkout, tmp_path):
    moved = tmp_path / "dời chỗ"
    shutil.copytree(checkout, moved, symlinks=True)
    said = subprocess.run(
        [moved / ".venv/bin/taisan", "token"], cwd="/", capture_output=True, text=True, check=True
    )
    assert said.stdout == "['token'] /\n"


def test_another_lock_means_another_environment(checkout):
    (checkout / "requirements" / "run.lock").write_text("nothing-of-that-name==1.0 --hash=sha256:00\n")
    failed = make(checkout, "run")
    assert failed.returncode != 0
    assert not (checkout / ".venv" / "taisan-stamp.json").exists()
    (checkout / "requirements" / "run.lock").write_text("")


def test_an_old_python_is_told_in_both_languages(checkout, tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    refused = make(checkout, "run", PYTHON=str(old))
    assert refused.returncode != 0
    assert "taisan cần Python 3.11 trở lên" in refused.stderr
    assert "taisan needs Python 3.11 or newer" in refused.stderr


def test_help_lists_every_target(checkout):
    said = make(checkout, "help").stdout
    assert all(
        f"make {target}\t" in said for target in ("run", "test", "check", "bench", "contracts", "clean")
    )


def test_the_stamp_of_this_environment_knows_both_locks(repository):
    stamp = repository / ".venv" / "taisan-stamp.json"
    if stamp.exists():  # not where the tests run in an environment of somebody's own
        assert json.loads(stamp.read_text()).keys() == {"run", "dev"}
