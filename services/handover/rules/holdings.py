"""Whether an asset is free to go. Pure: facts in, decisions out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.handover.rules.parties import HOLDER, STORE, TAKES_BACK, Party
from shared.errors import Conflict, FieldError
from shared.vietnamese import short_date

GIVEN_OUT = (
    "in_store",
    "in_use",
)  # the states of an asset that may change hands; a broken one may only come back


@dataclass(frozen=True)
class Holding:
    """What stands in the way of an asset, or lets it go: who holds it, which record waits for it."""

    asset_id: UUID
    code: str
    status: str
    unit_id: UUID
    holder_id: UUID | None = None
    holder_name: str = ""
    since: date | None = None
    waiting_number: str | None = None
    waiting_since: date | None = None
    last_moved_on: date | None = None


def check_holdings(kind: str, giver: Party, happened_on: date, holdings: Sequence[Holding]) -> None:
    """Every line must be free to go from `giver` on that day. Raises one Conflict that names each line that
    is not.
    """
    faults, first = [], None
    for place, holding in enumerate(holdings):
        fault = next(_faults(kind, giver, happened_on, holding, holdings[0].unit_id), None)
        if fault is not None:
            first = first or holding
            faults.append(
                FieldError(f"/lines/{place}", f"{holding.code}: {fault[0]}", f"{holding.code}: {fault[1]}")
            )
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
        )


def _faults(kind: str, giver: Party, on: date, holding: Holding, unit_id: UUID) -> Iterator[tuple[str, str]]:
    """Why this asset cannot go, in both languages; the weightiest reason first."""
    if holding.waiting_since is not None:
        since = short_date(holding.waiting_since)
        yield (
            f"đang nằm trong biên bản {holding.waiting_number} chờ ký từ {since}",
            f"it waits in record {holding.waiting_number} since {since}",
        )
    if giver.role == STORE and holding.holder_id is not None and holding.since is not None:
        since = short_date(holding.since)
        yield (
            f"đang do {holding.holder_name} giữ từ {since}. Hãy lập biên bản thu hồi trước",
            f"{holding.holder_name} holds it since {since}. Take it back first",
        )
    if giver.role == HOLDER and holding.holder_id != giver.person_id:
        who = f"đang do {holding.holder_name} giữ" if holding.holder_id else "đang ở kho"
        yield f"{who}, không phải {giver.name} giữ", f"it is not held by {giver.name}"
    if kind not in TAKES_BACK and holding.status not in GIVEN_OUT:
        yield (
            "không bàn giao được vì trong sổ đã ghi hỏng, mất, chờ xử lý hoặc đã xử lý",
            f"its status is {holding.status}",
        )
    if holding.unit_id != unit_id:
        yield (
            "thuộc đơn vị khác với tài sản ở dòng đầu; hãy lập biên bản riêng cho từng đơn vị",
            "another unit's",
        )
    if holding.last_moved_on is not None and on < holding.last_moved_on:
        day = short_date(holding.last_moved_on)
        yield f"đã đổi người giữ ngày {day}, sau ngày ghi trên biên bản", f"it changed hands later, on {day}"
