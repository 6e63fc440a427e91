"""A book held against the register: units it does not know, serials and rows it has already. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.assets.imports.books import Book
from services.assets.imports.rows import Draft, Fault
from shared.text import words

_SHOWN = 10
_PREVIEW = (
    "row", "tag", "name", "category", "model", "serial", "unit", "department", "put_to_use_on", "cost",
    "book_user",
)  # fmt: skip


@dataclass(frozen=True)
class KnownUnit:
    """A unit that exists today; `inside` says whether the importer may write for it."""

    id: UUID
    name: str
    inside: bool


@dataclass(frozen=True)
class Register:
    """What the register knows of the things that a book names.

    `units` by match key and by folded code; `serials` are the serial keys and `sources` the source keys that
    are taken; `lookalikes` the label codes of assets without a serial, by what a person would compare.
    """

    units: Mapping[str, list[KnownUnit]]
    serials: frozenset[str]
    sources: frozenset[str]
    lookalikes: Mapping[tuple[Any, ...], str]


@dataclass
class Findings:
    """Sound drafts with their unit (None: unknown, offered for creation), those imported before, and all
    faults and warnings.
    """

    sound: list[tuple[Draft, UUID | None]] = field(default_factory=list)
    already: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)  # name as the sheet writes it first -> rows


def unit_key(name: str) -> str:
    """What the name of a unit is matched by."""
    return " ".join(words(name))


def compare(book: Book, register: Register, keys: Mapping[int, tuple[str | None, str]]) -> Findings:
    """Hold `book` against `register`; `keys` gives each sound row's serial key and source key."""
    found = Findings(faults=list(book.faults))
    names: dict[str, str] = {}
    for draft in book.drafts:
        serial, source = keys[draft.row]
        if source in register.sources:
            found.already += 1
            continue
        faults = [
            *_serial_fault(book, draft, register, serial),
            *_unit_fault(book, draft.row, draft.unit, register),
        ]
        found.faults += faults
        if faults:
            continue
        known = register.units.get(unit_key(draft.unit))
        found.sound.append((draft, known[0].id if known else None))
        if known:
            found.warnings += _seen_before(draft, known[0].id, register)
        else:
            found.unknown[names.setdefault(unit_key(draft.unit), draft.unit)] += 1
    for row, unit in book.unsound_units.items():
        known = register.units.get(unit_key(unit))
        if known:
            found.faults += _unit_fault(book, row, unit, register)
        elif unit_key(unit) not in names:
            vi, en = f"Đơn vị “{unit}” không có trong sổ", f"The unit “{unit}” is not registered"
            found.faults.append(Fault(row, book.headings.title("unit"), vi, en))
    found.faults.sort(key=lambda fault: fault.row or 0)
    return found


def lookalike_key(name: str, unit_id: UUID, cost: int, put_to_use_on: date | None) -> tuple[Any, ...]:
    """What two entries for one thing without a serial have in common."""
    return unit_key(name), unit_id, cost, put_to_use_on


def report_of(book: Book, found: Findings) -> dict[str, Any]:
    """The report of a dry run, as JSON."""
    warnings = [*book.warnings, *found.warnings]
    if found.already:
        vi = f"{found.already} dòng đã được nhập từ chính tệp này, sẽ không nhập lại"
        warnings.append(Fault(None, None, vi, f"{found.already} rows were imported from this file before"))
    return {
        "sheet": book.sheet,
        "rows": book.rows,
        "valid": len(found.sound) + found.already,
        "imported": 0,
        "already": found.already,
        "errors": [fault_shape(fault) for fault in found.faults],
        "warnings": [fault_shape(fault) for fault in warnings],
        "unknown_units": [{"name": name, "rows": rows} for name, rows in found.unknown.items()],
        "created_units": [],
        "preview": [{name: getattr(draft, name) for name in _PREVIEW} for draft in book.drafts[:_SHOWN]],
        "total_stated": book.stated,
        "total_found": book.found,
    }


def fault_shape(fault: Fault) -> dict[str, Any]:
    """A fault as the API answers it."""
    return {"row": fault.row, "column": fault.column, "reason": fault.vi, "reason_en": fault.en}


def _serial_fault(book: Book, draft: Draft, register: Register, key: str | None) -> list[Fault]:
    if key is None or key not in register.serials:
        return []
    vi, en = (
        f"Số serial {draft.serial} đã có trong sổ tài sản",
        f"Serial {draft.serial} is registered already",
    )
    return [Fault(draft.row, book.headings.title("serial"), vi, en)]


def _seen_before(draft: Draft, unit_id: UUID, register: Register) -> list[Fault]:
    """A warning when a thing without a serial may be in the register already."""
    code = register.lookalikes.get(lookalike_key(draft.name, unit_id, draft.cost, draft.put_to_use_on))
    if draft.serial or code is None:
        return []
    vi = f"{draft.name} giống hệt tài sản mang tem {code} (không có số serial): kiểm tra để không ghi hai lần"
    return [Fault(draft.row, None, vi, f"The same as the asset with label {code}; it may be entered twice")]


def _unit_fault(book: Book, row: int, name: str, register: Register) -> list[Fault]:
    """Why a unit that is known cannot take the row: it lies outside, or two bear the name."""
    known = register.units.get(unit_key(name), [])
    if len(known) > 1:
        vi, en = (
            f"Có {len(known)} đơn vị tên “{name}”, hãy ghi mã đơn vị",
            f"{len(known)} units are named “{name}”",
        )
    elif known and not known[0].inside:
        vi, en = (
            f"“{known[0].name}” nằm ngoài phạm vi của tài khoản",
            f"“{known[0].name}” is outside of your units",
        )
    else:
        return []
    return [Fault(row, book.headings.title("unit"), vi, en)]
