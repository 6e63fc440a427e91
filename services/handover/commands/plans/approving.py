"""Approving a plan, which freezes what becomes of every asset; cancelling one; completing one."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.handover.commands.plans.writing import locked, seal_plan, tell, whole_or_refuse
from services.handover.ledger.canonical import canonical
from services.handover.models import PLANS
from services.handover.queries.plans import heads, preview
from services.handover.queries.plans.reconciliation import reconciliation
from services.handover.rules import plans as rules
from shared import clock
from shared.auth import Actor
from shared.db import constraint_of, direct
from shared.errors import Conflict, FieldError
from shared.law import rule

_FREEZE = """
    INSERT INTO plan_lines SELECT * FROM jsonb_populate_recordset(NULL::plan_lines, %(lines)s::jsonb)
"""
_LET_GO = text("UPDATE plan_lines SET open = false WHERE plan_id = :plan AND open")
_WRITTEN = text("SELECT 1 FROM plan_lines WHERE plan_id = :plan AND record_id IS NOT NULL LIMIT 1")
_FROZEN = (
    "asset_id", "old_unit_id", "successor_unit_id", "receiver_person_id", "holder_person_id", "keeps_holder",
    "rule", "why", "code", "name", "category", "cost", "remaining_value",
)  # fmt: skip
# What happened to an asset after the handover, or outside of it: it may stand with a word of explanation.
_EXPLAINABLE = ("out_of_books", "moved_on", "value_changed")


def approve(session: Session, actor: Actor, plan_id: UUID, version: int) -> dict[str, Any]:
    """Approve a draft: every asset is looked at anew and its line frozen. By another than the author.

    Raises Conflict naming what is undecided or missing, or that an asset is in another open plan.
    """
    row = locked(session, plan_id, version)
    rules.check_state(row["state"], ("draft",))
    rules.check_approver(row, actor)
    shown = whole_or_refuse(session, row)
    lines = preview.lines_of(session, shown)
    _refuse_unready(row, shown, lines)
    kept = [{name: line[name] for name in _FROZEN} for line in lines]
    digest = hashlib.sha256(canonical({"lines": kept})).digest()
    _freeze(session, row, kept)
    approved = {
        "state": "approved",
        "approved_by": actor.subject,
        "approved_person_id": actor.person_id,
        "approved_at": clock.now(),
        "lines_hash": digest,
        "version": version + 1,
    }
    session.execute(update(PLANS).where(PLANS.c.id == plan_id).values(**approved))
    totals = _totals(lines)
    detail = {
        **{name: row[name] for name in ("document_number", "document_on", "document_signer")},
        **{name: row[name] for name in ("effective_on", "happened_on", "rules")},
        "lines": digest.hex(),
        "law": [rule("GOV-5", row["happened_on"]).key],
        **totals,
    }
    leaf = seal_plan(session, actor, "approved", {**row, **approved}, detail)
    after = heads.plan(session, plan_id)
    tell(session, "approved", after, totals, leaf)
    return after


def cancel(session: Session, actor: Actor, plan_id: UUID, version: int, reason: str) -> dict[str, Any]:
    """Give up a plan of which no minutes were written yet."""
    row = locked(session, plan_id, version)
    rules.check_state(row["state"], ("draft", "approved"))
    whole_or_refuse(session, row)
    if session.execute(_WRITTEN, {"plan": plan_id}).first() is not None:
        raise Conflict(
            "plan-has-minutes",
            vi="Phương án đã có biên bản; hãy hủy hoặc từ chối từng biên bản trước.",
            en="Minutes were written by this plan already.",
        )
    return _end(session, actor, row, ("cancelled", reason), {})


def complete(session: Session, actor: Actor, plan_id: UUID, version: int, note: str) -> dict[str, Any]:
    """End a plan whose minutes are all signed and that adds up.

    Raises Conflict that names what breaks it. What later befell an asset (written off, moved on, its value
    changed) may stand with a `note` that explains it.
    """
    row = locked(session, plan_id, version)
    rules.check_state(row["state"], ("written",))
    whole_or_refuse(session, row)
    found = reconciliation(session, plan_id)
    breakers = found["breakers"]
    hard = [one for one in breakers if one["why"] not in _EXPLAINABLE]
    if hard or (breakers and not note):
        named = [_named(one) for one in (hard or breakers)[:50]]
        raise Conflict(
            "plan-does-not-net",
            vi=f"Đối chiếu chưa khớp: {found['breakers_count']} tài sản. {named[0].vi}",
            en=f"It does not add up yet: {found['breakers_count']} assets. {named[0].en}",
            errors=named,
        )
    totals = {**found["total"]["opening"], "explained": len(breakers)}
    return _end(session, actor, row, ("completed", note), totals)


def _end(
    session: Session, actor: Actor, row: dict[str, Any], how: tuple[str, str], totals: Mapping[str, Any]
) -> dict[str, Any]:
    state, note = how
    ended = {
        "state": state,
        "ended_by": actor.subject,
        "ended_at": clock.now(),
        "ended_note": note,
        "version": row["version"] + 1,
    }
    session.execute(update(PLANS).where(PLANS.c.id == row["id"]).values(**ended))
    session.execute(_LET_GO, {"plan": row["id"]})
    leaf = seal_plan(session, actor, state, {**row, **ended}, {"note": note, **totals})
    after = heads.plan(session, row["id"])
    if state == "completed":
        tell(session, state, after, {name: totals[name] for name in ("count", "cost", "remaining")}, leaf)
    return after


def _refuse_unready(
    row: Mapping[str, Any], shown: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> None:
    undecided = [line for line in lines if line["why"] in rules.UNDECIDED]
    issues = preview.issues_of(shown, lines)
    if not row["document_number"] or row["document_on"] is None:
        vi = "Thiếu số và ngày của văn bản phê duyệt (căn cứ in trên biên bản)."
        raise _unready([FieldError("/document_number", vi, "The approving document is missing.")])
    if row["happened_on"] > clock.today():
        vi = "Chưa đến ngày bàn giao đã ghi; hãy phê duyệt từ ngày đó."
        raise _unready([FieldError("/happened_on", vi, "The day of the handover lies ahead.")])
    if undecided:
        raise _unready([_named(line) for line in undecided[:50]], len(undecided))
    if issues or not lines:
        vi = "Có đơn vị chưa có người đại diện ký." if lines else "Các đơn vị cũ không có tài sản nào."
        raise _unready([FieldError("/signers", vi, "Signers are missing, or there are no assets.")])


def _unready(faults: list[FieldError], count: int = 0) -> Conflict:
    told = f"Còn {count} tài sản chưa có đơn vị tiếp nhận. " if count else ""
    return Conflict(
        "plan-not-ready",
        vi=f"Phương án chưa phê duyệt được. {told}{faults[0].vi}",
        en=f"The plan cannot be approved yet. {faults[0].en}",
        errors=faults,
    )


def _named(one: Mapping[str, Any]) -> FieldError:
    return FieldError(
        f"/assets/{one['asset_id']}", f"{one['code']} – {one['name']}", f"{one['code']}: {one['why']}"
    )


def _freeze(session: Session, row: Mapping[str, Any], kept: Sequence[Mapping[str, Any]]) -> None:
    added = {"plan_id": row["id"], "lead_unit_id": row["unit_id"], "record_id": None, "open": True}
    try:
        direct.rows(session, _FREEZE, {"lines": orjson.dumps([{**line, **added} for line in kept]).decode()})
    except IntegrityError as error:
        if constraint_of(error) != "plan_lines_one_open_plan":
            raise
        raise Conflict(
            "asset-in-another-plan",
            vi="Có tài sản đang nằm trong một phương án khác đã phê duyệt.",
            en="An asset is in another approved plan.",
        ) from error


def _totals(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {
        "count": len(lines),
        "cost": sum(line["cost"] or 0 for line in lines),
        "remaining": sum(line["remaining_value"] or 0 for line in lines),
    }
