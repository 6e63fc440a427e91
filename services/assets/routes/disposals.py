"""Disposal cases at the door: drawn up, decided, carried out, booked."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands.disposals import booking, decisions, drafting, execution, lines
from services.assets.disposals import papers
from services.assets.queries import disposable, disposal_law
from services.assets.queries import disposals as queries
from services.assets.routes.front import Json, door
from services.assets.schemas import disposals as said
from services.assets.schemas import disposals_shown as shown
from shared.auth import Actor
from shared.web.door import Document


@door.get("/disposal-forms", query=said.FormsQuery, answer=shown.FormsPage)
def list_forms_of_disposal(query: Json) -> Json:
    """The forms of disposal with their legal cases, modes and papers, as the law has them on a day."""
    return disposal_law.forms_of_disposal(query)


@door.get("/disposable-assets", query=said.DisposableQuery, answer=shown.DisposablePage)
def list_disposable_assets(session: Session, query: Json) -> Json:
    """Assets that may be put into a case, with their remaining value."""
    return disposable.page_of_disposable(session, query)


@door.get("/disposals", query=said.DisposalQuery, answer=shown.DisposalPage)
def list_disposals(session: Session, query: Json) -> Json:
    """Cases by unit, state, form, asset; those that are overdue."""
    return queries.page_of_disposals(session, query)


@door.post("/disposals", body=said.DisposalIn, answer=shown.DisposalOut, status=201)
def draft_disposal(session: Session, actor: Actor, body: Json) -> Json:
    """Begin a case."""
    return queries.disposal(session, drafting.draft_disposal(session, actor, body))


@door.get("/disposals/<uuid:disposal_id>", answer=shown.DisposalOut)
def read_disposal(session: Session, disposal_id: UUID) -> Json:
    """One case with its lines, papers, deadlines and history."""
    return queries.disposal(session, disposal_id)


@door.patch("/disposals/<uuid:disposal_id>", body=said.DisposalPatch, answer=shown.DisposalOut)
def change_disposal(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Change the head of a case that is being drawn up."""
    drafting.change_disposal(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/submission",
    body=said.SubmissionIn,
    answer=shown.DisposalOut,
    if_match=True,
)
def submit_disposal(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """The file is complete: ask for the decision."""
    drafting.submit_disposal(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/cancellation",
    body=said.CancellationIn,
    answer=shown.DisposalOut,
    if_match=True,
)
def cancel_disposal(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Give a case up before it is decided."""
    drafting.cancel_disposal(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/decision",
    body=said.DisposalDecisionIn,
    answer=shown.DisposalOut,
    if_match=True,
)
def decide_disposal(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Write the decision down; never by who asked for it."""
    decisions.decide_disposal(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/extension", body=said.ExtensionIn, answer=shown.DisposalOut, if_match=True
)
def extend_decision(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Let a decision to sell hold longer, once."""
    decisions.extend_decision(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post("/disposals/<uuid:disposal_id>/lapse", body=said.NoteIn, answer=shown.DisposalOut, if_match=True)
def lapse_decision(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """A decision expired or was withdrawn: the assets are free."""
    decisions.lapse_decision(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/council", body=said.CouncilIn, answer=shown.DisposalOut, if_match=True
)
def record_council(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Who sat in the council and what it concluded."""
    execution.record_council(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/beginning", body=said.BeginningIn, answer=shown.DisposalOut, if_match=True
)
def begin_execution(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """The decision is being carried out."""
    execution.begin_execution(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/execution", body=said.ExecutionIn, answer=shown.DisposalOut, if_match=True
)
def finish_execution(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """What came of the decision."""
    execution.finish_execution(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post("/disposals/<uuid:disposal_id>/money", body=said.MoneyIn, answer=shown.DisposalOut, if_match=True)
def settle_money(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Proceeds, what was paid in, and costs."""
    execution.settle_money(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/booking", body=said.BookingIn, answer=shown.DisposalOut, if_match=True
)
def book_disposal(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Write the assets off in the books."""
    booking.book_disposal(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/papers", body=said.DisposalPaperIn, answer=shown.DisposalOut, if_match=True
)
def record_paper(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Say of a paper of the file that it is there."""
    drafting.record_paper(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/lines", body=said.DisposalLinesIn, answer=shown.DisposalOut, if_match=True
)
def put_in_lines(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Put assets into a case, or say more of them."""
    lines.put_in(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.post(
    "/disposals/<uuid:disposal_id>/lines/removal",
    body=said.DisposalLinesOut,
    answer=shown.DisposalOut,
    if_match=True,
)
def take_out_lines(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Json) -> Json:
    """Take assets out of a case."""
    lines.take_out(session, actor, disposal_id, version, body)
    return queries.disposal(session, disposal_id)


@door.get("/disposals/<uuid:disposal_id>/list.pdf", produces="application/pdf")
def print_disposal_list(session: Session, disposal_id: UUID) -> Document:
    """The list of a case, form 01/TSC-XLTS."""
    return papers.list_as_pdf(session, disposal_id)


@door.get("/disposals/<uuid:disposal_id>/list.xlsx", produces=papers.XLSX)
def export_disposal_list(session: Session, disposal_id: UUID) -> Document:
    """The same list as a workbook."""
    return papers.list_as_xlsx(session, disposal_id)


@door.get("/disposals/<uuid:disposal_id>/council.pdf", produces="application/pdf")
def print_council_minutes(session: Session, disposal_id: UUID) -> Document:
    """The minutes of the council."""
    return papers.council_as_pdf(session, disposal_id)
