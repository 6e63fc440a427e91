"""The devices that count: what they still hold, and those that will never send it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.assets.finding import Row, locked
from services.assets.models import PEOPLE, STOCKTAKE_DEVICES, STOCKTAKES
from services.assets.queries.stocktakes import device_shape, may_look
from services.assets.rules import stocktakes as rules
from shared.auth import Actor
from shared.clock import legal_date, now
from shared.errors import Conflict, NotFound
from shared.vietnamese import short_date


def report_device(session: Session, actor: Actor, stocktake_id: UUID, device_id: str, unsent: int) -> Row:
    """A device says how many scans it holds unsent. One that was given up and speaks again counts again."""
    may_look(locked(session, STOCKTAKES, stocktake_id), actor)
    row = insert(STOCKTAKE_DEVICES).values(
        _row(session, actor, stocktake_id, device_id, unsent=unsent, at=now())
    )
    fresh = ("person_id", "person_name", "unsent", "last_seen_at")
    kept = row.on_conflict_do_update(
        index_elements=["stocktake_id", "device_id"],
        set_={
            **{name: row.excluded[name] for name in fresh},
            "written_off_at": None,
            "written_off_by": None,
            "write_off_reason": None,
        },
    ).returning(STOCKTAKE_DEVICES)
    return device_shape(session.execute(kept).mappings().one())


def seen_devices(
    session: Session, actor: Actor, stocktake_id: UUID, device_ids: Collection[str], at: datetime
) -> None:
    """Devices have just sent scans; what they still hold they say themselves."""
    rows = [
        _row(session, actor, stocktake_id, device_id, unsent=0, at=at) for device_id in sorted(device_ids)
    ]
    row = insert(STOCKTAKE_DEVICES).values(rows)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["stocktake_id", "device_id"], set_={"last_seen_at": row.excluded.last_seen_at}
        )
    )


def write_off_device(session: Session, actor: Actor, stocktake_id: UUID, device_id: str, reason: str) -> Row:
    """Give a lost device up, with the reason: the stocktake may end without what it holds."""
    stocktake = locked(session, STOCKTAKES, stocktake_id)
    may_look(stocktake, actor)
    chairs = [member["person_id"] for member in stocktake["board"] if member["role"] == "chair"]
    rules.may_write_off(chairs, actor.person_id, head=actor.has("head", "service"))
    gone = (
        update(STOCKTAKE_DEVICES)
        .where(STOCKTAKE_DEVICES.c.stocktake_id == stocktake_id, STOCKTAKE_DEVICES.c.device_id == device_id)
        .values(written_off_at=now(), written_off_by=actor.subject, write_off_reason=reason)
        .returning(STOCKTAKE_DEVICES)
    )
    row = session.execute(gone).mappings().first()
    if row is None:
        raise NotFound("device-not-found", vi="Không có thiết bị này.", en="There is no such device.")
    return device_shape(row)


def refuse_unsent(session: Session, stocktake_id: UUID) -> None:
    """Raise Conflict naming every device that still holds scans: whose it is, how many, when last seen."""
    holding = select(STOCKTAKE_DEVICES).where(
        STOCKTAKE_DEVICES.c.stocktake_id == stocktake_id,
        STOCKTAKE_DEVICES.c.unsent > 0,
        STOCKTAKE_DEVICES.c.written_off_at.is_(None),
    )
    rows = session.execute(holding.order_by(STOCKTAKE_DEVICES.c.device_id).limit(50)).mappings().all()
    if not rows:
        return
    said = "; ".join(
        f"{row['person_name'] or row['device_id']}: {row['unsent']}"
        f" (thấy lần cuối {short_date(legal_date(row['last_seen_at']))})"
        for row in rows
    )
    raise Conflict(
        "device-holds-scans",
        vi=f"Còn thiết bị chưa gửi hết lần quét: {said}."
        " Hãy mở thiết bị đó khi có mạng, hoặc ghi nhận là mất.",
        en="A device still holds scans that it has not sent. Bring it online, or write it off.",
        devices=[_named(row) for row in rows],
    )


def _named(row: Any) -> dict[str, Any]:
    return {
        "device_id": row["device_id"],
        "person_name": row["person_name"],
        "unsent": row["unsent"],
        "last_seen_at": row["last_seen_at"].isoformat(),
    }


def _row(
    session: Session, actor: Actor, stocktake_id: UUID, device_id: str, *, unsent: int, at: datetime
) -> Row:
    name = session.execute(select(PEOPLE.c.name).where(PEOPLE.c.id == actor.person_id)).scalar()
    return {
        "stocktake_id": stocktake_id,
        "device_id": device_id,
        "person_id": actor.person_id,
        "person_name": name or "",
        "unsent": unsent,
        "last_seen_at": at,
    }
