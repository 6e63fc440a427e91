"""Drawing up the head of a record: both parties, the date, the form and the rules of that date."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover import rules
from services.handover.queries import facts
from shared import clock
from shared.auth import Actor
from shared.errors import FieldError, Invalid


def drawn_up(session: Session, actor: Actor, data: Mapping[str, Any]) -> tuple[dict[str, Any], rules.Party]:
    """The head of a record and its giver: both parties checked, the form and rules of the date of the act."""
    kind, giver_in, receiver_in = data["kind"], data["from"], data["to"]
    ways = rules.sides_of(kind, giver_in.get("as"), receiver_in.get("as"))
    today = clock.today()
    happened_on = data.get("happened_on") or today
    rules.check_date(happened_on, today)
    form, made_under = rules.form_for(happened_on), rules.made_under(kind, happened_on)
    found = facts.people(
        session, {"/from/person_id": giver_in["person_id"], "/to/person_id": receiver_in["person_id"]}
    )
    giver, receiver = _party(found["/from/person_id"], ways[0]), _party(found["/to/person_id"], ways[1])
    rules.check_parties(giver, receiver, actor)
    record = {
        "kind": kind,
        **_frozen("giver", giver),
        **_frozen("receiver", receiver),
        "place": data.get("place") or "",
        "basis": data.get("basis") or "",
        "happened_on": happened_on,
        "form": form.details["code"],
        "rules": made_under,
        "recall_id": _recall_of(kind, data.get("recall_id"), found["/from/person_id"].open_recall_id),
        "year": None,
        "number": None,
        "content_hash": None,
    }
    return record, giver


def asked_again(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft asked for, as `drawn_up` takes it."""
    return {
        "kind": draft["kind"],
        "from": {"person_id": draft["giver_person_id"], "as": draft["giver_as"]},
        "to": {"person_id": draft["receiver_person_id"], "as": draft["receiver_as"]},
        **{name: draft[name] for name in ("place", "basis", "happened_on", "recall_id")},
    }


def _party(row: Any, role: str) -> rules.Party:
    working = row.status == "working"
    return rules.Party(
        row.id, row.name, row.post, row.unit_id, row.unit_name, role, working, tuple(row.duties or ())
    )


def _frozen(side: str, party: rules.Party) -> dict[str, Any]:
    return {
        f"{side}_person_id": party.person_id,
        f"{side}_name": party.name,
        f"{side}_post": party.post,
        f"{side}_unit_name": party.unit_name,
        f"{side}_as": party.role,
    }


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
    return open_case if kind in rules.TAKES_BACK else said
