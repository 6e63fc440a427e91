"""A list of people held against the register: typed drafts, and what is wrong with the others. Pure. What a
sheet does not say stays empty: no address and no number is ever made up.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.assets.imports.lists import Layout, Line, Listing, RowFault
from services.assets.imports.units import KnownUnit, key

LAYOUT = Layout(
    fields={
        "no": (r"(stt|so tt|tt|so thu tu|no)", "STT"),
        "code": (r"(ma|ma so|so hieu)( can bo| cb| nv| nhan vien| cbcc| ccvc| cong chuc)?|code", "Mã cán bộ"),
        "name": (r"(ho va ten|ho ten|ten)( can bo| nhan vien)?|(full )?name", "Họ và tên"),
        "post": (r"(chuc vu|chuc danh|vi tri( viec lam)?)\b.*|post|title", "Chức vụ"),
        "unit": (r"((ma|ten) )?(don vi|co quan|noi cong tac)( cong tac)?|unit", "Đơn vị"),
        "email": (r"(thu dien tu|e mail|email)\b.*", "Thư điện tử"),
        "phone": (r"(so )?(dien thoai|dt|di dong)\b.*|phone", "Điện thoại"),
        "since": (r"(tu ngay|ngay nhan viec|ngay bat dau)\b.*|since", "Từ ngày"),
    },
    required=("code", "name", "unit"),
)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class PersonDraft:
    """A person as the sheet describes them."""

    row: int
    code: str
    name: str
    post: str
    unit: str
    email: str
    phone: str
    since: date | None


@dataclass(frozen=True)
class KnownPerson:
    """A person of the register within the importer's units."""

    code: str
    name: str
    unit_id: UUID
    unit_name: str


@dataclass(frozen=True)
class PeopleRegister:
    """Units that exist today by folded code and name, people by folded code and by folded name and unit, and
    whose the e-mail addresses are.
    """

    by_code: Mapping[str, KnownUnit]
    by_name: Mapping[str, Sequence[KnownUnit]]
    people: Mapping[str, KnownPerson]
    namesakes: Mapping[tuple[str, UUID], str]
    mails: Mapping[str, str]


@dataclass
class PeopleFindings:
    """`sound` drafts, each with the id of its unit; how many are registered already; faults, warnings."""

    rows: int = 0
    sound: list[tuple[PersonDraft, UUID]] = field(default_factory=list)
    already: int = 0
    faults: list[RowFault] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)


def compare_people(listing: Listing, register: PeopleRegister) -> PeopleFindings:
    """Hold every line against the file itself and the register."""
    found = PeopleFindings(rows=len(listing.lines))
    rows: dict[str, int] = {}
    mails: dict[str, int] = {}
    for line in listing.lines:
        draft = _draft(line)
        unit = _unit(line, draft, register)
        known = register.people.get(key(draft.code)) if draft.code else None
        if known is not None and key(known.name) == key(draft.name) and not line.faults:
            found.already += 1
            found.warnings += _elsewhere(line, known, unit)
            continue
        if known is not None:
            line.fault("code", f"Mã {draft.code} đã là của {known.name}", f"The code belongs to {known.name}")
        earlier = rows.setdefault(key(draft.code), draft.row) if draft.code else draft.row
        if earlier != draft.row:
            line.fault("code", f"Mã {draft.code} đã có ở dòng {earlier}", f"It is already in row {earlier}")
        found.faults += line.faults
        if unit is not None and not line.faults:
            found.sound.append((draft, unit))
            found.warnings += _lookalikes(line, draft, unit, register, mails)
    if listing.ignored:
        text = ", ".join(listing.ignored)
        found.warnings.append(
            RowFault(None, None, f"Các cột không nhập: {text}", f"Columns not imported: {text}")
        )
    if found.already:
        vi = f"{found.already} người đã có trong sổ với đúng mã và tên, sẽ không ghi lại"
        found.warnings.append(RowFault(None, None, vi, f"{found.already} people are registered already"))
    return found


def _draft(line: Line) -> PersonDraft:
    draft = PersonDraft(
        row=line.number,
        code=line.required("code", 100),
        name=line.required("name", 200),
        post=line.text("post"),
        unit=line.required("unit"),
        email=line.text("email", 254),
        phone=line.text("phone", 30),
        since=line.day("since"),
    )
    if draft.email and not _MAIL.fullmatch(draft.email):
        line.fault("email", f"“{draft.email}” không phải địa chỉ thư điện tử", "Not an e-mail address")
    return draft


def _unit(line: Line, draft: PersonDraft, register: PeopleRegister) -> UUID | None:
    said = key(draft.unit)
    if not said:
        return None
    known = [register.by_code[said]] if said in register.by_code else list(register.by_name.get(said, ()))
    inside = [unit for unit in known if unit.inside]
    if len(inside) == 1:
        return inside[0].id
    if len(inside) > 1:
        vi, en = f"Có {len(inside)} đơn vị tên “{draft.unit}”, hãy ghi mã", "Several units have this name"
    elif known:
        vi, en = f"“{draft.unit}” nằm ngoài phạm vi của tài khoản", "It is outside of your units"
    else:
        vi, en = f"Đơn vị “{draft.unit}” không có trong sổ; hãy nhập đơn vị trước", "There is no such unit"
    line.fault("unit", vi, en)
    return None


def _elsewhere(line: Line, known: KnownPerson, unit: UUID | None) -> list[RowFault]:
    """Who is registered in another unit moves by a decision, not by a list."""
    if unit is None or unit == known.unit_id:
        return []
    vi = f"{known.name} đã có trong sổ ở {known.unit_name}; đổi đơn vị bằng điều chuyển, không bằng nhập tệp"
    return [RowFault(line.number, line.titles["unit"], vi, f"Registered in {known.unit_name}; use a move")]


def _lookalikes(
    line: Line, draft: PersonDraft, unit: UUID, register: PeopleRegister, mails: dict[str, int]
) -> list[RowFault]:
    found = []
    if other := register.namesakes.get((key(draft.name), unit)):
        vi = f"Đơn vị đã có người cùng tên, mã {other}; kiểm tra để không ghi hai lần"
        found.append(RowFault(draft.row, line.titles["name"], vi, f"Somebody of this name has code {other}"))
    mail = draft.email.casefold()
    earlier = mails.setdefault(mail, draft.row) if mail else draft.row
    if mail and (mail in register.mails or earlier != draft.row):
        where = register.mails.get(mail) or f"dòng {earlier}"
        vi = f"Thư điện tử này đã có ở {where}"
        found.append(RowFault(draft.row, line.titles["email"], vi, "The e-mail address is used already"))
    return found
