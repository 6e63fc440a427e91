"""What a plan must be to be opened, changed and approved. Pure; today is given."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotPermitted
from shared.vietnamese import short_date

STATES = {
    "draft": "đang soạn",
    "approved": "đã phê duyệt",
    "written": "đã lập biên bản",
    "completed": "đã hoàn thành",
    "cancelled": "đã hủy",
}


def check_state(state: str, allowed: Collection[str]) -> None:
    """Raise Conflict when a plan in `state` cannot be acted on in this way any more, or not yet."""
    if state not in allowed:
        raise Conflict(
            f"plan-{state}",
            vi=f"Phương án ở trạng thái “{STATES[state]}”, không làm việc này được.",
            en=f"The plan is {state}; this cannot be done to it.",
            state=state,
        )


def check_units(old: Sequence[UUID], new: Sequence[UUID]) -> None:
    """Raise Invalid unless there are units on both sides, each named once and on one side."""
    if not old or not new:
        vi = "Phương án cần ít nhất một đơn vị cũ và một đơn vị tiếp nhận."
        raise _wrong("plan-without-units", "/old" if not old else "/new", vi, "Units are missing.")
    if len({*old, *new}) != len(old) + len(new):
        vi = "Mỗi đơn vị chỉ đứng một lần, ở một bên."
        raise _wrong("plan-unit-twice", "/new", vi, "A unit is named twice.")


def check_days(effective_on: date, happened_on: date) -> None:
    """Raise Invalid when the handover is dated before the reorganisation has effect. It may lie ahead while
    the plan is a draft: taking over is prepared before it happens.
    """
    if happened_on < effective_on:
        vi = f"Ngày bàn giao phải từ ngày hiệu lực {short_date(effective_on)} trở đi."
        raise _wrong("handover-too-early", "/happened_on", vi, "Before the day of effect.")


def check_rules(rules: Sequence[Mapping[str, Any]], old: Collection[UUID], new: Collection[UUID]) -> None:
    """Raise Invalid naming each rule that speaks of a unit which is none of the plan's."""
    faults = []
    for place, rule in enumerate(rules):
        if rule["unit_id"] is not None and rule["unit_id"] not in old:
            vi = f"Quy tắc {place + 1}: đơn vị cũ này không thuộc phương án."
            faults.append(FieldError(f"/rules/{place}/unit_id", vi, "Not an old unit of the plan."))
        if rule["successor_id"] is not None and rule["successor_id"] not in new:
            vi = f"Quy tắc {place + 1}: đơn vị tiếp nhận này không thuộc phương án."
            faults.append(FieldError(f"/rules/{place}/successor_id", vi, "Not a successor of the plan."))
    if faults:
        raise Invalid("rules-refused", vi=faults[0].vi, en=faults[0].en, errors=faults)


def check_approver(author: Mapping[str, Any], actor: Actor) -> None:
    """Raise NotPermitted when who approves is who drew the plan up, by account or by person."""
    same_person = actor.person_id is not None and actor.person_id == author["created_person_id"]
    if actor.subject == author["created_by"] or same_person:
        raise NotPermitted(
            "approver-is-author",
            vi="Người phê duyệt phải khác người soạn phương án.",
            en="Who approves must not be who drew the plan up.",
        )


def _wrong(slug: str, pointer: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
