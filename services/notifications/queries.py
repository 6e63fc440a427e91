"""All that only looks: a person's notices, how each was delivered, the attempts that prove it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from services.notifications import rules
from services.notifications.models import ATTEMPTS, DELIVERIES, NOTICES
from shared import clock
from shared.auth import Actor
from shared.errors import NotFound
from shared.web.pages import cursor_of, key_of, page

Row = Mapping[Any, Any]  # a row of our tables
OVERSEERS = ("officer", "head", "accountant", "auditor", "admin", "service")
_SHOWN = ("channel", "state", "attempts", "last_error", "sent_at")


def page_of_notices(
    session: Session,
    actor: Actor,
    language: str,
    *,
    limit: int,
    after: str | None,
    count: bool,
    **wanted: Any,
) -> dict[str, Any]:
    """A page of what `wanted` (recipient, state, kind, about) names and the actor may see, newest first."""
    where = [*_may_see(actor), *_wanted(wanted)]
    rows = session.execute(_page(where, limit, after)).mappings().all()
    shown = _deliveries(session, [row["id"] for row in rows[:limit]])
    answer = page(
        rows,
        limit,
        lambda row: _shape(row, shown[row["id"]], language),
        lambda row: cursor_of(str(row["id"])),
    )
    if count:
        counted = select(func.count(), func.count().filter(NOTICES.c.state == "unread")).where(*where)
        answer["count"], answer["unread"] = session.execute(counted).one()
    return answer


def notice(session: Session, actor: Actor, notice_id: UUID, language: str) -> dict[str, Any]:
    """One notice; raises NotFound for what the actor may not see."""
    return notice_shape(session, row_of(session, actor, notice_id), language)


def attempts_of(session: Session, actor: Actor, notice_id: UUID) -> dict[str, Any]:
    """Every attempt to deliver a notice, in order, with the other side's own words."""
    row_of(session, actor, notice_id)
    wanted = (
        select(DELIVERIES.c.channel, ATTEMPTS.c.number, ATTEMPTS.c.at, ATTEMPTS.c.outcome, ATTEMPTS.c.answer)
        .join_from(ATTEMPTS, DELIVERIES, ATTEMPTS.c.delivery_id == DELIVERIES.c.id)
        .where(DELIVERIES.c.notice_id == notice_id)
        .order_by(ATTEMPTS.c.id)
        .limit(500)
    )
    return {"items": [dict(row) for row in session.execute(wanted).mappings()], "next": None}


def sending(session: Session) -> dict[str, Any]:
    """How the e-mails that the actor may see come along: {waiting, dead, oldest_unsent_at, last_sent_at,
    alarms}.
    """
    waits = DELIVERIES.c.state.in_(("planned", "failed"))
    lost = (DELIVERIES.c.state == "dead") & NOTICES.c.settled_at.is_(None)
    counted = (
        select(
            func.count().filter(waits),
            func.count().filter(lost),
            func.min(NOTICES.c.created_at).filter(waits),
            func.max(DELIVERIES.c.sent_at),
        )
        .join_from(DELIVERIES, NOTICES, DELIVERIES.c.notice_id == NOTICES.c.id)
        .where(DELIVERIES.c.channel == "email")
    )
    waiting, dead, oldest, last = session.execute(counted).one()
    alarms = rules.sending_alarms(clock.now(), oldest, last)
    moments = {"oldest_unsent_at": oldest, "last_sent_at": last}
    return {"waiting": waiting, "dead": dead, **moments, "alarms": alarms}


def notice_shape(session: Session, row: Row, language: str) -> dict[str, Any]:
    """One notice as the API answers it."""
    return _shape(row, _deliveries(session, [row["id"]])[row["id"]], language)


def row_of(session: Session, actor: Actor, notice_id: UUID, *, lock: bool = False) -> Row:
    """The row of a notice; raises NotFound for what the actor may not see."""
    wanted = select(NOTICES).where(NOTICES.c.id == notice_id, *_may_see(actor))
    row = session.execute(wanted.with_for_update() if lock else wanted).mappings().first()
    if row is None:
        raise NotFound("notice-not-found", vi="Không có thông báo này.", en="There is no such notice.")
    return row


def _may_see(actor: Actor) -> list[ColumnElement[bool]]:
    """A mere holder sees the own notices only, though the token names a unit; the database does the rest."""
    return [] if actor.has(*OVERSEERS) else [NOTICES.c.recipient_person_id == actor.person_id]


def _wanted(wanted: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    columns = {
        "recipient": NOTICES.c.recipient_person_id,
        "state": NOTICES.c.state,
        "kind": NOTICES.c.kind,
        "about": NOTICES.c.about_id,
    }
    where = [column == wanted[name] for name, column in columns.items() if wanted.get(name) is not None]
    if wanted.get("delivery") is not None:
        in_state = select(DELIVERIES.c.notice_id).where(
            DELIVERIES.c.notice_id == NOTICES.c.id, DELIVERIES.c.state == wanted["delivery"]
        )
        where.append(in_state.exists())
    return where


def _page(where: Sequence[ColumnElement[bool]], limit: int, after: str | None) -> Select[Any]:
    wanted = select(NOTICES).where(*where).order_by(NOTICES.c.id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(NOTICES.c.id < key_of(after, UUID)[0])
    return wanted


def _deliveries(session: Session, notice_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {notice_id: [] for notice_id in notice_ids}
    if found:
        wanted = select(DELIVERIES).where(DELIVERIES.c.notice_id.in_(list(found)))
        for row in session.execute(wanted.order_by(DELIVERIES.c.channel.desc())).mappings():
            found[row["notice_id"]].append({name: row[name] for name in _SHOWN})
    return found


def _shape(row: Row, deliveries: list[dict[str, Any]], language: str) -> dict[str, Any]:
    same = ("id", "cause_event_id", "kind", "about_id", "recipient_person_id", "unit_id")
    words = ("subject_vi", "text_vi", "subject_en", "text_en")
    moments = ("state", "created_at", "read_at", "acknowledged_at", "settled_at", "version")
    return {
        **{name: row[name] for name in (*same, *words, *moments)},
        "subject": row[f"subject_{language}"],
        "text": row[f"text_{language}"],
        "link": row["path"],
        "deliveries": deliveries,
    }
