"""The law as data: rules, printed forms, deadlines and more from law/, chosen by the DATE OF THE ACT.

A file of law/ holds rows of one or more kinds ([[rule]], [[form]], …); a folder like it is a pack. Each row
has an id and one or more versions whose periods follow one another without gap or overlap; `certainty` says
how we know it: F1 read in a full copy, F2 in a secondary source, inf our inference, M from memory. Whatever
prints a row that is not F1 must say so ("chưa đối chiếu văn bản gốc").
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.errors import Invalid

LAW = Path(__file__).resolve().parent.parent / "law"
_INSTRUMENTS = "instruments.toml"
CERTAINTIES = ("F1", "F2", "inf", "M")
_PLACES = (("point", "điểm"), ("clause", "khoản"), ("article", "Điều"), ("annex", "Phụ lục"))


class NotInForce(Invalid):
    """No version of the row was in force on the date of the act."""


@dataclass(frozen=True)
class Provision:
    """One version of a rule, form, deadline or life. `details` holds what only its kind has (code, columns,
    limit, covers, …).
    """

    id: str
    version: int
    title: str
    text: str
    cites: tuple[Mapping[str, str], ...]
    certainty: str
    valid_from: date
    valid_to: date | None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What a record stores about the rule it was made under: `L15-23@2`."""
        return f"{self.id}@{self.version}"

    @property
    def compared(self) -> bool:
        """Whether the official text itself was read."""
        return self.certainty == "F1"

    def covers(self, on: date) -> bool:
        """Whether this version is in force on the day `on`, both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def citation(self) -> str:
        """The sources in the words of a Vietnamese office: `điểm a khoản 2 Điều 23 Luật số 15/2017/QH14`."""
        return "; ".join(_cited(cite) for cite in self.cites)


def rule(rule_id: str, on: date) -> Provision:
    """The rule `rule_id` as in force on `on`; LookupError for an unknown id, NotInForce for an uncovered
    date.
    """
    return _chosen("rule", rule_id, on)


def form(form_id: str, on: date) -> Provision:
    """The printed form for the purpose `form_id` on `on`; its number stands in `details["code"]`."""
    return _chosen("form", form_id, on)


def deadline(deadline_id: str, on: date) -> Provision:
    """The legal clock `deadline_id` on `on`; `details` has trigger, what, limit, kind
    (days|working_days|months).
    """
    return _chosen("deadline", deadline_id, on)


def life(life_id: str, on: date) -> Provision:
    """How long the class of assets `life_id` serves as ruled on `on`: `parameters` has life_years and
    rate_percent (a text), or neither where no national figure exists; `details["covers"]` the categories.
    """
    return _chosen("life", life_id, on)


def in_force(kind: str, on: date) -> list[Provision]:
    """The versions of every row of `kind` that are in force on `on`."""
    return [one for versions in provisions(kind).values() for one in versions if one.covers(on)]


def disposal(kind_id: str, on: date) -> Provision:
    """The form of disposal `kind_id` on `on`; `details` as law/disposals.toml explains them."""
    return _chosen("disposal", kind_id, on)


@cache
def instruments(folder: Path = LAW) -> dict[str, dict[str, Any]]:
    """Every text of law that may be cited, by key."""
    return tomllib.loads((folder / _INSTRUMENTS).read_text(encoding="utf-8"))


def provisions(kind: str) -> dict[str, tuple[Provision, ...]]:
    """All versions of every row of `kind` (rule, form, deadline, …), by id, the earliest period first."""
    return pack(LAW).get(kind, {})


@cache
def pack(folder: Path) -> dict[str, dict[str, tuple[Provision, ...]]]:
    """Every row of the law data in `folder`, by kind and id. Raises OSError, tomllib.TOMLDecodeError, or
    KeyError for a row without id, certainty or first day.
    """
    rows: dict[str, dict[str, list[Provision]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(folder.rglob("*.toml")):
        if path.name != _INSTRUMENTS:
            for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
                for entry in entries:
                    rows[kind][entry["id"]].append(_provision(entry))
    return {
        kind: {id_: tuple(sorted(versions, key=lambda one: one.valid_from)) for id_, versions in ids.items()}
        for kind, ids in rows.items()
    }


def _chosen(kind: str, id_: str, on: date) -> Provision:
    versions = provisions(kind).get(id_)
    if versions is None:
        raise LookupError(f"law/ has no {kind} {id_!r}")
    for version in versions:
        if version.covers(on):
            return version
    raise NotInForce(
        "law-not-in-force",
        vi=f"Dữ liệu pháp luật không có quy định áp dụng cho ngày {on:%d/%m/%Y} ({versions[0].title}).",
        en=f"No version of {id_} in our law data covers {on.isoformat()}.",
        legal_basis=[id_],
    )


def _provision(row: dict[str, Any]) -> Provision:
    known = {"id", "version", "title", "text", "cites", "certainty", "from", "to", "parameters"}
    return Provision(
        id=row["id"],
        version=row.get("version", 1),
        title=row.get("title") or row["what"],
        text=row.get("text", ""),
        cites=tuple(row.get("cites", ())),
        certainty=row["certainty"],
        valid_from=row["from"],
        valid_to=row.get("to"),
        parameters=row.get("parameters", {}),
        details={name: value for name, value in row.items() if name not in known},
    )


def _cited(cite: Mapping[str, str]) -> str:
    text = instruments()[cite["instrument"]]
    kind = {"luat": "Luật", "nghi_dinh": "Nghị định", "thong_tu": "Thông tư", "quyet_dinh": "Quyết định"}
    places = [f"{word} {cite[place]}" for place, word in _PLACES if place in cite]
    return " ".join([*places, kind[text["kind"]], "số", text["number"]])
