"""What every act on a plan shares: its locked row, the actor sees all of it, its entry and event."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover import events
from services.handover.ledger import acts
from services.handover.models import PLANS
from services.handover.queries.plans import heads
from shared import outbox
from shared.auth import Actor
from shared.errors import NotFound, NotPermitted, Stale


def locked(session: Session, plan_id: UUID, version: int | None = None) -> dict[str, Any]:
    """The row of a plan, locked for change; raises NotFound, or Stale when it is not at `version`."""
    wanted = select(PLANS).where(PLANS.c.id == plan_id).with_for_update(key_share=True)
    row = session.execute(wanted).mappings().first()
    if row is None:
        raise NotFound("plan-not-found", vi="Không tìm thấy phương án này.", en="There is no such plan.")
    if version is not None and row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Phương án đã thay đổi từ khi anh/chị mở. Hãy tải lại để xem bản mới.",
            en="The plan was changed since you read it. Load it again.",
            version=row["version"],
        )
    return dict(row)


def whole_or_refuse(session: Session, row: Mapping[str, Any]) -> dict[str, Any]:
    """The plan as `heads.shape` gives it; raises NotPermitted to whoever sees only a part of its units."""
    shown = heads.shape(row, heads.units_of(session, [row["id"]])[row["id"]])
    if not shown["whole"]:
        raise NotPermitted(
            "plan-not-whole",
            vi="Anh/chị chỉ thấy một phần phương án này; việc này do đơn vị chủ trì làm.",
            en="You see only a part of this plan; its lead unit does this.",
        )
    return shown


def seal_plan(
    session: Session, actor: Actor, verb: str, row: Mapping[str, Any], detail: Mapping[str, Any]
) -> bytes:
    """Write one act on a plan into the ledger; its leaf."""
    return acts.enter(session, actor, f"plan.{verb}", row, detail).leaf


def tell(
    session: Session, verb: str, shown: Mapping[str, Any], totals: Mapping[str, Any], leaf: bytes
) -> None:
    """Publish `handover.plan.<verb>.v1`."""
    outbox.record(session, events.plan_event(verb, shown, totals, leaf))
