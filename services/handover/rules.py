"""What the law and plain sense ask of a handover. Pure: facts in, decisions out; dates are given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotPermitted
from shared.law import Provision, form, rule
from shared.vietnamese import short_date

STORE = "store"  # the person stands for the unit, which keeps the asset in store
HOLDER = "holder"  # the person answers for the asset with the own name

# Who may give to whom, by kind; the first pair is what a request means that does not say.
WAYS = {
    "internal_handover": ((STORE, HOLDER), (HOLDER, HOLDER)),
    "internal_return": ((HOLDER, STORE),),
    "internal_recall": ((HOLDER, STORE),),
}
TAKES_BACK = ("internal_return", "internal_recall")
KEEPERS = ("officer", "head")  # the duties that let a person stand for the unit's store
GIVEN_OUT = (
    "in_store",
    "in_use",
)  # the states of an asset that may change hands; a broken one may only come back


@dataclass(frozen=True)
class Party:
    """One side of a record, as its person was known on the day."""

    person_id: UUID
    name: str
    post: str
    unit_id: UUID
    unit_name: str
    role: str  # STORE or HOLDER
    working: bool
    duties: tuple[str, ...] = ()


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


def sides_of(kind: str, giver_as: str | None, receiver_as: str | None) -> tuple[str, str]:
    """How both persons take part; raises Invalid for a way that the kind does not know."""
    usual = WAYS[kind][0]
    way = (giver_as or usual[0], receiver_as or usual[1])
    if way not in WAYS[kind]:
        raise Invalid(
            "way-not-possible",
            vi="Loại biên bản này không dùng cho chiều giao nhận đã chọn.",
            en=f"A record of kind {kind} cannot go from {way[0]} to {way[1]}.",
            errors=[
                FieldError(
                    "/from/as", "Chiều giao nhận không hợp với loại biên bản.", "Not possible for this kind."
                )
            ],
        )
    return way


def check_parties(giver: Party, receiver: Party, actor: Actor) -> None:
    """Two different people; who receives still works here; who stands for the store has the duty. Raises
    Invalid.
    """
    faults = []
    if giver.person_id == receiver.person_id:
        faults.append(
            FieldError(
                "/to", "Bên giao và bên nhận phải là hai người khác nhau.", "Both sides are one person."
            )
        )
    if not receiver.working:
        faults.append(
            FieldError(
                "/to", f"{receiver.name} không còn công tác, không nhận bàn giao được.", "Not working."
            )
        )
    for pointer, party in (("/from", giver), ("/to", receiver)):
        acting = party.person_id == actor.person_id and actor.has(*KEEPERS)
        if party.role == STORE and not acting and not (party.working and set(KEEPERS) & set(party.duties)):
            vi = f"{party.name} không có nhiệm vụ quản lý tài sản nên không đại diện kho của đơn vị được."
            faults.append(FieldError(pointer, vi, "This person does not keep the unit's assets."))
    if faults:
        raise Invalid("parties-refused", vi=faults[0].vi, en=faults[0].en, errors=faults)


def check_date(happened_on: date, today: date) -> None:
    """A record is not dated ahead. Raises Invalid."""
    if happened_on > today:
        vi = f"Ngày giao nhận {short_date(happened_on)} ở tương lai; chỉ ghi việc đã diễn ra."
        raise Invalid(
            "date-ahead", vi=vi, en="The date lies ahead.", errors=[FieldError("/happened_on", vi, "Ahead.")]
        )


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


def form_for(on: date) -> Provision:
    """The printed form of a handover on the day `on`: 02/TSC-BBGN from 2025-07-01, 01/TSC-BBGN before."""
    return form("TSC-BBGN", on)


def made_under(kind: str, on: date) -> list[str]:
    """The versions of the rules that a record of `kind` stands on, kept with it."""
    rules = [rule("L15-23", on), rule("INT-HANDOVER", on)]
    if kind == "internal_recall":
        rules.append(rule("INT-RECALL", on))
    return [one.key for one in rules]


def may_sign(side: str, party: tuple[UUID, str], signer: UUID | None, method: str, actor: Actor) -> UUID:
    """Who signs for `side`; raises NotPermitted where `actor` may not bring that about.

    A person signs on the own device; an officer may hold out his device to the person (PIN or drawn),
    and the record keeps who operated it. Nobody signs in another's name.
    """
    person_id, name = party
    if signer is not None and signer != person_id:
        raise NotPermitted(
            "signer-not-a-party",
            vi=f"Chỉ {name} được ký cho {SIDE_NAMES[side]}.",
            en=f"Only {name} may sign as the {side}.",
        )
    if actor.person_id != person_id and not actor.has("officer"):
        raise NotPermitted(
            "signing-not-permitted",
            vi=f"Chữ ký này của {name}. Anh/chị không ký thay được.",
            en=f"This signature is {name}'s; nobody else can give it ({method}).",
        )
    return person_id


def may_refuse(giver: UUID, receiver: UUID, actor: Actor) -> None:
    """Either side may refuse, in person or on the officer's device; raises NotPermitted for others."""
    if actor.person_id not in {giver, receiver} and not actor.has("officer"):
        raise NotPermitted(
            "refusal-not-permitted",
            vi="Chỉ bên giao hoặc bên nhận được từ chối ký biên bản này.",
            en="Only the giver or the receiver may refuse this record.",
        )


SIDE_NAMES = {"giver": "bên giao", "receiver": "bên nhận"}


def recall_deadline(opened_on: date, left_on: date | None) -> date:
    """The last day for a leaver to give everything back, counted from the day of leaving or of opening, the
    later.
    """
    start = max(opened_on, left_on or opened_on)
    return start + timedelta(days=int(rule("INT-RECALL", opened_on).parameters["days"]))


def due_deadlines(today: date) -> tuple[date, date]:
    """The deadlines (first, last) whose reminder goes out today: from the day before a deadline until the day
    itself.
    """
    ahead = int(rule("INT-RECALL", today).parameters["remind_days_before"])
    return today, today + timedelta(days=ahead)


def overdue_deadlines(today: date) -> tuple[date, date]:
    """The deadlines (first, last) that have passed: the day after one is its first overdue day."""
    return date.min, today - timedelta(days=1)


def is_overdue(deadline: date, today: date) -> bool:
    """Whether the deadline has passed."""
    return deadline <= overdue_deadlines(today)[1]
