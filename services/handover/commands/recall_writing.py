"""What every act on a recall case shares: locking the case, its lines, its ledger entries, its end."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, text, update
from sqlalchemy.orm import Session

from services.handover import events, rules, visibility
from services.handover.commands import clearances
from services.handover.ledger import acts
from services.handover.ledger.entries import Link
from services.handover.models import RECALL_OUTCOMES, RECALLS
from services.handover.queries import facts
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import NotFound, Stale
from shared.ids import uuid7

Case = dict[str, Any]

_UNSAID = {"reason": "", "document": "", "amount": None, "record_id": None}

_CASE = text("SELECT * FROM recalls WHERE id = :recall FOR UPDATE")
_OPEN_CASE = text("SELECT * FROM recalls WHERE person_id = :person AND state = 'open' FOR UPDATE")
_LINES = text("SELECT * FROM recall_lines WHERE recall_id = :recall ORDER BY code")
_LINE = text(
    "UPDATE recall_lines SET state = :outcome, record_id = coalesce(:record_id, record_id)"
    " WHERE recall_id = :recall_id AND asset_id = :asset_id"
)
_PERSON = text(
    "SELECT p.id, p.unit_id, p.name, p.post, p.status, p.left_on, coalesce(u.name, '') AS unit_name"
    " FROM known_people p LEFT JOIN known_units u ON u.id = p.unit_id WHERE p.id = :person FOR NO KEY"
    " UPDATE OF p"
)


def person_of(session: Session, person_id: UUID) -> Row[Any]:
    """The person, held still; raises NotFound for somebody whom the actor may not see."""
    row = session.execute(_PERSON, {"person": person_id}).first()
    if row is None:
        raise NotFound(
            "person-unknown",
            vi="Không có người này trong danh sách của đơn vị.",
            en="Nobody by this id in your units.",
        )
    return row


def locked(session: Session, actor: Actor, recall_id: UUID, version: int | None = None) -> Case:
    """The case, locked for change; raises NotFound, or Stale when it is not at `version` any more."""
    visibility.only_own(session, actor)
    row = session.execute(_CASE, {"recall": recall_id}).mappings().first()
    if row is None:
        raise NotFound(
            "recall-not-found", vi="Không tìm thấy đợt thu hồi này.", en="There is no such recall."
        )
    if version is not None and row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Đợt thu hồi đã thay đổi từ khi anh/chị mở. Hãy tải lại để xem bản mới.",
            en="The recall was changed since you read it. Load it again.",
            version=row["version"],
        )
    return dict(row)


def open_case(session: Session, person_id: UUID) -> Case | None:
    """The open case of somebody, locked; None when there is none."""
    row = session.execute(_OPEN_CASE, {"person": person_id}).mappings().first()
    return dict(row) if row is not None else None


def lines_of(session: Session, recall_id: UUID) -> list[dict[str, Any]]:
    """The lines of a case by code."""
    return [dict(row) for row in session.execute(_LINES, {"recall": recall_id}).mappings()]


def change(session: Session, case: Case, **values: Any) -> None:
    """Change some columns of a locked case, in the table and in `case`; its version goes up by one."""
    values["version"] = case["version"] + 1
    session.execute(update(RECALLS).where(RECALLS.c.id == case["id"]).values(**values))
    case.update(values)


def write_outcomes(
    session: Session, actor: Actor, recall_id: UUID, lines: Sequence[Mapping[str, Any]], **said: Any
) -> None:
    """Add an outcome to each of the (locked) lines; what was said of them before stays where it is."""
    rows = [
        {
            **_UNSAID,
            **said,
            "id": uuid7(),
            "recall_id": recall_id,
            "asset_id": line["asset_id"],
            "before": line["state"],
            "said_by": actor.subject,
            "said_at": clock.now(),
        }
        for line in lines
    ]
    if rows:
        session.execute(insert(RECALL_OUTCOMES), rows)
        names = ("outcome", "record_id", "recall_id", "asset_id")
        session.execute(_LINE, [{name: row[name] for name in names} for row in rows])


def close_when_settled(session: Session, actor: Actor, case: Case, why: Mapping[str, Any]) -> bool:
    """Close an open case of which nothing is left to settle, and clear the person who holds nothing more."""
    if case["state"] != "open":
        return False
    if any(line["state"] not in rules.SETTLED for line in lines_of(session, case["id"])):
        return False
    change(session, case, state="closed", closed_on=clock.today())
    leaf = enter(session, actor, "closed", case, why)
    outbox.record(session, events.recall_event("closed", case, [], leaf))
    clearances.clear_when_free(session, actor, case)
    return True


def enter(
    session: Session,
    actor: Actor,
    verb: str,
    case: Mapping[str, Any],
    detail: Mapping[str, Any],
    *,
    assets: Sequence[UUID] = (),
) -> bytes:
    """Write one step of a case into the ledger, into the chains of `assets` too; its leaf.

    An act that a record settles names no assets: the record's own entry stands in their chains.
    """
    links: list[Link] = facts.next_links(session, assets) if assets else []
    return acts.enter(session, actor, f"recall.{verb}", case, detail, links=links).leaf
