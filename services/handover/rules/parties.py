"""Who may stand on which side of a record, and who may sign or refuse. Pure."""

from dataclasses import dataclass
from uuid import UUID

from shared.auth import Actor
from shared.errors import FieldError, Invalid, NotPermitted

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


SIDE_NAMES = {"giver": "bên giao", "receiver": "bên nhận"}


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
