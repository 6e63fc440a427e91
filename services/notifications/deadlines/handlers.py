"""What events mean for the deadlines that are watched."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.notifications.deadlines import policies, terms
from services.notifications.deadlines.plan import SIGNING_DAYS
from services.notifications.deadlines.tables import TERMS
from shared import clock
from shared.workdays import moved

CloudEvent = Mapping[str, Any]


def watch_recall(session: Session, event: CloudEvent) -> None:
    """A recall was opened, is due, or is closed: its deadline and what is open of it, as it says."""
    data = event["data"]
    _watch(
        session,
        event,
        "recall",
        path=f"/recalls/{event['subject']}",
        person_id=UUID(data["person_id"]),
        opened_on=date.fromisoformat(data["opened_on"]),
        due_on=date.fromisoformat(data["deadline"]),
        state=terms.OPEN if data["state"] == "open" else terms.OVER,
    )


def watch_record(session: Session, event: CloudEvent, signed: Collection[str] = ()) -> None:
    """A record waits for signatures, `signed` being there, or it waits no more."""
    data = event["data"]
    waiting = data["state"] in {"issued", "signed"}
    missing = [data[f"{side}_person_id"] for side in ("giver", "receiver") if side not in signed]
    signers = [id_ for id_ in map(UUID, missing) if id_.int]  # the nil UUID stands for an outside party
    opened_on = clock.legal_date(datetime.fromisoformat(event["time"])) if "time" in event else clock.today()
    due_on = terms.due_on_of(session, "record", UUID(event["subject"]))
    _watch(
        session,
        event,
        "record",
        path=f"/records/{event['subject']}",
        signers=signers if waiting else [],
        opened_on=opened_on,
        due_on=due_on or moved(opened_on, SIGNING_DAYS, "working_days"),
        state=terms.OPEN if waiting else terms.OVER,
    )
    if data["state"] == "completed" and data["recall_id"]:
        _returned(session, UUID(data["recall_id"]), data["asset_ids"])


def watch_stocktake(session: Session, event: CloudEvent) -> None:
    """A unit owes its year-end stocktake."""
    data = event["data"]
    opened_on = clock.legal_date(datetime.fromisoformat(event["time"])) if "time" in event else clock.today()
    due_on = date.fromisoformat(data["deadline"])
    _watch(session, event, "stocktake", path="/stocktakes/new", opened_on=opened_on, due_on=due_on)


def on_stocktake_planned(session: Session, event: CloudEvent) -> None:
    """A stocktake was opened or closed: the year-end one that the unit owed is no longer owed."""
    data = event["data"]
    if data["kind"] == "year_end":
        terms.end_stocktakes(session, UUID(data["unit_id"]), date.fromisoformat(data["as_of"]).year)


def _watch(session: Session, event: CloudEvent, cause: str, **facts: Any) -> None:
    term = {
        "cause": cause,
        "about_id": UUID(event["subject"]),
        "unit_id": UUID(event["data"]["unit_id"]),
        "person_id": None,
        "signers": [],
        "facts": dict(event["data"]),
        "state": terms.OPEN,
        "version": int(event["sequence"]),
        **facts,
    }
    terms.watch(session, policies.policies_of(session, cause), term)


def _returned(session: Session, recall_id: UUID, asset_ids: Collection[str]) -> None:
    """What came back is no longer counted in the reminders of its recall."""
    mine = (TERMS.c.cause == "recall", TERMS.c.about_id == recall_id)
    facts = session.execute(select(TERMS.c.facts).where(*mine).with_for_update()).scalar()
    if facts is not None:
        left = [asset for asset in facts["asset_ids"] if asset not in set(asset_ids)]
        session.execute(update(TERMS).where(*mine).values(facts={**facts, "asset_ids": left}))
