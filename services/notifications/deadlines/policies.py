"""The policies in their versions: which hold now, and changing one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, insert, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.notifications.deadlines import terms
from services.notifications.deadlines.plan import OF_CAUSE, Policy, first_policies
from services.notifications.deadlines.tables import NOTICE_POLICIES
from shared import clock
from shared.auth import Actor
from shared.errors import FieldError, Invalid, NotFound, Stale

_NEWEST = (
    select(NOTICE_POLICIES)
    .ext(distinct_on(NOTICE_POLICIES.c.cause, NOTICE_POLICIES.c.step))
    .order_by(NOTICE_POLICIES.c.cause, NOTICE_POLICIES.c.step, NOTICE_POLICIES.c.version.desc())
)
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('notice policies', 0))")


def holding(session: Session) -> dict[str, Policy]:
    """{name: the policy that holds now}; a name is recall.overdue."""
    changed = [_policy(row) for row in session.execute(_NEWEST).mappings()]
    return {one.name: one for one in (*first_policies(), *changed)}


def policies_of(session: Session, cause: str) -> list[Policy]:
    """The policies of one cause that hold now."""
    return [policy for policy in holding(session).values() if policy.cause == cause]


def list_policies(session: Session) -> dict[str, Any]:
    """Every policy that holds now, by cause and day."""
    ordered = sorted(holding(session).values(), key=lambda one: (one.cause, one.offset, one.step))
    return {"items": [shape(policy) for policy in ordered], "next": None}


def versions_of(session: Session, name: str) -> dict[str, Any]:
    """Every version of one policy, the newest first, with who changed it and why. Raises NotFound."""
    now = _holding(session, name)
    wanted = select(NOTICE_POLICIES).where(
        NOTICE_POLICIES.c.cause == now.cause, NOTICE_POLICIES.c.step == now.step
    )
    rows = session.execute(wanted.order_by(NOTICE_POLICIES.c.version.desc())).mappings().all()
    items = [
        {**shape(_policy(row)), **{name: row[name] for name in ("reason", "recorded_at", "recorded_by")}}
        for row in rows
    ]
    first = [one for one in first_policies() if one.name == name]
    nobody = {"reason": "", "recorded_at": None, "recorded_by": ""}
    return {"items": [*items, *({**shape(one), **nobody} for one in first)], "next": None}


def change_policy(
    session: Session, actor: Actor, name: str, version: int, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Let a new version of a policy (loaded PolicyIn) hold from now on. Raises NotFound, Stale, Invalid.

    What was told stays told; what is still to come of every open deadline is planned anew.
    """
    session.execute(_ONE_AT_A_TIME)
    before = _holding(session, name)
    if before.version != version:
        raise Stale(
            "version-stale",
            vi="Quy tắc đã thay đổi từ khi anh/chị mở. Hãy tải lại.",
            en="The policy was changed since you read it. Load it again.",
            version=before.version,
        )
    check(before, data)
    row = {
        "cause": before.cause,
        "step": before.step,
        "version": version + 1,
        "offset_days": data["offset"],
        "day_kind": data["kind"],
        "recipients": data["to"],
        "channels": data["by"],
        "statutory": before.statutory,
        "enabled": data["on"],
        "reason": data["reason"],
        "recorded_at": clock.now(),
        "recorded_by": actor.subject,
    }
    session.execute(insert(NOTICE_POLICIES), row)
    terms.plan_anew(session, before.cause, policies_of(session, before.cause))
    return shape(_holding(session, name))


def check(before: Policy, data: Mapping[str, Any]) -> None:
    """What the law asks for cannot be switched off, and only who has a part in the cause can be told.

    Raises Invalid.
    """
    faults = []
    if before.statutory and not data["on"]:
        vi = "Thời hạn này do pháp luật quy định nên không tắt được thông báo."
        faults.append(FieldError("/on", vi, "The law sets this deadline; its notice cannot be switched off."))
    if strangers := set(data["to"]) - set(OF_CAUSE[before.cause]):
        vi = f"Việc này không có người nhận: {', '.join(sorted(strangers))}."
        faults.append(FieldError("/to", vi, f"Nobody of this kind here: {', '.join(sorted(strangers))}."))
    if "in_app" not in data["by"]:
        vi = "Thông báo trong phần mềm luôn được gửi."
        faults.append(FieldError("/by", vi, "A notice always appears in the application."))
    if faults:
        raise Invalid("policy-refused", vi=faults[0].vi, en=faults[0].en, errors=faults)


def shape(policy: Policy) -> dict[str, Any]:
    """One policy as the API shows it."""
    same = ("name", "cause", "step", "offset", "kind", "to", "by", "statutory", "on", "version")
    return {**{name: getattr(policy, name) for name in same}, "may_tell": OF_CAUSE[policy.cause]}


def _holding(session: Session, name: str) -> Policy:
    found = holding(session).get(name)
    if found is None:
        raise NotFound("policy-unknown", vi="Không có quy tắc thông báo này.", en="There is no such policy.")
    return found


def _policy(row: RowMapping) -> Policy:
    return Policy(
        row["cause"],
        row["step"],
        row["offset_days"],
        row["day_kind"],
        tuple(row["recipients"]),
        tuple(row["channels"]),
        row["statutory"],
        row["enabled"],
        row["version"],
    )
