"""What must be said of a record by its kind, and which assets it must be about. Pure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any
from uuid import UUID

from services.handover.lifecycle import Kind
from services.handover.rules.dates import made_under
from shared.errors import FieldError, Invalid, RefusedByLaw
from shared.vietnamese import short_date

_WORDS = {
    "disposal_id": ("quyết định (hồ sơ xử lý đã được quyết định)", "the decided case"),
    "to_unit_id": ("đơn vị tiếp nhận", "the receiving unit"),
    "decision_number": ("số văn bản phê duyệt", "the number of the approving document"),
    "decision_on": ("ngày văn bản phê duyệt", "the day of the approving document"),
    "decision_by": ("cơ quan ban hành văn bản", "the authority"),
    "due_on": ("ngày hẹn trả", "the day it is due back"),
}
_BY_LAW = ("disposal_id", "decision_number", "decision_on", "decision_by")


def check_asked(kind: Kind, said: Mapping[str, Any], happened_on: date) -> None:
    """Raise when something that the kind asks for is missing: RefusedByLaw where it is the law that asks."""
    missing = [name for name in kind.asks if name in _WORDS and not said.get(name)]
    faults = [
        FieldError(f"/{name}", f"Thiếu {_WORDS[name][0]}.", f"Missing: {_WORDS[name][1]}.")
        for name in missing
    ]
    if faults and set(missing) & set(_BY_LAW):
        vi = f"{kind.title} phải ghi {', '.join(_WORDS[name][0] for name in missing)}."
        en = f"A record of kind {kind.code} must say {', '.join(_WORDS[name][1] for name in missing)}."
        basis = [key for key in made_under(kind.code, happened_on) if not key.startswith("L15-23@")]
        raise RefusedByLaw("decision-missing", vi=vi, en=en, legal_basis=basis, errors=faults)
    if faults:
        raise Invalid("terms-missing", vi=faults[0].vi, en=faults[0].en, errors=faults)
    if said.get("decision_on"):
        check_day_of_decision(said["decision_on"], happened_on)
    if said.get("due_on") and said["due_on"] < happened_on:
        vi, en = "Ngày hẹn trả trước ngày giao.", "It is due before it goes."
        raise Invalid("due-too-early", vi=vi, en=en, errors=[FieldError("/due_on", vi, en)])


def check_day_of_decision(decision_on: date | None, happened_on: date) -> None:
    """A decision is carried out on its day or later. Raises Invalid."""
    if decision_on is not None and happened_on < decision_on:
        vi = f"Ngày giao nhận trước ngày {short_date(decision_on)} của văn bản."
        en = "It happened before the decision."
        raise Invalid("before-decision", vi=vi, en=en, errors=[FieldError("/happened_on", vi, en)])


def check_lines_of_decision(decided: AbstractSet[UUID] | None, lines: Sequence[Mapping[str, Any]]) -> None:
    """A decision is carried out whole: the record has exactly the assets that it is about. Raises Invalid
    naming each line too many and how many are missing.
    """
    if decided is None:
        return
    faults = [
        FieldError(f"/lines/{place}", f"{line['code']} không có trong quyết định.", "Not in the decision.")
        for place, line in enumerate(lines)
        if line["asset_id"] not in decided
    ]
    missing = len(decided - {line["asset_id"] for line in lines})
    if missing:
        vi = f"Còn thiếu {missing} tài sản của quyết định; một quyết định bàn giao bằng một biên bản."
        faults.append(FieldError("/lines", vi, f"{missing} assets of the decision are missing."))
    if faults:
        raise Invalid("not-the-decided-assets", vi=faults[0].vi, en=faults[0].en, errors=faults)


def check_other_unit(to_unit_id: UUID | None, lines: Sequence[Mapping[str, Any]]) -> None:
    """A unit does not hand over to itself. Raises Invalid."""
    if to_unit_id is not None and lines[0]["unit_id"] == to_unit_id:
        vi, en = "Đơn vị nhận là đơn vị đang quản lý tài sản.", "The unit keeps them already."
        raise Invalid("unit-keeps-them", vi=vi, en=en, errors=[FieldError("/to_unit_id", vi, en)])
