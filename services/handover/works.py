"""The work of custody that is too long for a request, by the kind its tasks bear (shared/tasks.py)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.commands.plans.executing import execute
from shared.auth import Actor
from shared.tasks import Progress, Work


def _execute_plan(
    session: Session, actor: Actor, given: dict[str, Any], progress: Progress
) -> Mapping[str, Any]:
    return execute(session, actor, UUID(given["plan_id"]), progress)


WORKS: dict[str, Work] = {"execute_plan": _execute_plan}
