"""Custody put right, dated back: proposed with reason and paper, approved by somebody else.

Nothing is deleted or rewritten. Rows that the correction contradicts are marked as superseded from now on,
and what is true stands beside them in new rows: who asks what was known before is answered as before.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from services.handover import events, rules, visibility
from services.handover.commands import putting_right
from services.handover.ledger import acts
from services.handover.models import CORRECTION_LINES, CORRECTIONS
from services.handover.queries import facts
from services.handover.queries.corrections import correction_shape, lines_of
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import FieldError, Invalid, NotFound, Stale
from shared.ids import uuid7

_NAME = text("SELECT name FROM known_people WHERE id = :person")
_NUMBER = text(
    "INSERT INTO correction_counters AS c (unit_id, year, last) VALUES (:unit, :year, 1)"
    " ON CONFLICT (unit_id, year) DO UPDATE SET last = c.last + 1 RETURNING last"
)
_TOLD = ("holder_person_id", "holder_name", "from_on", "until_on", "reason", "document")


def propose_correction(session: Session, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """Write down a proposal (loaded CorrectionIn); raises Invalid, or Conflict where it says nothing new."""
    rules.check_days(data["from_on"], data.get("until_on"), clock.today())
    holder = data.get("holder_person_id")
    found = facts.people(session, {"/holder_person_id": holder}) if holder else {}
    lines = facts.lines(session, data["lines"], lock=False)
    _one_unit(lines)
    correction = {
        "id": uuid7(),
        "unit_id": lines[0]["unit_id"],
        "holder_person_id": holder,
        "holder_name": found["/holder_person_id"].name if holder else "",
        **{name: data[name] for name in ("from_on", "reason", "document")},
        "until_on": data.get("until_on"),
        "state": "proposed",
        "proposed_by": actor.subject,
        "proposed_person_id": actor.person_id,
        "proposed_name": _name_of(session, actor),
        "proposed_at": clock.now(),
        "version": 1,
    }
    putting_right.check(session, correction, lines)
    session.execute(insert(CORRECTIONS), correction)
    rows = [{**{name: line[name] for name in ("position", "asset_id", "code", "name")}} for line in lines]
    session.execute(insert(CORRECTION_LINES), [{"correction_id": correction["id"], **row} for row in rows])
    acts.enter(
        session, actor, "correction.proposed", correction, {"assets": [line["asset_id"] for line in lines]}
    )
    return correction_shape(correction, lines)


def approve_correction(
    session: Session, actor: Actor, correction_id: UUID, version: int, remark: str
) -> dict[str, Any]:
    """Let the correction take effect. Custody, recall cases, ledger and event follow at once."""
    correction = _undecided(session, actor, correction_id, version)
    visibility.whole(session)
    lines = lines_of(session, correction_id)
    asset_ids = [line["asset_id"] for line in lines]
    links = facts.next_links(session, asset_ids)
    year = clock.today().year
    number = session.execute(_NUMBER, {"unit": correction["unit_id"], "year": year}).scalar_one()
    _decide(session, actor, correction, state="approved", remark=remark, year=year, number=number)
    holders = putting_right.apply(session, actor, correction, lines)
    told = {name: correction[name] for name in _TOLD}
    detail = {**told, "remark": remark, "assets": asset_ids}
    entry = acts.enter(session, actor, "correction.approved", correction, detail, links=links)
    outbox.record(session, events.correction_approved(correction, asset_ids, holders, entry.leaf))
    return correction_shape(correction, lines)


def reject_correction(
    session: Session, actor: Actor, correction_id: UUID, version: int, reason: str
) -> dict[str, Any]:
    """Turn the proposal down, with a reason; custody stays as it was known."""
    correction = _undecided(session, actor, correction_id, version)
    _decide(session, actor, correction, state="rejected", remark=reason)
    acts.enter(session, actor, "correction.rejected", correction, {"reason": reason})
    return correction_shape(correction, lines_of(session, correction_id))


def _undecided(session: Session, actor: Actor, correction_id: UUID, version: int) -> dict[str, Any]:
    """The correction, locked; raises NotFound, Stale, Conflict or NotPermitted."""
    wanted = select(CORRECTIONS).where(CORRECTIONS.c.id == correction_id).with_for_update()
    row = session.execute(wanted).mappings().first()
    if row is None:
        raise NotFound(
            "correction-unknown", vi="Không tìm thấy đề nghị đính chính.", en="No such correction."
        )
    rules.still_proposed(row["state"])
    if row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Đề nghị đã thay đổi từ khi anh/chị mở. Hãy tải lại.",
            en="The proposal was changed since you read it. Load it again.",
            version=row["version"],
        )
    rules.may_decide(row["proposed_by"], row["proposed_person_id"], actor)
    return dict(row)


def _decide(
    session: Session,
    actor: Actor,
    correction: dict[str, Any],
    *,
    state: str,
    remark: str,
    **more: Any,
) -> None:
    values = {
        "state": state,
        "decided_by": actor.subject,
        "decided_person_id": actor.person_id,
        "decided_name": _name_of(session, actor),
        "decided_at": clock.now(),
        "decided_reason": remark,
        "version": correction["version"] + 1,
        **more,
    }
    session.execute(update(CORRECTIONS).where(CORRECTIONS.c.id == correction["id"]).values(**values))
    correction.update(values)


def _one_unit(lines: list[dict[str, Any]]) -> None:
    vi, en = "thuộc đơn vị khác với tài sản ở dòng đầu; hãy lập đề nghị riêng.", "another unit's"
    faults = [
        FieldError(f"/lines/{place}", f"{line['code']} {vi}", f"{line['code']}: {en}")
        for place, line in enumerate(lines)
        if line["unit_id"] != lines[0]["unit_id"]
    ]
    if faults:
        raise Invalid("lines-refused", vi=faults[0].vi, en=faults[0].en, errors=faults)


def _name_of(session: Session, actor: Actor) -> str:
    found = session.execute(_NAME, {"person": actor.person_id}).scalar()
    return str(found or "")
