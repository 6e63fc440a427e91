"""A list of people who left, held against the register: who each row means, or whom it may mean. Pure.

A row names somebody by code, or by name and unit. Where several people have that name, whoever sent the list
chooses; nobody is guessed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.assets.imports.lists import Layout, Line, Listing, RowFault
from services.assets.imports.units import key
from shared.text import words

MOST_PEOPLE = 1_000
LAYOUT = Layout(
    fields={
        "no": (r"(stt|so tt|tt|so thu tu|no)", "STT"),
        "code": (r"(ma|ma so|so hieu)( can bo| cb| nv| nhan vien| cbcc| ccvc| cong chuc)?|code", "Mã cán bộ"),
        "name": (r"(ho va ten|ho ten|ten)( can bo| nhan vien)?|(full )?name", "Họ và tên"),
        "unit": (r"((ma|ten) )?(don vi|co quan|noi cong tac)( cong tac| cu)?|unit", "Đơn vị"),
        "reason": (r"(ly do|hinh thuc)( nghi| thu hoi)?\b.*|reason", "Lý do"),
        "left_on": (
            r"(nghi )?(tu ngay|ngay nghi|ngay thoi viec|thoi diem nghi|ngay)\b.*|date|left on",
            "Ngày nghỉ",
        ),
    },
    required=("name",),
)
# by the folded words of the reason; the first that is found
_REASONS = (
    (r"huu", "retired"),
    (r"tu tran|qua doi|chet|mat", "dead"),
    (r"chuyen|dieu dong|luan chuyen|biet phai", "transferred"),
    (r"thoi viec|nghi viec|tu chuc|cham dut|don phuong|tinh gian", "resigned"),
    (r"quyet dinh|thu hoi", "decision"),
)


@dataclass(frozen=True)
class KnownLeaver:
    """A person of the register whom a list may mean."""

    person_id: UUID
    code: str
    name: str
    post: str
    unit_name: str
    unit_code: str


@dataclass(frozen=True)
class LeaverRegister:
    """People within the caller's units by folded code and by folded name."""

    by_code: Mapping[str, KnownLeaver]
    by_name: Mapping[str, Sequence[KnownLeaver]]


@dataclass(frozen=True)
class LeaverRow:
    """One row: whom it means (one), or may mean (several: to be chosen)."""

    row: int
    name: str
    unit: str
    reason: str
    left_on: date | None
    people: tuple[KnownLeaver, ...]


@dataclass
class LeaverFindings:
    """The rows that name somebody, and what is wrong with the others."""

    rows: int = 0
    sound: list[LeaverRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)


def compare_leavers(listing: Listing, register: LeaverRegister) -> LeaverFindings:
    """Hold every line against the file itself and the register."""
    found = LeaverFindings(rows=len(listing.lines))
    seen: dict[UUID, int] = {}
    for line in listing.lines:
        row = LeaverRow(
            row=line.number,
            name=line.required("name", 200),
            unit=line.text("unit"),
            reason=_reason(line),
            left_on=line.day("left_on"),
            people=_meant(line, register),
        )
        if len(row.people) == 1 and not line.faults:
            earlier = seen.setdefault(row.people[0].person_id, row.row)
            if earlier != row.row:
                line.fault("name", f"{row.name} đã có ở dòng {earlier}", f"Already in row {earlier}")
        found.faults += line.faults
        if row.people and not line.faults:
            found.sound.append(row)
    if listing.ignored:
        text = ", ".join(listing.ignored)
        found.warnings.append(RowFault(None, None, f"Các cột không đọc: {text}", f"Columns not read: {text}"))
    return found


def _meant(line: Line, register: LeaverRegister) -> tuple[KnownLeaver, ...]:
    code, name, unit = line.text("code", 100), line.text("name", 200), line.text("unit")
    if code:
        known = register.by_code.get(key(code))
        if known is None:
            line.fault("code", f"Không có ai mã {code} trong sổ cán bộ", f"Nobody has the code {code}")
            return ()
        if name and key(known.name) != key(name):
            line.fault("name", f"Mã {code} là của {known.name}", f"The code {code} is {known.name}'s")
            return ()
        return (known,)
    people = tuple(register.by_name.get(key(name), ())) if name else ()
    there = tuple(one for one in people if not unit or key(unit) in {key(one.unit_name), key(one.unit_code)})
    if name and not people:
        line.fault("name", f"Không có ai tên “{name}” trong sổ cán bộ", f"Nobody is called “{name}”")
    elif name and not there:
        where = ", ".join(sorted({one.unit_name for one in people}))
        vi = f"{name} không ở “{unit}”; trong sổ: {where}"
        line.fault("unit", vi, f"{name} is not in “{unit}” but in {where}")
    return there


def _reason(line: Line) -> str:
    said = line.text("reason")
    if not said:
        return "decision"
    folded = " ".join(words(said))
    found = next((code for pattern, code in _REASONS if re.search(rf"\b({pattern})\b", folded)), "")
    if not found:
        vi = f"Không hiểu lý do “{said}”; ghi nghỉ hưu, chuyển công tác, thôi việc hoặc từ trần"
        line.fault("reason", vi, f"The reason “{said}” is not known")
    return found
