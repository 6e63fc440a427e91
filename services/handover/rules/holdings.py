"""Whether an asset is free to go, and if not, what to do next. Pure: facts in, decisions out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.handover.lifecycle import BACK, HOLDER, KINDS, STORE, effect
from services.handover.rules.parties import Party
from shared.errors import Conflict, FieldError
from shared.vietnamese import short_date

# What a refusal offers to do next: {act, and whom or which record it is about}.
Step = dict[str, Any]


@dataclass(frozen=True)
class Holding:
    """What stands in the way of an asset, or lets it go: who holds it, which record waits for it, which
    record sent it to a repairer.
    """

    asset_id: UUID
    code: str
    status: str
    unit_id: UUID
    holder_id: UUID | None = None
    holder_name: str = ""
    since: date | None = None
    waiting_id: UUID | None = None
    waiting_number: str | None = None
    waiting_since: date | None = None
    away_id: UUID | None = None
    away_to: str = ""
    away_since: date | None = None
    away_until: date | None = None
    last_moved_on: date | None = None


@dataclass(frozen=True)
class Fault:
    """Why an asset cannot go, in both languages, and the next step where there is one."""

    vi: str
    en: str
    step: Step | None = None


def check_holdings(
    kind: str, giver: Party, receiver: Party, happened_on: date, holdings: Sequence[Holding]
) -> None:
    """Every line must be free to go from `giver` to `receiver` on that day. Raises one Conflict that names
    each line that is not, who has it since when, and the next steps.
    """
    faults, first, steps = [], None, []
    for place, holding in enumerate(holdings):
        fault = next(_faults(kind, (giver, receiver), happened_on, holding, holdings[0].unit_id), None)
        if fault is not None:
            first = first or holding
            faults.append(
                FieldError(f"/lines/{place}", f"{holding.code}: {fault.vi}", f"{holding.code}: {fault.en}")
            )
            steps += [(fault.step, holding.code)] if fault.step else []
    if first is not None:
        told = f"{len(faults)}/{len(holdings)}"
        raise Conflict(
            "assets-not-free",
            vi=f"{told} tài sản chưa bàn giao được. Chưa ghi gì vào sổ. {faults[0].vi}",
            en=f"{told} assets cannot be handed over. Nothing was recorded. {faults[0].en}",
            errors=faults,
            holder=first.holder_name or None,
            holder_id=first.holder_id,
            holder_since=first.since,
            waiting_record=first.waiting_number,
            next_steps=_grouped(steps),
        )


def _grouped(steps: Sequence[tuple[Step, str]]) -> list[Step]:
    """The same step for many assets is one step with their codes."""
    grouped: list[Step] = []
    for step, code in steps:
        same = next((one for one in grouped if {**one, "codes": None} == {**step, "codes": None}), None)
        if same is None:
            grouped.append({**step, "codes": [code]})
        else:
            same["codes"].append(code)
    return grouped


def _faults(
    kind: str, sides: tuple[Party, Party], on: date, holding: Holding, unit_id: UUID
) -> Iterator[Fault]:
    """Why this asset cannot go; the weightiest reason first."""
    yield from _waits(holding)
    yield from _is_away(kind, sides, holding)
    if not KINDS[kind].held_too:
        yield from _is_held(sides, holding)
    if holding.status not in KINDS[kind].statuses:
        yield _status_fault(kind, holding)
    if holding.unit_id != unit_id:
        vi = "thuộc đơn vị khác với tài sản ở dòng đầu; hãy lập biên bản riêng cho từng đơn vị"
        yield Fault(vi, "another unit's")
    if holding.last_moved_on is not None and on < holding.last_moved_on:
        day = short_date(holding.last_moved_on)
        yield Fault(
            f"đã đổi người giữ ngày {day}, sau ngày ghi trên biên bản", f"it changed hands later, on {day}"
        )


def _waits(holding: Holding) -> Iterator[Fault]:
    if holding.waiting_since is not None:
        since = short_date(holding.waiting_since)
        yield Fault(
            f"đang nằm trong biên bản {holding.waiting_number} chờ ký từ {since}",
            f"it waits in record {holding.waiting_number} since {since}",
            {"act": "open_record", "record_id": holding.waiting_id, "number": holding.waiting_number},
        )


def _is_away(kind: str, sides: tuple[Party, Party], holding: Holding) -> Iterator[Fault]:
    """While it is at a repairer it may only come back, or be given up by who answers for it."""
    comes_back = effect(sides[0].role, sides[1].role) == BACK
    if holding.away_since is None and comes_back:
        yield Fault("không có ở nơi sửa chữa", "it is not at a repairer")
    if holding.away_since is not None and not (comes_back or KINDS[kind].takes_back):
        since = short_date(holding.away_since)
        until = f", hẹn trả {short_date(holding.away_until)}" if holding.away_until else ""
        yield Fault(
            f"đang ở nơi sửa chữa {holding.away_to} từ {since}{until}",
            f"it is at the repairer {holding.away_to} since {since}",
            {"act": "bring_back", "record_id": holding.away_id},
        )


def _is_held(sides: tuple[Party, Party], holding: Holding) -> Iterator[Fault]:
    """Whether it is with whom the record says: on the side that gives, or that takes it back."""
    answers = sides[1] if effect(sides[0].role, sides[1].role) == BACK else sides[0]
    if answers.role == STORE and holding.holder_id is not None and holding.since is not None:
        since = short_date(holding.since)
        yield Fault(
            f"đang do {holding.holder_name} giữ từ {since}. Hãy lập biên bản thu hồi trước",
            f"{holding.holder_name} holds it since {since}. Take it back first",
            {"act": "take_back", "person_id": holding.holder_id, "name": holding.holder_name},
        )
    if answers.role == HOLDER and holding.holder_id != answers.person_id:
        who = f"đang do {holding.holder_name} giữ" if holding.holder_id else "đang ở kho"
        since_vi = f" từ {short_date(holding.since)}" if holding.holder_id and holding.since else ""
        yield Fault(f"{who}{since_vi}, không phải {answers.name} giữ", f"it is not held by {answers.name}")


def _status_fault(kind: str, holding: Holding) -> Fault:
    if KINDS[kind].decided:
        return Fault(
            "chưa có quyết định xử lý trong sổ; hãy lập hồ sơ xử lý và chờ quyết định",
            f"no decision on it is in the register (its status is {holding.status})",
        )
    return Fault(
        "không bàn giao được vì trong sổ đã ghi hỏng, mất, chờ xử lý hoặc đã xử lý",
        f"its status is {holding.status}",
    )
