"""A list of units held against the register: typed drafts in the order in which they can be registered, and
what is wrong with the others. Pure.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.assets.imports.lists import Layout, Line, Listing, RowFault
from shared.text import words

LAYOUT = Layout(
    fields={
        "no": (r"(stt|so tt|tt|so thu tu|no)", "STT"),
        "budget_code": (r".*\b(dvqhns|qhns|quan he( voi)? ngan sach)\b.*", "Mã ĐVQHNS"),
        "electronic_id": (r"(ma )?dinh danh( dien tu)?\b.*", "Mã định danh điện tử"),
        "parent": (r".*\b(cap tren|truc thuoc|chu quan|parent)\b.*", "Đơn vị cấp trên"),
        "code": (r"(ma|ma so|ky hieu)( don vi| dv)?|code", "Mã đơn vị"),
        "name": (r"ten( don vi| co quan| dv)?( day du)?|(don vi|co quan)|name", "Tên đơn vị"),
        "kind": (r"(loai|loai hinh|cap)( don vi)?|kind", "Loại"),
        "valid_from": (r"(tu ngay|ngay thanh lap|ngay hieu luc|hieu luc tu)\b.*|valid from", "Từ ngày"),
    },
    required=("code", "name"),
)
_KINDS = {
    "province": ("tinh", "thanh pho"),
    "district": ("quan", "huyen", "thi xa"),
    "ward": ("phuong", "xa", "thi tran", "dac khu"),
    "school": ("truong", "mam non", "tieu hoc", "thcs", "thpt"),
    "office": ("van phong",),
    "department": ("phong", "ban", "so", "trung tam"),
    "other": ("khac", "don vi khac"),
}


@dataclass(frozen=True)
class UnitDraft:
    """A unit as the sheet describes it; `parent` is the text of the sheet, "" for the importer's own unit."""

    row: int
    code: str
    name: str
    kind: str
    parent: str
    valid_from: date | None
    budget_code: str
    electronic_id: str


@dataclass(frozen=True)
class KnownUnit:
    """A unit of the register that exists today; `inside`: the importer answers for it."""

    id: UUID
    code: str
    name: str
    inside: bool


@dataclass(frozen=True)
class UnitRegister:
    """What the register knows: units by folded code and by folded name, whose the open identifiers are."""

    by_code: Mapping[str, KnownUnit]
    by_name: Mapping[str, Sequence[KnownUnit]]
    identifiers: Mapping[tuple[str, str], str]


@dataclass
class UnitFindings:
    """`sound` in an order in which every parent comes before its children, each with its parent: the id of a
    unit of the register, the code of another draft, or None for the importer's own unit.
    """

    rows: int = 0
    sound: list[tuple[UnitDraft, UUID | str | None]] = field(default_factory=list)
    already: int = 0
    faults: list[RowFault] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)


def key(text: str) -> str:
    """What a code or a name is matched by."""
    return " ".join(words(text))


def compare_units(listing: Listing, register: UnitRegister) -> UnitFindings:
    """Hold every line against the file itself and the register."""
    found = UnitFindings(rows=len(listing.lines))
    drafts: dict[str, tuple[UnitDraft, Line]] = {}
    names: dict[str, list[str]] = defaultdict(list)
    values: dict[tuple[str, str], int] = {}
    for line in listing.lines:
        draft = _draft(line)
        known = register.by_code.get(key(draft.code))
        if not line.faults and known is not None and key(known.name) == key(draft.name):
            found.already += 1
            continue
        if known is not None:
            line.fault("code", f"Mã {draft.code} đã là của {known.name}", f"The code belongs to {known.name}")
        elif draft.code and key(draft.code) in drafts:
            first = drafts[key(draft.code)][0].row
            line.fault("code", f"Mã {draft.code} đã có ở dòng {first}", f"The code is already in row {first}")
        elif draft.code:
            drafts[key(draft.code)] = (draft, line)
            names[key(draft.name)].append(key(draft.code))
        _check_identifiers(line, draft, register, values)
        found.faults += (
            [] if key(draft.code) in drafts and drafts[key(draft.code)][1] is line else line.faults
        )
    _place(found, drafts, names, register)
    _warn(found, register, listing)
    found.faults.sort(key=lambda fault: fault.row or 0)
    return found


def _draft(line: Line) -> UnitDraft:
    name = line.required("name")
    return UnitDraft(
        row=line.number,
        code=line.required("code", 100),
        name=name,
        kind=_kind(line, name),
        parent=line.text("parent"),
        valid_from=line.day("valid_from"),
        budget_code=line.text("budget_code", 100),
        electronic_id=line.text("electronic_id", 100),
    )


def _kind(line: Line, name: str) -> str:
    """The kind that the sheet says, else the one that the name speaks of."""
    said = key(line.text("kind"))
    if said in _KINDS:
        return said
    spoken = key(name).removeprefix("ubnd ").removeprefix("uy ban nhan dan ")
    for text in (said, spoken):
        for kind, openings in _KINDS.items():
            if text and any(f"{text} ".startswith(f"{opening} ") for opening in openings):
                return kind
    if said:
        line.fault("kind", f"Không có loại đơn vị “{line.text('kind')}”", "There is no such kind of unit")
    return "other"


def _check_identifiers(
    line: Line, draft: UnitDraft, register: UnitRegister, values: dict[tuple[str, str], int]
) -> None:
    """An identifier belongs to one unit: `values` remembers the row of each, the register whose they are."""
    for kind in ("budget_code", "electronic_id"):
        value = getattr(draft, kind)
        if not value:
            continue
        owner, row = register.identifiers.get((kind, value)), values.setdefault((kind, value), draft.row)
        if owner:
            line.fault(kind, f"Mã {value} đang là của {owner}", f"{value} belongs to {owner}")
        elif row != draft.row:
            line.fault(kind, f"Mã {value} đã có ở dòng {row}", f"{value} is already in row {row}")


def _place(
    found: UnitFindings,
    drafts: Mapping[str, tuple[UnitDraft, Line]],
    names: Mapping[str, list[str]],
    register: UnitRegister,
) -> None:
    """Give every draft its parent, parents first; what hangs on a faulty row or on itself is faulty."""
    parents = {code: _parent(line, draft, names, drafts, register) for code, (draft, line) in drafts.items()}
    waiting = {code for code, (_, line) in drafts.items() if not line.faults}
    placed: set[str] = set()
    while ready := {c for c in waiting if not isinstance(parents[c], str) or parents[c] in placed}:
        ordered = sorted(ready, key=lambda code: drafts[code][0].row)
        found.sound += [(drafts[code][0], _as_written(parents[code], drafts)) for code in ordered]
        placed |= ready
        waiting -= ready
    for code in waiting:
        draft, line = drafts[code]
        vi = f"Đơn vị cấp trên “{draft.parent}” ở dòng có lỗi, hoặc các dòng trực thuộc vòng quanh nhau"
        line.fault("parent", vi, "The unit above stands in a faulty row, or the rows hang on one another")
    found.faults += [fault for _, line in drafts.values() for fault in line.faults]


def _as_written(parent: UUID | str | None, drafts: Mapping[str, tuple[UnitDraft, Line]]) -> UUID | str | None:
    return drafts[parent][0].code if isinstance(parent, str) else parent


def _parent(
    line: Line,
    draft: UnitDraft,
    names: Mapping[str, list[str]],
    drafts: Mapping[str, Any],
    register: UnitRegister,
) -> UUID | str | None:
    """The id of a unit of the register, the key of a draft's code, or None; a fault for anything else."""
    said = key(draft.parent)
    if not said:
        return None
    if said in drafts:
        return said
    known = [register.by_code[said]] if said in register.by_code else list(register.by_name.get(said, ()))
    inside = [unit for unit in known if unit.inside]
    here = names.get(said, [])
    if len(here) + len(inside) == 1:
        return here[0] if here else inside[0].id
    if known and not inside and not here:
        vi, en = f"“{draft.parent}” nằm ngoài phạm vi của tài khoản", "It is outside of your units"
    elif here or inside:
        vi, en = f"Có nhiều đơn vị tên “{draft.parent}”, hãy ghi mã", "Several units have this name"
    else:
        vi, en = f"Không có đơn vị “{draft.parent}” trong tệp hay trong sổ", "There is no such unit"
    line.fault("parent", vi, en)
    return None


def _warn(
    found: UnitFindings,
    register: UnitRegister,
    listing: Listing,
) -> None:
    if listing.ignored:
        text = ", ".join(listing.ignored)
        found.warnings.append(
            RowFault(None, None, f"Các cột không nhập: {text}", f"Columns not imported: {text}")
        )
    seen: dict[str, int] = {}
    for draft, _ in sorted(found.sound, key=lambda one: one[0].row):
        known = register.by_name.get(key(draft.name))
        earlier = seen.setdefault(key(draft.name), draft.row)
        if known or earlier != draft.row:
            where = f"mã {known[0].code}" if known else f"dòng {earlier}"
            vi = f"Đã có đơn vị cùng tên ({where}); kiểm tra để không ghi hai lần"
            found.warnings.append(
                RowFault(draft.row, listing.titles["name"], vi, "A unit of this name is known")
            )
    if found.already:
        vi = f"{found.already} đơn vị đã có trong sổ với đúng mã và tên, sẽ không ghi lại"
        found.warnings.append(RowFault(None, None, vi, f"{found.already} units are registered already"))
