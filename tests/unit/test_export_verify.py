"""`taisan export verify` says yes to the file that was made, and no to any other."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from shared.sheets import delimited, xlsx
from shared.sheets.counted import Tally
from shared.sheets.layout import Column, Sheet
from taisan.cli import main

COLUMNS = (
    Column("stt", "STT", kind="count"),
    Column("ten", "Tên"),
    Column("gia", "Giá", kind="money", sums=True),
)
SHEET = Sheet("S", "SỔ", COLUMNS, date(2026, 1, 1), signatures=("A", "B"), notes=("ghi chú",), place="Ngày")
ROWS = [b"Nh\xc3\xb3m\t1\tA\t5\n", b"Nh\xc3\xb3m\t2\tB\t7\n"]


def made(folder: Path, kind: str, **other: Any) -> tuple[Path, Path]:
    """A file of two rows with its manifest beside it; `other` is what the manifest says differently."""
    tally = Tally(COLUMNS, 1)
    if kind == "xlsx":
        content = b"".join(xlsx.workbook(SHEET, iter(ROWS), tally))
        layout = {"first_row": SHEET.first_row, "counted_by": 0, "totals": {"gia": 2}}
    else:
        lines = [row.replace(b"\t", b",") for row in ROWS]
        content = b"".join(delimited.table(["Nhóm", "STT", "Tên", "Giá"], iter(lines), tally, bom=True))
        layout = {"first_row": 2, "counted_by": 1, "totals": {"gia": 3}}
    sealed = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": 2}
    manifest = {"id": "x", "state": "whole", "parameters": {"format": kind}, "layout": layout, **sealed}
    file, beside = folder / f"so.{kind}", folder / f"so.{kind}.manifest.json"
    file.write_bytes(content)
    beside.write_text(json.dumps({**manifest, "totals": tally.totals, **other}))
    return file, beside


def verified(*arguments: Path) -> Result:
    return CliRunner().invoke(main, ["export", "verify", *map(str, arguments)])


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_that_was_made_is_sound(tmp_path: Path, kind: str) -> None:
    file, beside = made(tmp_path, kind)
    for arguments in ((file,), (file, beside)):
        found = verified(*arguments)
        assert found.exit_code == 0, found.output
        assert "✓ tổng · total gia: 12" in found.output


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("other", [{"rows": 3}, {"totals": {"gia": 13}}, {"bytes": 1}, {"sha256": "0" * 64}])
def test_a_manifest_that_says_otherwise_is_not_believed(tmp_path: Path, kind: str, other: Any) -> None:
    found = verified(*made(tmp_path, kind, **other))
    assert found.exit_code == 1
    assert found.output.count("✗") == 1


def test_a_figure_that_was_changed_is_found_even_if_the_bytes_are_vouched_for(tmp_path: Path) -> None:
    file, beside = made(tmp_path, "xlsx")
    book = load_workbook(file)
    book.active.cell(SHEET.first_row + 1, 3).value = 6
    book.save(file)
    manifest = json.loads(beside.read_text())
    content = file.read_bytes()
    manifest |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    beside.write_text(json.dumps(manifest))
    found = verified(file)
    assert found.exit_code == 1
    assert "✗ tổng · total gia: 13" in found.output


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"state": "whole"}'])
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: str) -> None:
    file, beside = made(tmp_path, "csv")
    beside.write_text(content)
    assert verified(file).exit_code == 1


def test_a_broken_export_is_refused(tmp_path: Path) -> None:
    found = verified(*made(tmp_path, "csv", state="broken", sha256=None))
    assert found.exit_code == 1
    assert "không trọn vẹn" in found.output


def test_a_file_that_cannot_be_read_back_is_no_proof(tmp_path: Path) -> None:
    file, beside = made(tmp_path, "xlsx")
    file.write_bytes(b"no zip")
    assert verified(file, beside).exit_code == 1
