"""Rows of one book that may be one thing: the same serial is a fault, the same tag or words a warning."""

from collections.abc import Sequence
from typing import Any

from services.assets.imports.drafts import Draft, Fault
from services.assets.imports.headings import Headings
from shared.text import fold


def name_repeated(read: Sequence[Draft], headings: Headings) -> tuple[list[Fault], list[Fault]]:
    """(faults, warnings). The second row with a serial of the same category is faulty, whatever else is wrong
    with either; a tag that repeats, and rows without a serial that say the same of everything, may be meant.
    """
    faults, warnings = [], []
    serials: dict[tuple[str, str], int] = {}
    tags: dict[str, int] = {}
    twins: dict[tuple[Any, ...], int] = {}
    for draft in read:
        if draft.serial:
            earlier = serials.setdefault((draft.category, fold(draft.serial)), draft.row)
            if earlier != draft.row:
                vi = f"Số serial {draft.serial} đã có ở dòng {earlier}"
                en = f"Serial {draft.serial} is already in row {earlier}"
                faults.append(_fault(draft, headings, "serial", vi, en))
        if draft.tag and (earlier := tags.setdefault(fold(draft.tag), draft.row)) != draft.row:
            vi, en = f"Mã {draft.tag} đã có ở dòng {earlier}", f"{draft.tag} is already in row {earlier}"
            warnings.append(_fault(draft, headings, "tag", vi, en))
        if not draft.serial and (earlier := twins.setdefault(_said(draft), draft.row)) != draft.row:
            vi = f"Giống hệt dòng {earlier} và không có số serial: kiểm tra để không ghi hai lần"
            en = f"The same as row {earlier}, without a serial; it may be entered twice"
            warnings.append(_fault(draft, headings, "name", vi, en))
    return faults, warnings


def _said(draft: Draft) -> tuple[Any, ...]:
    """All that a row without a serial says of its thing."""
    return (
        fold(draft.name), draft.category, fold(draft.unit), draft.tag, draft.model, draft.maker,
        draft.department, draft.place, draft.book_user, draft.cost, draft.cost_other, draft.put_to_use_on,
        draft.latitude, draft.longitude, draft.made_year, tuple(sorted(draft.attributes.items())),
    )  # fmt: skip


def _fault(draft: Draft, headings: Headings, name: str, vi: str, en: str) -> Fault:
    places = headings.columns.get(name)
    return Fault(draft.row, headings.title(name), vi, en, places[0] if places else None)
