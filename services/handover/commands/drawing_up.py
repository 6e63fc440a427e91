"""Drawing up the head of a record: both parties, the date, the form and the rules of that date."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover import rules
from services.handover.commands.terms import NAMES, Terms, terms_of
from services.handover.lifecycle import KINDS, STRANGERS, UNIT
from services.handover.queries import facts, receivers
from shared import clock
from shared.auth import Actor
from shared.errors import FieldError, Invalid
from shared.vietnamese import short_date


@dataclass(frozen=True)
class Drawn:
    """The head of a record (its columns), both sides, and the assets that a decision is about, if any."""

    record: dict[str, Any]
    giver: rules.Party
    receiver: rules.Party
    decided: AbstractSet[UUID] | None = None


def drawn_up(session: Session, actor: Actor, data: Mapping[str, Any]) -> Drawn:
    """The head of a record and its sides: both parties checked, the form and rules of the date of the act."""
    kind = data["kind"]
    today = clock.today()
    happened_on = data.get("happened_on") or today
    rules.check_date(happened_on, today)
    form, made_under = rules.form_for(happened_on), rules.made_under(kind, happened_on)
    terms = terms_of(session, data, happened_on)
    ways = rules.sides_of(kind, data["from"].get("as"), terms.receiver_as or data["to"].get("as"))
    giver, receiver, open_recall = _parties(session, data, ways, terms)
    rules.check_parties(giver, receiver, actor)
    record = {
        "kind": kind,
        **frozen("giver", giver),
        **frozen("receiver", receiver),
        "place": data.get("place") or "",
        "basis": _basis(data.get("basis") or "", terms.said),
        "happened_on": happened_on,
        "form": form.details["code"],
        "rules": made_under,
        "recall_id": _recall_of(kind, data.get("recall_id"), open_recall),
        **terms.said,
        "year": None,
        "number": None,
        "content_hash": None,
    }
    return Drawn(record, giver, receiver, terms.asset_ids)


def asked_again(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft asked for, as `drawn_up` takes it."""
    sides = {
        said: {
            "person_id": draft[f"{side}_person_id"],
            "as": draft[f"{side}_as"],
            "name": draft[f"{side}_name"],
            "post": draft[f"{side}_post"],
            "organisation": draft[f"{side}_unit_name"],
        }
        for said, side in (("from", "giver"), ("to", "receiver"))
    }
    again = {name: draft[name] for name in ("kind", "place", "basis", "happened_on", "recall_id", *NAMES)}
    return {**again, **sides}


def frozen(side: str, party: rules.Party) -> dict[str, Any]:
    """The columns of a record that keep who stood on a side, as known on the day."""
    return {
        f"{side}_person_id": party.person_id,
        f"{side}_name": party.name,
        f"{side}_post": party.post,
        f"{side}_unit_name": party.unit_name,
        f"{side}_as": party.role,
    }


def _parties(
    session: Session, data: Mapping[str, Any], ways: tuple[str, str], terms: Terms
) -> tuple[rules.Party, rules.Party, UUID | None]:
    """Both sides, and the giver's open recall case."""
    said = {"/from": (data["from"], ways[0]), "/to": (data["to"], ways[1])}
    missing = [
        FieldError(f"{pointer}/person_id", "Hãy chọn một người.", "A person is missing.")
        for pointer, (one, role) in said.items()
        if role not in STRANGERS and one.get("person_id") is None
    ]
    if missing:
        raise Invalid("people-missing", vi=missing[0].vi, en=missing[0].en, errors=missing)
    ours = {
        f"{pointer}/person_id": one["person_id"]
        for pointer, (one, role) in said.items()
        if role not in {*STRANGERS, UNIT}
    }
    found = facts.people(session, ours)
    made = {}
    for pointer, (one, role) in said.items():
        if role == UNIT:
            row = receivers.keeper_of(session, terms.said["to_unit_id"], one["person_id"])
            made[pointer] = _party(row, role)
        elif role in STRANGERS:
            named = {**one, "organisation": one.get("organisation") or terms.receiver_name}
            made[pointer] = rules.stranger(named, role, pointer)
        else:
            made[pointer] = _party(found[f"{pointer}/person_id"], role)
    giver = found.get("/from/person_id")
    return made["/from"], made["/to"], giver.open_recall_id if giver is not None else None


def _party(row: Any, role: str) -> rules.Party:
    working = row.status == "working"
    return rules.Party(
        row.id, row.name, row.post, row.unit_id, row.unit_name, role, working, tuple(row.duties or ())
    )


def _basis(said: str, terms: Mapping[str, Any]) -> str:
    """The document that orders the record stands in front of what was written; said twice, it stands once."""
    number = terms.get("decision_number")
    if not number or number in said:
        return said
    day = f" ngày {short_date(terms['decision_on'])}" if terms.get("decision_on") else ""
    by = f" của {terms['decision_by']}" if terms.get("decision_by") else ""
    document = f"Văn bản, quyết định số {number}{day}{by}"
    return f"{document}; {said}" if said else document


def _recall_of(kind: str, said: UUID | None, open_case: UUID | None) -> UUID | None:
    """The recall case that a record serves: the giver's open one; naming another is a mistake."""
    if said is not None and said != open_case:
        vi = "Đợt thu hồi này không phải của bên giao, hoặc đã kết thúc."
        raise Invalid(
            "recall-not-the-givers",
            vi=vi,
            en="Not the giver's open recall.",
            errors=[FieldError("/recall_id", vi, "Not the giver's open recall.")],
        )
    return open_case if KINDS[kind].takes_back else said
