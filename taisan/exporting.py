"""Checking an exported file against its manifest, offline: the bytes, then rows and sums counted anew from
the file itself. A PDF is checked by its bytes alone: its figures are not read back.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

Json = dict[str, Any]


class NotChecked(Exception):
    """The check could not be made; the message says why."""


def manifest_beside(file: Path) -> Path:
    """Where the manifest of `file` is looked for when none is named."""
    return file.with_name(f"{file.name}.manifest.json")


def read_manifest(path: Path) -> Json:
    """A manifest as the service gives it. Raises NotChecked."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        parameters, layout = manifest["parameters"], manifest["layout"]
        sealed = {manifest[name] for name in ("state", "rows", "sha256", "bytes")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotChecked(
            f"{path}: không phải bản kê của một lần xuất · not the manifest of an export"
        ) from error
    if manifest["state"] != "whole" or None in sealed or not {"format"} <= set(parameters) or not layout:
        raise NotChecked(f"{path}: lần xuất này không trọn vẹn · this export did not come to its end")
    found: Json = manifest
    return found


def findings(file: Path, manifest: Json) -> Iterator[tuple[bool, str]]:
    """What was compared, in words, and whether it holds."""
    content = file.read_bytes()
    yield _same("SHA-256", hashlib.sha256(content).hexdigest(), manifest["sha256"])
    yield _same("bytes", len(content), manifest["bytes"])
    kind = manifest["parameters"]["format"]
    if kind == "pdf":
        return
    try:
        rows, totals = _counted(_READERS[kind](file, manifest["layout"]), manifest["layout"])
    except (ValueError, IndexError, KeyError, OSError, RuntimeError) as error:
        yield False, f"không đọc lại được tệp · the file cannot be read back: {error}"
        return
    yield _same("dòng · rows", rows, manifest["rows"])
    for key, total in totals.items():
        yield _same(f"tổng · total {key}", total, manifest["totals"].get(key))


def differing(ours: Json, kept: Json) -> list[str]:
    """The names under which two manifests of one export differ."""
    return sorted(name for name in ours.keys() | kept.keys() if ours.get(name) != kept.get(name))


def _counted(rows: Iterable[list[Any]], layout: Json) -> tuple[int, dict[str, int]]:
    """Rows of data have something in the column that counts; the others are groups, sums, signatures."""
    count, totals = 0, dict.fromkeys(layout["totals"], 0)
    until = layout.get("until")  # a small table below the rows begins with its title
    for row in rows:
        if until is not None and row[0] == until:
            break
        if row[layout["counted_by"]] in {"", None}:
            continue
        count += 1
        for key, at in layout["totals"].items():
            totals[key] += int(row[at] or 0)
    return count, totals


def _workbook(file: Path, layout: Json) -> Iterator[list[Any]]:
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    return iter(rows[layout["first_row"] - 1 :])


def _delimited(file: Path, layout: Json) -> Iterator[list[Any]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        yield from list(csv.reader(text))[layout["first_row"] - 1 :]


def _same(what: str, found: object, said: object) -> tuple[bool, str]:
    if found == said:
        return True, f"{what}: {found}"
    return False, f"{what}: {found}, bản kê ghi · the manifest says {said}"


_READERS: dict[str, Callable[[Path, Json], Iterator[list[Any]]]] = {"xlsx": _workbook, "csv": _delimited}
