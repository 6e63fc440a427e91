"""Stocktakes at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import (
    stocktake_closing,
    stocktake_decisions,
    stocktake_devices,
    stocktake_scans,
    stocktakes,
)
from services.assets.queries import stocktake_results as results
from services.assets.queries import stocktakes as queries
from services.assets.routes.front import Json, door
from services.assets.schemas import stocktake_answers as answers
from services.assets.schemas import stocktakes as incoming
from services.assets.stocktakes import minutes
from shared.auth import Actor
from shared.web.door import Document


@door.get("/stocktakes", query=incoming.StocktakeQuery, answer=answers.StocktakePage)
def list_stocktakes(session: Session, actor: Actor, query: Json) -> Json:
    """Stocktakes, the newest first."""
    return queries.page_of_stocktakes(session, actor, query)


@door.post("/stocktakes", body=incoming.StocktakeIn, answer=answers.StocktakeOut, status=201)
def plan_stocktake(session: Session, actor: Actor, body: Json) -> Json:
    """Plan a stocktake."""
    return stocktakes.plan_stocktake(session, actor, body)


@door.get("/stocktakes/<uuid:stocktake_id>", answer=answers.StocktakeOut)
def read_stocktake(session: Session, actor: Actor, stocktake_id: UUID) -> Json:
    """One stocktake."""
    return queries.stocktake(session, actor, stocktake_id)


@door.post(
    "/stocktakes/<uuid:stocktake_id>/opening",
    answer=answers.StocktakeOut,
    if_match=True,
    later="open_stocktake",
)
def open_stocktake(session: Session, actor: Actor, stocktake_id: UUID, version: int) -> Json:
    """Freeze what the books expect and begin to count."""
    return stocktakes.open_stocktake(session, actor, stocktake_id, version)


@door.post(
    "/stocktakes/<uuid:stocktake_id>/recount",
    body=incoming.RecountIn,
    answer=answers.StocktakeOut,
    if_match=True,
)
def ask_recount(session: Session, actor: Actor, stocktake_id: UUID, version: int, body: Json) -> Json:
    """Ask somebody to count a second time, blind."""
    return stocktakes.ask_recount(session, actor, stocktake_id, version, body)


@door.post(
    "/stocktakes/<uuid:stocktake_id>/cancellation",
    body=incoming.ReasonIn,
    answer=answers.StocktakeOut,
    if_match=True,
)
def cancel_stocktake(session: Session, actor: Actor, stocktake_id: UUID, version: int, body: Json) -> Json:
    """Call a stocktake off."""
    return stocktakes.cancel_stocktake(session, actor, stocktake_id, version, body["reason"])


@door.post(
    "/stocktakes/<uuid:stocktake_id>/closing",
    body=incoming.ClosingIn,
    answer=answers.StocktakeOut,
    if_match=True,
    later="close_stocktake",
)
def close_stocktake(session: Session, actor: Actor, stocktake_id: UUID, version: int, body: Json) -> Json:
    """Freeze the outcome; 409 while a device holds unsent scans."""
    return stocktake_closing.close_stocktake(session, actor, stocktake_id, version, body)


@door.get("/stocktakes/<uuid:stocktake_id>/progress", answer=answers.ProgressOut)
def read_progress(session: Session, actor: Actor, stocktake_id: UUID) -> Json:
    """How far the counting has come, by unit and place."""
    return results.progress_of(session, actor, stocktake_id)


@door.get("/stocktakes/<uuid:stocktake_id>/lines", query=incoming.LineQuery, answer=answers.LinePage)
def list_lines(session: Session, actor: Actor, stocktake_id: UUID, query: Json) -> Json:
    """Expected assets with what the counts say of them."""
    return results.lines_of(session, actor, stocktake_id, query)


@door.get("/stocktakes/<uuid:stocktake_id>/differences", query=incoming.PageOnly, answer=answers.LinePage)
def list_differences(session: Session, actor: Actor, stocktake_id: UUID, query: Json) -> Json:
    """Expected assets on which both counts disagree."""
    return results.differences_of(session, actor, stocktake_id, query)


@door.get("/stocktakes/<uuid:stocktake_id>/unexpected", answer=answers.ThingList)
def list_unexpected(session: Session, actor: Actor, stocktake_id: UUID) -> Json:
    """Things that were seen and that nobody expected."""
    return results.unexpected_of(session, actor, stocktake_id)


@door.get("/stocktakes/<uuid:stocktake_id>/scans", query=incoming.ScanQuery, answer=answers.ScanPage)
def list_scans(session: Session, actor: Actor, stocktake_id: UUID, query: Json) -> Json:
    """Scans of one count, the newest first."""
    return queries.scans_of(session, actor, stocktake_id, query)


@door.post("/stocktakes/<uuid:stocktake_id>/scans", body=incoming.ScansIn, answer=answers.ScanAnswers)
def record_scans(session: Session, actor: Actor, stocktake_id: UUID, body: Json) -> Json:
    """Keep a batch of scans; the same scan again gets the same answer."""
    return stocktake_scans.record_scans(session, actor, stocktake_id, body)


@door.post(
    "/stocktakes/<uuid:stocktake_id>/retractions",
    body=incoming.RetractionIn,
    answer=answers.RetractionOut,
)
def retract_scan(session: Session, actor: Actor, stocktake_id: UUID, body: Json) -> Json:
    """Take a mistaken scan back."""
    return stocktake_scans.retract_scan(session, actor, stocktake_id, body)


@door.get("/stocktakes/<uuid:stocktake_id>/devices", answer=answers.DeviceList)
def list_devices(session: Session, actor: Actor, stocktake_id: UUID) -> Json:
    """The devices that count, those that hold scans first."""
    return queries.devices_of(session, actor, stocktake_id)


@door.put(
    "/stocktakes/<uuid:stocktake_id>/devices/<device_id>",
    body=incoming.DeviceIn,
    answer=answers.DeviceOut,
)
def report_device(session: Session, actor: Actor, stocktake_id: UUID, device_id: str, body: Json) -> Json:
    """A device says how many scans it still holds."""
    return stocktake_devices.report_device(session, actor, stocktake_id, device_id, body["unsent"])


@door.post(
    "/stocktakes/<uuid:stocktake_id>/devices/<device_id>/write-off",
    body=incoming.ReasonIn,
    answer=answers.DeviceOut,
)
def write_off_device(session: Session, actor: Actor, stocktake_id: UUID, device_id: str, body: Json) -> Json:
    """Give a lost device up, with the reason."""
    return stocktake_devices.write_off_device(session, actor, stocktake_id, device_id, body["reason"])


@door.get(
    "/stocktakes/<uuid:stocktake_id>/proposals",
    query=incoming.ProposalQuery,
    answer=answers.ProposalPage,
)
def list_proposals(session: Session, actor: Actor, stocktake_id: UUID, query: Json) -> Json:
    """What is proposed about the differences of a closed stocktake."""
    return queries.proposals_of(session, actor, stocktake_id, query)


@door.post(
    "/stocktakes/<uuid:stocktake_id>/proposals/<uuid:proposal_id>/decision",
    body=incoming.DecisionIn,
    answer=answers.ProposalOut,
    if_match=True,
)
def decide_proposal(
    session: Session, actor: Actor, stocktake_id: UUID, proposal_id: UUID, *, version: int, body: Json
) -> Json:
    """Accept or decline a proposal, with the reason."""
    return stocktake_decisions.decide_proposal(
        session, actor, stocktake_id, proposal_id, version=version, body=body
    )


@door.get("/stocktakes/<uuid:stocktake_id>/minutes.pdf", produces="application/pdf")
def read_minutes(session: Session, actor: Actor, stocktake_id: UUID) -> Document:
    """The minutes (C53-HD) as PDF."""
    return minutes.as_pdf(session, actor, stocktake_id)


@door.get("/stocktakes/<uuid:stocktake_id>/minutes.xlsx", produces=minutes.XLSX)
def read_minutes_workbook(session: Session, actor: Actor, stocktake_id: UUID) -> Document:
    """The minutes (C53-HD) as a workbook."""
    return minutes.as_workbook(session, actor, stocktake_id)


@door.get("/asset-places", query=incoming.PlaceQuery, answer=answers.PlaceList)
def list_places(session: Session, query: Json) -> Json:
    """Places where assets of a unit are."""
    return queries.places_of(session, query["unit"])
