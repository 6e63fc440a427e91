"""docs/law.md: every row of the law data, how sure it is, who reads it and which tests name it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shared.law import LAW, Provision, pack
from taisan.law_pack import readers_of
from taisan.services import ROOT

PAGE = ROOT / "docs" / "law.md"
_TITLES = {
    "rule": "Quy định · rules",
    "form": "Mẫu biểu · forms",
    "deadline": "Thời hạn · deadlines",
    "life": "Thời gian sử dụng, tỷ lệ hao mòn · lives and rates",
}
_HEAD = """# The law in taisan: rule → code → test

Every row of `law/`, chosen by the date of the act. How sure we are: **F1** read in a full copy of the
official text; **F2** in a secondary source; **inf** our inference; **M** from memory. All but F1 print *chưa
đối chiếu văn bản gốc* on screen and paper. A row that nothing reads is data that people can look up
(`taisan law show ID`) and that nothing decides by yet. This page is written by `make contracts`.
"""


def page() -> str:
    """The whole document."""
    return "".join([_HEAD, _summary(), *(_section(kind) for kind in pack(LAW))])


def _summary() -> str:
    rows = [
        "\n| kind | rows | versions | F1 | F2 | inf | M | read by code | named by tests |\n",
        "|---" * 9 + "|\n",
    ]
    for kind, ids in pack(LAW).items():
        versions = [one for all_ in ids.values() for one in all_]
        sure = [sum(one.certainty == certainty for one in versions) for certainty in ("F1", "F2", "inf", "M")]
        used, tested = (sum(bool(readers_of(id_, *places)) for id_ in ids) for places in ((), ("tests",)))
        cells = [kind, len(ids), len(versions), *sure, used, tested]
        rows.append(f"| {' | '.join(str(cell) for cell in cells)} |\n")
    return "".join(rows)


def _section(kind: str) -> str:
    return "".join([f"\n## {_TITLES.get(kind, kind)}\n", *_entries(kind)])


def _entries(kind: str) -> Iterator[str]:
    for id_, versions in pack(LAW)[kind].items():
        yield f"\n### {id_} — {versions[-1].title}\n\n"
        yield from (_line(one) for one in versions)
        code, tests = readers_of(id_), readers_of(id_, "tests")
        yield f"\nCode: {_listed(code)} · Data: {_listed(_referring(id_))} · Tests: {_listed(tests)}\n"


def _line(one: Provision) -> str:
    until = f"{one.valid_to:%Y-%m-%d}" if one.valid_to else "…"
    said = f": {one.text}" if one.text else ""
    period = f"{one.valid_from:%Y-%m-%d} – {until}"
    return f"* v{one.version} · {period} · **{one.certainty}** · {_source(one)}{said}\n"


def _source(one: Provision) -> str:
    """What a version cites; a deadline stands on its rule instead, and says its trigger and its limit."""
    if "trigger" not in one.details:
        return one.citation() or "–"
    said = one.details
    if said["kind"] == "date":
        limit = f"by {said['day']:02d}/{said['month']:02d}"
    else:
        limit = f"{said['limit']} {said['kind']}"
    uncounted = f". **Not a clock yet**: {said['uncounted']}" if "uncounted" in said else ""
    return f"{said['rule']}: {said['trigger']} → {limit}{uncounted}"


def _referring(id_: str) -> list[str]:
    """The files of law/ in which another row refers to this one."""
    reference = re.compile(rf"""^(?!id\b).*["']{re.escape(id_)}["']""", re.MULTILINE)
    return [
        str(path.relative_to(ROOT)) for path in sorted(LAW.rglob("*.toml")) if reference.search(_text(path))
    ]


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _listed(files: list[str]) -> str:
    return ", ".join(f"`{file}`" for file in files) or "–"
