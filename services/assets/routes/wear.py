"""Yearly closes and wear at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import closings as closing_commands
from services.assets.commands import wear_corrections, wear_decisions
from services.assets.queries import closings as closing_queries
from services.assets.queries import wear as wear_queries
from services.assets.queries import wear_corrections as correction_queries
from services.assets.queries import wear_decisions as decision_queries
from services.assets.queries import worked_tables
from services.assets.routes.front import Json, door
from services.assets.schemas import wear
from services.assets.schemas import wear_decisions as decisions
from shared.auth import Actor
from shared.db import take_long
from shared.web.door import Document


@door.get("/year-closings", query=wear.YearClosingQuery, answer=wear.YearClosingPage)
def list_closings(session: Session, query: Json) -> Json:
    """Closed years, the newest first."""
    return closing_queries.page_of_closings(session, query)


@door.post("/year-closings", body=wear.YearClosingIn, answer=wear.YearClosingsOut, later="close_year")
def close_year(session: Session, actor: Actor, body: Json) -> Json:
    """Compute the wear of a year and lock its books; asked again, nothing changes."""
    return closing_commands.close_year(session, actor, body)


@door.get("/year-closings/preview", query=wear.WearPreviewQuery, answer=wear.WearPreviewOut)
def preview_closing(session: Session, actor: Actor, query: Json) -> Json:
    """What a close would write, without writing it."""
    take_long(session)  # it computes the year of a whole body, as the close does
    return closing_commands.preview_year(session, actor, {"year": query["year"], "unit_id": query["unit"]})


@door.post(
    "/year-closings/previews", body=wear.YearClosingIn, answer=wear.WearPreviewOut, later="preview_year"
)
def preview_later(session: Session, actor: Actor, body: Json) -> Json:
    """The same look; of a large body it takes as long as the close, so it can be asked for as a task."""
    return closing_commands.preview_year(session, actor, body)


@door.get("/year-closings/<uuid:closing_id>", answer=wear.YearClosingWhole)
def read_closing(session: Session, closing_id: UUID) -> Json:
    """A closed year of a unit with its sums."""
    return closing_queries.closing(session, closing_id)


@door.get("/year-closings/<uuid:closing_id>/rows", query=wear.WearRowQuery, answer=wear.WearRowPage)
def list_rows(session: Session, closing_id: UUID, query: Json) -> Json:
    """The worked table of a closed year."""
    return closing_queries.rows_of_closing(session, closing_id, query)


@door.get(
    "/year-closings/<uuid:closing_id>/table",
    query=wear.WearTableQuery,
    produces="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
def download_table(session: Session, closing_id: UUID, query: Json) -> Document:
    """The worked table as a file that a person can check."""
    return worked_tables.file_of(session, closing_id, query["format"])


@door.get("/assets/<uuid:asset_id>/wear", answer=wear.AssetWearOut)
def read_wear(session: Session, asset_id: UUID) -> Json:
    """The wear of an asset year by year."""
    return wear_queries.wear_of_asset(session, asset_id)


@door.post(
    "/assets/<uuid:asset_id>/wear-corrections",
    body=wear.WearCorrectionIn,
    answer=wear.WearCorrectionOut,
    status=201,
    if_match=True,
)
def ask_wear_correction(session: Session, actor: Actor, asset_id: UUID, version: int, body: Json) -> Json:
    """Ask that the wear of closed years be put right."""
    return wear_corrections.ask_correction(session, actor, asset_id, version, body)


@door.get("/wear-corrections", query=wear.WearCorrectionQuery, answer=wear.WearCorrectionPage)
def list_wear_corrections(session: Session, query: Json) -> Json:
    """The corrections of wear within the caller's units, such as those that wait."""
    return correction_queries.page_of_corrections(session, query)


@door.get("/wear-corrections/<uuid:correction_id>", answer=wear.WearCorrectionOut)
def read_wear_correction(session: Session, correction_id: UUID) -> Json:
    """One correction of wear."""
    return correction_queries.wear_correction(session, correction_id)


@door.post(
    "/wear-corrections/<uuid:correction_id>/approval",
    body=wear.WearCorrectionDecision,
    answer=wear.WearCorrectionOut,
    if_match=True,
)
def approve_wear_correction(
    session: Session, actor: Actor, correction_id: UUID, version: int, body: Json
) -> Json:
    """Approve a correction that somebody else asked for; it is booked in the open year."""
    return wear_corrections.decide_correction(
        session, actor, correction_id, version, approved=True, note=body["note"]
    )


@door.post(
    "/wear-corrections/<uuid:correction_id>/refusal",
    body=wear.WearCorrectionDecision,
    answer=wear.WearCorrectionOut,
    if_match=True,
)
def refuse_wear_correction(
    session: Session, actor: Actor, correction_id: UUID, version: int, body: Json
) -> Json:
    """Refuse a correction, with the reason."""
    return wear_corrections.decide_correction(
        session, actor, correction_id, version, approved=False, note=body["note"]
    )


@door.post(
    "/assets/<uuid:asset_id>/wear-decisions",
    body=decisions.AssetDecisionIn,
    answer=decisions.WearDecisionOut,
    status=201,
)
def decide_about_asset(session: Session, actor: Actor, asset_id: UUID, body: Json) -> Json:
    """Record a decision about the wear of one asset."""
    return wear_decisions.record_asset_decision(session, actor, asset_id, body)


@door.get("/wear-decisions", query=decisions.WearDecisionQuery, answer=decisions.WearDecisionPage)
def list_decisions(session: Session, query: Json) -> Json:
    """Decisions about lives, rates and single assets."""
    return decision_queries.page_of_decisions(session, query)


@door.post("/wear-decisions", body=decisions.ClassDecisionIn, answer=decisions.WearDecisionOut, status=201)
def decide_about_class(session: Session, actor: Actor, body: Json) -> Json:
    """Record a decision about the life or rate of a class."""
    return wear_decisions.record_class_decision(session, actor, body)
