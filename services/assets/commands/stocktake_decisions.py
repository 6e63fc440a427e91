"""Deciding on what a stocktake proposed, and what follows in the register."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.assets.commands.assets import register_asset
from services.assets.commands.changing import write_change
from services.assets.finding import Row, locked
from services.assets.models import ASSETS, STOCKTAKE_PROPOSALS, STOCKTAKES
from services.assets.queries.stocktakes import proposal_shape
from shared.auth import Actor
from shared.clock import now
from shared.errors import Conflict, FieldError, Invalid

_GONE = frozenset({"disposed", "withdrawn", "awaiting_disposal"})


def decide_proposal(
    session: Session,
    actor: Actor,
    stocktake_id: UUID,
    proposal_id: UUID,
    *,
    version: int,
    body: Mapping[str, Any],
) -> Row:
    """Accept or decline a proposal, with the reason. An accepted loss marks the asset lost, a broken one
    broken, a place is written back, a surplus thing is booked in as `surplus_found`. Holders change by a
    handover record alone, and what goes out of the books goes by a disposal: those begin from the accepted
    proposal.
    """
    before = locked(session, STOCKTAKE_PROPOSALS, proposal_id, version)
    if before["stocktake_id"] != stocktake_id or before["state"] != "proposed":
        raise Conflict(
            "proposal-decided",
            vi="Đề xuất này đã được quyết định.",
            en="This proposal has been decided already.",
        )
    asset_id = before["asset_id"]
    if body["accept"]:
        asset_id = _carry_out(session, actor, before, body) or asset_id
    after = {
        **before,
        "asset_id": asset_id,
        "state": "accepted" if body["accept"] else "declined",
        "reason": body["reason"],
        "decided_at": now(),
        "decided_by": actor.subject,
        "version": version + 1,
    }
    written = ("asset_id", "state", "reason", "decided_at", "decided_by", "version")
    session.execute(
        update(STOCKTAKE_PROPOSALS)
        .where(STOCKTAKE_PROPOSALS.c.id == proposal_id)
        .values({name: after[name] for name in written})
    )
    return proposal_shape(after)


def _carry_out(session: Session, actor: Actor, proposal: Row, body: Mapping[str, Any]) -> UUID | None:
    match proposal["kind"]:
        case "loss":
            _mark(session, actor, proposal, body, status="lost")
        case "disposal":
            _mark(session, actor, proposal, body, status="broken")
        case "set_place":
            _mark(session, actor, proposal, body, place=proposal["detail"]["place"])
        case "increase":
            return _book_in(session, actor, proposal, body)
    return None


def _mark(session: Session, actor: Actor, proposal: Row, body: Mapping[str, Any], **changed: str) -> None:
    """Write what was found into the register; what has left it meanwhile stays as it is."""
    before = locked(session, ASSETS, proposal["asset_id"])
    after = {**before, **changed}
    if before["status"] in _GONE or after == before:
        return
    reason = f"{_title(session, proposal)}: {body['reason']}"
    write_change(
        session, actor, "stocktaken", before, {**after, "version": before["version"] + 1}, reason=reason
    )


def _book_in(session: Session, actor: Actor, proposal: Row, body: Mapping[str, Any]) -> UUID:
    """Register a surplus thing and book it in (Circular 141/2025 Art. 4: found by a stocktake)."""
    if body["asset"] is None:
        vi, en = "Hãy ghi tên, loại và nguyên giá để ghi tăng.", "Say name, category and cost to book it in."
        raise Invalid("asset-missing", vi=vi, en=en, errors=[FieldError("/asset", vi, en)])
    origin = f"Kiểm kê phát hiện thừa: {_title(session, proposal)}"
    given = {**body["asset"], "origin": origin, "increase_cause": "surplus_found"}
    made: UUID = register_asset(session, actor, given)["id"]
    return made


def _title(session: Session, proposal: Row) -> str:
    title = select(STOCKTAKES.c.title).where(STOCKTAKES.c.id == proposal["stocktake_id"])
    return str(session.execute(title).scalar_one())
