"""Campaigns: the recall from a whole list of people by one decision, each in a case of their own.

A decision (unit, number, day) is one campaign: sent again, with the same or a longer list, it adds only who
is missing. Who holds nothing of what is recalled stands in the list without a case.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.orm import Session

from services.handover import rules, visibility
from services.handover.commands import recall_notices, recalls
from services.handover.commands.recall_writing import change, locked, open_case, person_of
from services.handover.ledger import acts
from services.handover.models import CAMPAIGN_PEOPLE, CAMPAIGNS, RECALLS
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotFound, Stale
from shared.ids import uuid7
from shared.vietnamese import short_date

_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_HEAD = ("category", "deadline")
_WITHOUT_NOTICE = (
    select(RECALLS.c.id)
    .where(
        RECALLS.c.state == "open",
        text("NOT EXISTS (SELECT 1 FROM recall_notices n WHERE n.recall_id = recalls.id)"),
    )
    .order_by(RECALLS.c.id)
)


def open_campaign(session: Session, actor: Actor, data: Mapping[str, Any]) -> UUID:
    """Open the campaign of a decision (loaded CampaignIn), or add to it who is missing; its id."""
    unit_id, today = _unit_of(actor, data), clock.today()
    rules.check_deadline(data["deadline"], today)
    if data["decision_on"] > today:
        errors = [FieldError("/decision_on", "Ngày quyết định ở tương lai.", "It lies ahead.")]
        raise Invalid("decision-ahead", vi=errors[0].vi, en="It lies ahead.", errors=errors)
    people = _people(session, data["people"])
    visibility.whole(session)
    session.execute(_TURN, {"name": f"campaign:{unit_id}:{data['decision_number']}:{data['decision_on']}"})
    campaign = _known(session, unit_id, data) or _new(session, actor, unit_id, data)
    already = {row.person_id for row in session.execute(_listed(campaign["id"]))}
    added = [(person, said) for person, said in people if person.id not in already]
    for person, said in added:
        _list(session, actor, campaign, person, said)
    if added:
        _enter(session, actor, campaign, [person.id for person, _ in added], "opened")
    return UUID(str(campaign["id"]))


def issue_notices(session: Session, actor: Actor, campaign_id: UUID, version: int) -> None:
    """Issue the notice of every open case of the campaign that has none yet."""
    row = session.execute(select(CAMPAIGNS).where(CAMPAIGNS.c.id == campaign_id).with_for_update()).mappings()
    campaign = row.first()
    if campaign is None:
        raise NotFound("campaign-not-found", vi="Không tìm thấy đợt thu hồi này.", en="No such campaign.")
    if campaign["version"] != version:
        vi, en = "Đợt thu hồi đã thay đổi. Hãy tải lại.", "It was changed since you read it."
        raise Stale("version-stale", vi=vi, en=en, version=campaign["version"])
    visibility.whole(session)
    for case_id in session.execute(_WITHOUT_NOTICE.where(RECALLS.c.campaign_id == campaign_id)).scalars():
        recall_notices.write_notice(session, actor, locked(session, actor, case_id))
    session.execute(update(CAMPAIGNS).where(CAMPAIGNS.c.id == campaign_id).values(version=version + 1))


def decision_of(campaign: Mapping[str, Any]) -> str:
    """The decision as a basis says it."""
    signed = f" do {campaign['signer']} ký" if campaign["signer"] else ""
    number = campaign["decision_number"]
    named = f"Quyết định số {number}" if number[:1].isdigit() else number
    return f"{named} ngày {short_date(campaign['decision_on'])}{signed}"


def _new(session: Session, actor: Actor, unit_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    today = clock.today()
    kept = ("title", "decision_number", "decision_on", "signer", "category", "deadline")
    campaign = {
        **{name: data[name] for name in kept},
        "id": uuid7(),
        "unit_id": unit_id,
        "rules": rules.recall_rules(today),
        "opened_on": today,
        "created_by": actor.subject,
        "created_at": clock.now(),
        "version": 0,
    }
    session.execute(insert(CAMPAIGNS), campaign)
    return campaign


def _known(session: Session, unit_id: UUID, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The campaign of the same decision; raises Conflict when it was opened on other terms."""
    wanted = select(CAMPAIGNS).where(
        CAMPAIGNS.c.unit_id == unit_id,
        CAMPAIGNS.c.decision_number == data["decision_number"],
        CAMPAIGNS.c.decision_on == data["decision_on"],
    )
    row = session.execute(wanted.with_for_update()).mappings().first()
    if row is not None and any(row[name] != data[name] for name in _HEAD):
        raise Conflict(
            "decision-known",
            vi="Quyết định này đã có đợt thu hồi với hạn hoặc loại tài sản khác.",
            en="There is a campaign of this decision with another deadline or category.",
            campaign_id=str(row["id"]),
        )
    return dict(row) if row is not None else None


def _listed(campaign_id: UUID) -> Any:
    return select(CAMPAIGN_PEOPLE.c.person_id).where(CAMPAIGN_PEOPLE.c.campaign_id == campaign_id)


def _list(
    session: Session, actor: Actor, campaign: Mapping[str, Any], person: Row[Any], said: Mapping[str, Any]
) -> None:
    """Put one person into the campaign: into the case that is open, or a new one over what is recalled."""
    case = open_case(session, person.id)
    if case is None:
        terms = (said["reason"], decision_of(campaign), campaign["deadline"], campaign["rules"])
        more = {"left_on": said["left_on"], "category": campaign["category"], "campaign_id": campaign["id"]}
        case = recalls.begin(session, actor, person, recalls.Grounds(*terms, **more))
    elif case["campaign_id"] is None:
        change(session, case, campaign_id=campaign["id"])
    row = {
        "campaign_id": campaign["id"],
        "person_id": person.id,
        "person_name": person.name,
        "person_unit_name": person.unit_name,
        "unit_id": person.unit_id,
        "reason": said["reason"],
        "left_on": said["left_on"],
        "recall_id": case["id"] if case else None,
        "added_at": clock.now(),
    }
    session.execute(insert(CAMPAIGN_PEOPLE), row)


def _people(session: Session, said: list[dict[str, Any]]) -> list[tuple[Row[Any], dict[str, Any]]]:
    """The people that are named, held still in order of id; raises Invalid naming each that is not known."""
    found, faults = [], []
    for place, one in sorted(enumerate(said), key=lambda pair: pair[1]["person_id"]):
        try:
            found.append((person_of(session, one["person_id"]), one))
        except NotFound as unknown:
            faults.append(FieldError(f"/people/{place}/person_id", unknown.vi, unknown.en))
    if faults:
        raise Invalid("people-unknown", vi=faults[0].vi, en=faults[0].en, errors=faults)
    twice = len({row.id for row, _ in found}) != len(found)
    if twice:
        errors = [FieldError("/people", "Có người đứng hai lần.", "Somebody stands twice.")]
        raise Invalid("people-twice", vi=errors[0].vi, en=errors[0].en, errors=errors)
    return found


def _enter(session: Session, actor: Actor, campaign: dict[str, Any], people: list[UUID], verb: str) -> None:
    """Write what was decided into the ledger, with who was added, and count the campaign's version up."""
    version = campaign["version"] + 1
    session.execute(update(CAMPAIGNS).where(CAMPAIGNS.c.id == campaign["id"]).values(version=version))
    told = ("title", "decision_number", "decision_on", "signer", "category", "deadline", "rules")
    detail = {**{name: campaign[name] for name in told}, "people": people}
    acts.enter(session, actor, f"campaign.{verb}", {**campaign, "version": version}, detail)


def _unit_of(actor: Actor, data: Mapping[str, Any]) -> UUID:
    unit = data.get("unit_id") or actor.unit_id
    if unit is None:
        errors = [FieldError("/unit_id", "Hãy chọn đơn vị ra quyết định.", "Name the deciding unit.")]
        raise Invalid("unit-required", vi=errors[0].vi, en=errors[0].en, errors=errors)
    return UUID(str(unit))
