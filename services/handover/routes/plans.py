"""Mass handover: successions to carry out, plans, their preview, approval, minutes and reconciliation."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.balances import files
from services.handover.commands.plans import approving, drafting, executing, signing
from services.handover.queries.plans import heads
from services.handover.queries.plans import preview as previews
from services.handover.queries.plans import reconciliation as balances
from services.handover.routes.front import Json, door
from services.handover.schemas import parts, plans
from services.handover.schemas import plans_shown as shown
from shared.auth import Actor
from shared.web.door import Document


@door.get("/successions", answer=shown.SuccessionActs)
def list_successions(session: Session) -> Json:
    """Reorganisations that the register told of, each with the plan that carries it out, if there is one."""
    return heads.successions(session)


@door.get("/plans", query=plans.PlanQuery, answer=shown.PlanPage)
def list_plans(session: Session, query: Json) -> Json:
    return heads.page_of_plans(session, **query)


@door.post("/plans", body=plans.PlanIn, answer=shown.PlanOut, status=201)
def open_plan(session: Session, actor: Actor, body: Json) -> Json:
    """Open a plan over an act of succession, or by hand for units that end."""
    return drafting.open_plan(session, actor, body)


@door.get("/plans/<uuid:plan_id>", answer=shown.PlanOut)
def show_plan(session: Session, plan_id: UUID) -> Json:
    return heads.plan(session, plan_id)


@door.patch("/plans/<uuid:plan_id>", body=plans.PlanChange, answer=shown.PlanOut)
def change_plan(session: Session, plan_id: UUID, version: int, body: Json) -> Json:
    """Change a draft: its document and days, its rules as a whole, who signs for its units."""
    return drafting.change_plan(session, plan_id, version, body)


@door.get("/plans/<uuid:plan_id>/preview", answer=shown.PlanPreview)
def preview_plan(session: Session, plan_id: UUID) -> Json:
    """Counts and values per old unit and successor, and what has no target, with the reason."""
    return previews.preview(session, plan_id)


@door.get("/plans/<uuid:plan_id>/lines", query=plans.PlanLineQuery, answer=shown.PlanLinePage)
def list_plan_lines(session: Session, plan_id: UUID, query: Json) -> Json:
    """What becomes of each asset."""
    return previews.page_of_lines(session, plan_id, **query)


@door.post("/plans/<uuid:plan_id>/approval", body=parts.Nothing, answer=shown.PlanOut, if_match=True)
def approve_plan(session: Session, actor: Actor, plan_id: UUID, version: int) -> Json:
    """Approve a plan that another drew up; every line is frozen."""
    return approving.approve(session, actor, plan_id, version)


@door.post("/plans/<uuid:plan_id>/execution", body=parts.Nothing, answer=shown.PlanRun, later="execute_plan")
def execute_plan(session: Session, actor: Actor, plan_id: UUID) -> Json:
    """Write what is left of the minutes; as a task, record by record, it goes on where it was broken off."""
    return executing.execute(session, actor, plan_id)


@door.get("/plans/<uuid:plan_id>/records", answer=shown.PlanRecords)
def list_plan_records(session: Session, plan_id: UUID) -> Json:
    """The minutes of a plan, and which sides have signed."""
    return heads.records_of(session, plan_id)


@door.post("/plans/<uuid:plan_id>/signatures", body=plans.PlanSignatureIn, answer=shown.PlanSigned)
def sign_plan(session: Session, actor: Actor, plan_id: UUID, body: Json) -> Json:
    """Sign the waiting minutes of one side with one PIN; each record gets its own signature."""
    return signing.sign_all(session, actor, plan_id, body)


@door.post("/plans/<uuid:plan_id>/cancellation", body=parts.ReasonIn, answer=shown.PlanOut, if_match=True)
def cancel_plan(session: Session, actor: Actor, plan_id: UUID, version: int, body: Json) -> Json:
    """Give up a plan before any minutes are written."""
    return approving.cancel(session, actor, plan_id, version, body["reason"])


@door.get("/plans/<uuid:plan_id>/reconciliation", answer=shown.PlanReconciliation)
def reconcile_plan(session: Session, plan_id: UUID) -> Json:
    """Per unit opening − out + in against the register; each asset that breaks it is named."""
    return balances.reconciliation(session, plan_id)


@door.get("/plans/<uuid:plan_id>/reconciliation.pdf", produces="application/pdf")
def print_balance(session: Session, plan_id: UUID) -> Document:
    """The balance on paper."""
    return files.balance_paper(session, plan_id)


@door.get("/plans/<uuid:plan_id>/reconciliation.csv", produces="text/csv")
def download_balance(session: Session, plan_id: UUID) -> Document:
    """Every asset of the plan: where it should be, where the register has it, and why that differs."""
    return files.balance_table(session, plan_id)


@door.post("/plans/<uuid:plan_id>/completion", body=plans.NoteIn, answer=shown.PlanOut, if_match=True)
def complete_plan(session: Session, actor: Actor, plan_id: UUID, version: int, body: Json) -> Json:
    """End a plan that adds up."""
    return approving.complete(session, actor, plan_id, version, body["note"])
