"""Making notices, and what people do with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from services.notifications import events
from services.notifications.channels import Channels, in_app
from services.notifications.models import ATTEMPTS, DELIVERIES, NOTICES
from services.notifications.queries import notice_shape, row_of
from services.notifications.rules import Told
from services.notifications.wording import Wording
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import Conflict, NotPermitted, Stale
from shared.ids import uuid7


@dataclass(frozen=True)
class Cause:
    """What notices tell of: an event, the thing it is about, and the page that shows it."""

    event_id: str
    event_type: str
    about_id: UUID
    path: str


@dataclass(frozen=True)
class Draft:
    """A notice to one person, in words."""

    told: Told
    person: Mapping[str, Any]  # the row of known_people
    words: Wording
    by: tuple[str, ...] | None = None  # the channels that a policy names; None: every one that is on


def tell(session: Session, channels: Channels, cause: Cause, drafts: Sequence[Draft]) -> int:
    """Make the notices that are not there yet, each in its inbox at once, and plan their e-mails; how many.

    A notice is known by its cause, recipient and kind: whatever comes twice, it is made once.
    """
    at = clock.now()
    rows = {draft.told: _row(cause, draft, at) for draft in drafts}
    if not rows:
        return 0
    made = set(
        session.execute(
            insert_or_not(NOTICES)
            .values(list(rows.values()))
            .on_conflict_do_nothing()
            .returning(NOTICES.c.id)
        ).scalars()
    )
    sent, planned = [], []
    for draft in drafts:
        notice = rows[draft.told]
        if notice["id"] in made:
            sent.append((notice, in_app.delivered(notice["id"], at)))
            planned += [
                _planned(notice["id"], channel, at)
                for channel in channels.later(draft.person["email"])
                if draft.by is None or channel in draft.by
            ]
    for deliveries in ([delivery for _notice, delivery in sent], planned):
        if deliveries:
            session.execute(insert(DELIVERIES), deliveries)
    outbox.record(session, *(events.notice_sent(notice, delivery, at) for notice, delivery in sent))
    return len(made)


def settle(
    session: Session, about_id: UUID, kinds: Iterable[str], persons: Iterable[UUID] | None = None
) -> None:
    """What the notices of `kinds` about this asked for is done: e-mails that have not left yet stay here.

    `persons` names the recipients for whom it is done; None means all.
    """
    mine = [NOTICES.c.about_id == about_id, NOTICES.c.kind.in_(list(kinds)), NOTICES.c.settled_at.is_(None)]
    if persons is not None:
        mine.append(NOTICES.c.recipient_person_id.in_(list(persons)))
    done = update(NOTICES).where(*mine).values(settled_at=clock.now()).returning(NOTICES.c.id)
    settled = list(session.execute(done).scalars())
    if settled:
        waiting = (DELIVERIES.c.notice_id.in_(settled), DELIVERIES.c.state.in_(("planned", "failed")))
        session.execute(update(DELIVERIES).where(*waiting).values(state="withdrawn", lease_until=None))


def is_told(session: Session, about_id: UUID, kinds: Iterable[str]) -> bool:
    """Whether a notice of one of `kinds` about this is there already: its event came out of order."""
    wanted = select(NOTICES.c.id).where(NOTICES.c.about_id == about_id, NOTICES.c.kind.in_(list(kinds)))
    return session.execute(wanted.limit(1)).first() is not None


def read_notice(
    session: Session, actor: Actor, notice_id: UUID, version: int, language: str
) -> dict[str, Any]:
    """The recipient has seen it; what is acknowledged stays so."""
    return _answered(session, actor, notice_id, version=version, state="read", language=language)


def acknowledge_notice(
    session: Session, actor: Actor, notice_id: UUID, version: int, language: str
) -> dict[str, Any]:
    """The recipient says so: it has come to the person's knowledge."""
    return _answered(session, actor, notice_id, version=version, state="acknowledged", language=language)


def resend_notice(session: Session, actor: Actor, notice_id: UUID, language: str) -> dict[str, Any]:
    """Plan anew what was given up, due at once; raises Conflict when there is nothing to send again."""
    row = row_of(session, actor, notice_id, lock=True)
    dead = (DELIVERIES.c.notice_id == notice_id, DELIVERIES.c.state == "dead")
    now = clock.now()
    again = (
        update(DELIVERIES)
        .where(*dead)
        .values(state="failed", due_at=now, lease_until=None)
        .returning(DELIVERIES.c.id, DELIVERIES.c.attempts)
    )
    revived = session.execute(again).all() if row["settled_at"] is None else []
    if not revived:
        raise Conflict(
            "nothing-to-resend",
            vi="Thông báo này không còn gì phải gửi lại.",
            en="Nothing of this notice is left to be sent again.",
        )
    asked = {"at": now, "outcome": "resend_asked", "answer": actor.subject}
    session.execute(
        insert(ATTEMPTS),
        [{"id": uuid7(), "delivery_id": one.id, "number": one.attempts, **asked} for one in revived],
    )
    return notice_shape(session, row, language)


_LATER = {"unread": ("read", "acknowledged"), "read": ("acknowledged",), "acknowledged": ()}


def _answered(
    session: Session, actor: Actor, notice_id: UUID, *, version: int, state: str, language: str
) -> dict[str, Any]:
    row = row_of(session, actor, notice_id, lock=True)
    if row["recipient_person_id"] != actor.person_id:
        raise NotPermitted(
            "notice-of-somebody-else",
            vi="Chỉ người nhận mới xác nhận được thông báo này.",
            en="Only the recipient can answer this notice.",
        )
    if row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Thông báo đã thay đổi từ lúc anh/chị mở. Hãy tải lại trang.",
            en="The notice has changed since you opened it. Load it again.",
        )
    if state in _LATER[row["state"]]:
        now = clock.now()
        changed = {"state": state, "version": version + 1, "read_at": row["read_at"] or now}
        changed |= {"acknowledged_at": now} if state == "acknowledged" else {}
        session.execute(update(NOTICES).where(NOTICES.c.id == notice_id).values(changed))
        row = {**row, **changed}
    return notice_shape(session, row, language)


def _row(cause: Cause, draft: Draft, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "cause_event_id": cause.event_id,
        "cause_type": cause.event_type,
        "kind": draft.told.kind,
        "about_id": cause.about_id,
        "recipient_person_id": draft.told.person_id,
        "unit_id": draft.person["unit_id"],
        "subject_vi": draft.words.subject_vi,
        "text_vi": draft.words.text_vi,
        "subject_en": draft.words.subject_en,
        "text_en": draft.words.text_en,
        "path": cause.path,
        "state": "unread",
        "created_at": at,
        "version": 1,
    }


def _planned(notice_id: UUID, channel: str, at: datetime) -> dict[str, Any]:
    return {"id": uuid7(), "notice_id": notice_id, "channel": channel, "state": "planned", "due_at": at}
