"""A book held against the register: units it does not know, serials, tags and rows it has already. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.assets.imports.books import Book
from services.assets.imports.drafts import Draft, Fault
from services.assets.imports.headings import Headings
from shared.text import fold, words


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
    are taken; `lookalikes` the label codes of assets without a serial, by what a person would compare;
    `tags` the label codes of assets by their folded tag.
    """

    units: Mapping[str, list[KnownUnit]]
    serials: frozenset[str]
    sources: frozenset[str]
    lookalikes: Mapping[tuple[Any, ...], str]
    tags: Mapping[str, str] = field(default_factory=dict)


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


def serial_key(category: str, serial: str) -> str | None:
    """What must be unique among the assets that are still there: the serial within its category."""
    folded = fold(serial).replace(" ", "")
    return f"{category} {folded}" if folded else None


def source_key(digest: str, sheet: str | None, row: int | str) -> str:
    """What an imported asset remembers of where it came from; the database lets none in twice."""
    return f"{digest}/{sheet or ''}/{row}"


def compare(book: Book, register: Register, digest: str) -> Findings:
    """Hold `book`, a file with the SHA-256 `digest`, against `register`."""
    found = Findings(faults=list(book.faults))
    units = _Units(book.headings, register)
    for draft in book.drafts:
        if register.sources and source_key(digest, book.sheet, draft.row) in register.sources:
            found.already += 1
            continue
        faults = [*_serial_fault(book.headings, draft, register), *units.fault(draft.row, draft.unit)]
        if faults:
            found.faults += faults
            continue
        unit_id = units.id(draft.unit)
        found.sound.append((draft, unit_id))
        if unit_id:
            found.warnings += _seen_before(draft, unit_id, register)
        else:
            found.unknown[units.first_name(draft.unit)] += 1
        found.warnings += _tag_taken(book.headings, draft, register)
    for row, unit in book.unsound_units.items():
        found.faults += units.fault(row, unit) or units.unknown_fault(row, unit)
    found.faults.sort(key=lambda fault: fault.row or 0)
    return found


class _Units:
    """The units that a book names, each text looked up once."""

    def __init__(self, headings: Headings, register: Register) -> None:
        self._headings = headings
        self._register = register
        self._known: dict[str, list[KnownUnit]] = {}
        self._names: dict[str, str] = {}

    def id(self, said: str) -> UUID | None:
        """The unit called `said`, None when the register has none."""
        known = self._of(said)
        return known[0].id if known else None

    def first_name(self, said: str) -> str:
        """How the sheet wrote the unknown unit `said` the first time."""
        return self._names.setdefault(unit_key(said), said)

    def fault(self, row: int, said: str) -> list[Fault]:
        """Why a unit that is known cannot take the row: it lies outside, or two bear the name."""
        known = self._of(said)
        if len(known) > 1:
            vi = f"Có {len(known)} đơn vị tên “{said}”, hãy ghi mã đơn vị"
            return [self._fault(row, vi, f"{len(known)} units are named “{said}”")]
        if known and not known[0].inside:
            vi = f"“{known[0].name}” nằm ngoài phạm vi của tài khoản"
            return [self._fault(row, vi, f"“{known[0].name}” is outside of your units")]
        return []

    def unknown_fault(self, row: int, said: str) -> list[Fault]:
        """That the unit of a faulty row is not registered, unless sound rows offer to create it."""
        if self._of(said) or unit_key(said) in self._names:
            return []
        vi = f"Đơn vị “{said}” không có trong sổ"
        return [self._fault(row, vi, f"The unit “{said}” is not registered")]

    def _of(self, said: str) -> list[KnownUnit]:
        known = self._known.get(said)
        if known is None:
            known = self._known[said] = self._register.units.get(unit_key(said), [])
        return known

    def _fault(self, row: int, vi: str, en: str) -> Fault:
        return _fault(self._headings, row, "unit", vi, en)


def lookalike_key(name: str, unit_id: UUID, cost: int, put_to_use_on: date | None) -> tuple[Any, ...]:
    """What two entries for one thing without a serial have in common."""
    return unit_key(name), unit_id, cost, put_to_use_on


def _serial_fault(headings: Headings, draft: Draft, register: Register) -> list[Fault]:
    if not register.serials or serial_key(draft.category, draft.serial) not in register.serials:
        return []
    vi = f"Số serial {draft.serial} đã có trong sổ tài sản"
    en = f"Serial {draft.serial} is registered already"
    return [_fault(headings, draft.row, "serial", vi, en)]


def _tag_taken(headings: Headings, draft: Draft, register: Register) -> list[Fault]:
    code = register.tags.get(fold(draft.tag)) if draft.tag and register.tags else None
    if code is None:
        return []
    vi = f"Mã {draft.tag} đã có ở tài sản mang tem {code}"
    return [_fault(headings, draft.row, "tag", vi, f"{draft.tag} is the tag of the asset with label {code}")]


def _seen_before(draft: Draft, unit_id: UUID, register: Register) -> list[Fault]:
    """A warning when a thing without a serial may be in the register already."""
    if draft.serial or not register.lookalikes:
        return []
    code = register.lookalikes.get(lookalike_key(draft.name, unit_id, draft.cost, draft.put_to_use_on))
    if code is None:
        return []
    vi = f"{draft.name} giống hệt tài sản mang tem {code} (không có số serial): kiểm tra để không ghi hai lần"
    return [Fault(draft.row, None, vi, f"The same as the asset with label {code}; it may be entered twice")]


def _fault(headings: Headings, row: int, name: str, vi: str, en: str) -> Fault:
    places = headings.columns.get(name)
    return Fault(row, headings.title(name), vi, en, places[0] if places else None)
