"""Packs of law data compared."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from shared import law
from taisan.law_pack import changes_between, in_force, readers_of, touched_by


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A pack that says what ours says."""
    return Path(shutil.copytree(law.LAW, tmp_path / "law"))


def edit(pack: Path, file: str, before: str, after: str) -> None:
    text = (pack / file).read_text(encoding="utf-8")
    assert before in text
    (pack / file).write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_copy_says_the_same(copy: Path) -> None:
    assert changes_between(law.LAW, copy) == []


def test_a_raised_threshold_is_one_change_and_names_the_code_that_reads_it(copy: Path) -> None:
    edit(copy, "rules/fixed-assets.toml", "cost_from_vnd = 10000000", "cost_from_vnd = 30000000")
    (change,) = changes_between(law.LAW, copy)
    assert (change["what"], change["kind"], change["id"]) == ("changed", "rule", "FIXED-ASSET@1")
    old, new = change["fields"]["parameters"]
    assert (old["cost_from_vnd"], new["cost_from_vnd"]) == (10_000_000, 30_000_000)
    touched, _ = touched_by([change], Path("nowhere"))
    assert "services/assets/rules/assets.py" in touched["FIXED-ASSET@1"]["code"]


def test_rows_and_texts_that_come_and_go_are_named(copy: Path) -> None:
    with (copy / "rules" / "new.toml").open("w", encoding="utf-8") as file:
        file.write('[[rule]]\nid = "NEW-1"\ntitle = "Mới"\ncertainty = "F2"\nfrom = 2027-01-01\n')
    with (copy / "instruments.toml").open("a", encoding="utf-8") as file:
        file.write('\n[D1]\nnumber = "1/2027/NĐ-CP"\nkind = "nghi_dinh"\ntitle = "Mới"\n')
        file.write('from = 2027-01-01\ncertainty = "F2"\n')
    found = {(change["what"], change["kind"], change["id"]) for change in changes_between(law.LAW, copy)}
    assert found == {("added", "rule", "NEW-1@1"), ("added", "instrument", "D1")}
    backwards = {(change["what"], change["id"]) for change in changes_between(copy, law.LAW)}
    assert backwards == {("removed", "NEW-1@1"), ("removed", "D1")}


def test_nothing_is_counted_while_nothing_runs(tmp_path: Path, copy: Path) -> None:
    edit(copy, "rules/fixed-assets.toml", "cost_from_vnd = 10000000", "cost_from_vnd = 30000000")
    touched, counted = touched_by(changes_between(law.LAW, copy), tmp_path / "no-data")
    assert not counted
    assert touched["FIXED-ASSET@1"]["records"] == {}


@pytest.mark.parametrize(
    ("asked", "day", "key"),
    [
        ("FIXED-ASSET", date(2025, 12, 31), "FIXED-ASSET@1"),
        ("fixed-asset", date(2026, 1, 1), "FIXED-ASSET@2"),
        ("FIXED-ASSET@1", date(2026, 1, 1), "FIXED-ASSET@1"),
        ("T-17", date(2026, 1, 1), "T-17@1"),
        ("TSC-BBGN", date(2025, 6, 30), "TSC-BBGN@1"),
    ],
)
def test_the_version_of_the_day_is_found_by_id_or_named_itself(asked: str, day: date, key: str) -> None:
    assert in_force(asked, day)[1].key == key


def test_an_unknown_row_and_an_uncovered_day_are_refused() -> None:
    with pytest.raises(LookupError):
        in_force("NO-SUCH", date(2026, 1, 1))
    with pytest.raises(law.NotInForce):
        in_force("FIXED-ASSET", date(2001, 1, 1))


def test_a_row_that_no_code_names_has_no_readers() -> None:
    assert readers_of("L15-06") == []
