"""Who may stand on which side of a record, and who may sign or refuse. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.handover.lifecycle import KINDS, REPAIRER, STORE, UNIT
from shared.auth import Actor
from shared.errors import FieldError, Invalid, NotPermitted

KEEPERS = ("officer", "head")  # the duties that let a person stand for the unit's store


SIDE_NAMES = {"giver": "bên giao", "receiver": "bên nhận"}


@dataclass(frozen=True)
class Party:
    """One side of a record, as its person was known on the day; a stranger has neither id nor unit of
    ours.
    """

    person_id: UUID | None
    name: str
    post: str
    unit_id: UUID | None
    unit_name: str
    role: str  # see lifecycle.ROLES
    working: bool
    duties: tuple[str, ...] = ()


def sides_of(kind: str, giver_as: str | None, receiver_as: str | None) -> tuple[str, str]:
    """How both persons take part; raises Invalid for a way that the kind does not know."""
    ways = KINDS[kind].sides
    fitting = (way for way in ways if giver_as in (None, way[0]) and receiver_as in (None, way[1]))
    usual = next(fitting, ways[0])
    way = (giver_as or usual[0], receiver_as or usual[1])
    if way not in ways:
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


def check_parties(giver: Party, receiver: Party, actor: Actor, *, back: bool = False) -> None:
    """Two different people; who receives still works here, unless things only go `back`; who stands for a
    unit has the duty. Raises Invalid.
    """
    faults = []
    if giver.person_id is not None and giver.person_id == receiver.person_id:
        vi = "Bên giao và bên nhận phải là hai người khác nhau."
        faults.append(FieldError("/to", vi, "Both sides are one person."))
    if not receiver.working and not back:
        vi = f"{receiver.name} không còn công tác, không nhận bàn giao được."
        faults.append(FieldError("/to", vi, "Not working."))
    for pointer, party in (("/from", giver), ("/to", receiver)):
        acting = party.person_id == actor.person_id and actor.has(*KEEPERS)
        keeps = party.working and set(KEEPERS) & set(party.duties)
        if party.role in {STORE, UNIT} and not acting and not keeps and not back:
            vi = f"{party.name} không có nhiệm vụ quản lý tài sản nên không đại diện kho của đơn vị được."
            faults.append(FieldError(pointer, vi, "This person does not keep the unit's assets."))
    if faults:
        raise Invalid("parties-refused", vi=faults[0].vi, en=faults[0].en, errors=faults)


def stranger(said: Mapping[str, Any], role: str, pointer: str) -> Party:
    """The side of a body or a repairer without an account: its name and who comes for it. Raises Invalid
    naming what is missing.
    """
    wanted = {
        "name": ("Hãy ghi tên người đại diện.", "Who comes for them is missing."),
        "organisation": (
            "Hãy ghi tên nơi sửa chữa." if role == REPAIRER else "Hãy ghi tên cơ quan, đơn vị.",
            "The name of the organisation is missing.",
        ),
    }
    faults = [FieldError(f"{pointer}/{name}", *why) for name, why in wanted.items() if not said.get(name)]
    if faults:
        raise Invalid("party-incomplete", vi=faults[0].vi, en=faults[0].en, errors=faults)
    return Party(None, said["name"], said.get("post") or "", None, said["organisation"], role, working=True)


def may_sign(
    side: str, party: tuple[UUID | None, str], signer: UUID | None, method: str, actor: Actor
) -> UUID | None:
    """Who signs for `side`; raises NotPermitted where `actor` may not bring that about.

    A person signs on the own device; an officer may hold out his device to the person (PIN or drawn),
    and the record keeps who operated it. Nobody signs in another's name. A stranger (no id) has no PIN.
    """
    person_id, name = party
    if person_id is None and method == "pin":
        vi = f"{name} không có tài khoản nên ký trên màn hình hoặc trên giấy, không dùng mã PIN."
        raise NotPermitted("stranger-has-no-pin", vi=vi, en="Somebody without an account has no PIN.")
    if signer is not None and signer != person_id:
        raise NotPermitted(
            "signer-not-a-party",
            vi=f"Chỉ {name} được ký cho {SIDE_NAMES[side]}.",
            en=f"Only {name} may sign as the {side}.",
        )
    own = person_id is not None and actor.person_id == person_id
    if not own and not actor.has("officer"):
        raise NotPermitted(
            "signing-not-permitted",
            vi=f"Chữ ký này của {name}. Anh/chị không ký thay được.",
            en=f"This signature is {name}'s; nobody else can give it ({method}).",
        )
    return person_id


def may_refuse(giver: UUID | None, receiver: UUID | None, actor: Actor) -> None:
    """Either side may refuse, in person or on the officer's device; raises NotPermitted for others."""
    if not is_party(giver, receiver, actor) and not actor.has("officer"):
        raise NotPermitted(
            "refusal-not-permitted",
            vi="Chỉ bên giao hoặc bên nhận được từ chối ký biên bản này.",
            en="Only the giver or the receiver may refuse this record.",
        )


def is_party(giver: UUID | None, receiver: UUID | None, actor: Actor) -> bool:
    """Whether `actor` is one of the two people of a record."""
    return actor.person_id is not None and actor.person_id in {giver, receiver}
