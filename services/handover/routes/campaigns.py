"""Campaigns of recall, and the papers of recalls."""

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.handover.commands import campaigns, clearances
from services.handover.commands.papers import keep_print
from services.handover.queries import campaigns as shown
from services.handover.queries import recall_acts
from services.handover.recall_papers import document
from services.handover.routes.front import Json, door
from services.handover.schemas import campaigns as said
from services.handover.schemas import parts
from services.handover.schemas import recall_acts as act_shapes
from services.handover.visibility import only_own
from shared.auth import Actor
from shared.web.door import Document

_ONE = "/campaigns/<uuid:campaign_id>"


@door.get("/campaigns", query=said.CampaignQuery, answer=said.CampaignPage)
def list_campaigns(session: Session, actor: Actor, query: Json) -> Json:
    return shown.page_of_campaigns(session, actor, **query)


@door.post("/campaigns", body=said.CampaignIn, answer=said.CampaignWholeOut, status=201)
def open_campaign(session: Session, actor: Actor, body: Json) -> Json:
    """Open the recall of a whole list by one decision; the same decision again adds who is missing."""
    return shown.campaign(session, actor, campaigns.open_campaign(session, actor, body))


@door.get(_ONE, answer=said.CampaignWholeOut)
def show_campaign(session: Session, actor: Actor, campaign_id: UUID) -> Json:
    return shown.campaign(session, actor, campaign_id)


@door.get(f"{_ONE}/people", query=said.CampaignPeopleQuery, answer=said.CampaignPeople)
def list_campaign_people(session: Session, actor: Actor, campaign_id: UUID, query: Json) -> Json:
    """The people of the list, overdue ones first."""
    return shown.people_of(session, actor, campaign_id, **query)


@door.get(f"{_ONE}/people.csv", produces="text/csv")
def export_campaign_people(session: Session, actor: Actor, campaign_id: UUID) -> Document:
    return shown.people_as_csv(session, actor, campaign_id)


@door.post(f"{_ONE}/notices", body=parts.Nothing, answer=said.CampaignWholeOut, if_match=True)
def issue_notices(session: Session, actor: Actor, campaign_id: UUID, version: int) -> Json:
    """Issue the notice of every open case that has none yet."""
    campaigns.issue_notices(session, actor, campaign_id, version)
    return shown.campaign(session, actor, campaign_id)


@door.get(f"{_ONE}/notices.pdf", produces="application/pdf")
def show_notices(session: Session, actor: Actor, campaign_id: UUID) -> Document:
    """All notices of a campaign, to print."""
    return document.notices(session, actor, campaign_id, _base())


@door.get("/recalls/<uuid:recall_id>/notice.pdf", produces="application/pdf")
def show_notice(session: Session, actor: Actor, recall_id: UUID) -> Document:
    """The last notice of a case; the print of each copy is kept (papers)."""
    only_own(session, actor)
    row = recall_acts.notice_row(session, recall_id=recall_id)
    return _given_out(session, row, document.notice(session, actor, row, _base()))


@door.get("/recalls/<uuid:recall_id>/clearance.pdf", produces="application/pdf")
def show_clearance_of_case(session: Session, actor: Actor, recall_id: UUID) -> Document:
    only_own(session, actor)
    row = recall_acts.clearance_row(session, recall_id=recall_id)
    return _given_out(session, row, document.clearance(session, actor, row, _base()))


@door.get("/clearances", query=act_shapes.ClearanceQuery, answer=act_shapes.ClearanceList)
def list_clearances(session: Session, actor: Actor, query: Json) -> Json:
    """The clearances of a person, the latest first."""
    only_own(session, actor)
    return recall_acts.clearances_of(session, query["person"])


@door.post("/clearances", body=act_shapes.ClearanceIn, answer=act_shapes.ClearanceOut, status=201)
def clear_person(session: Session, actor: Actor, body: Json) -> Json:
    """Certify that a person holds nothing, with or without a case behind them."""
    return clearances.clear(session, actor, body["person_id"])


@door.get("/clearances/<uuid:clearance_id>/certificate.pdf", produces="application/pdf")
def show_clearance(session: Session, actor: Actor, clearance_id: UUID) -> Document:
    only_own(session, actor)
    row = recall_acts.clearance_row(session, id_=clearance_id)
    return _given_out(session, row, document.clearance(session, actor, row, _base()))


def _given_out(session: Session, row: Json, made: Document) -> Document:
    keep_print(session, row["id"], made.content)
    return made


def _base() -> str:
    return str(current_app.config["PUBLIC_BASE_URL"])
