"""What the witness publishes: signatures and hashes, which anybody may have."""

from typing import Any

from prometheus_client import Gauge
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notifications.witness.tables import ALARMS, COSIGNATURES, KEYS
from shared.errors import NotFound

_SIZE = Gauge("taisan_witness_ledger_size", "Entries of the ledger that the witness cosigned last")
_REFUSED = Gauge(
    "taisan_witness_alarms", "Times that the witness refused the ledger; anything but 0 is an alarm"
)
_ALARM = ("id", "kind", "reason", "kept_size", "kept_note", "shown_note", "raised_at")


def standing(session: Session) -> dict[str, Any]:
    """How the ledger stands before its witness: {standing: silent | holds | refused, size, cosigned_at,
    alarms}.
    """
    last = session.execute(select(COSIGNATURES).order_by(COSIGNATURES.c.number.desc()).limit(1)).first()
    alarms = session.execute(select(ALARMS).order_by(ALARMS.c.raised_at.desc()).limit(20)).mappings().all()
    return {
        "standing": "refused" if alarms else "holds" if last else "silent",
        "size": last.size if last else 0,
        "cosigned_at": last.cosigned_at if last else None,
        "alarms": [{name: row[name] for name in _ALARM} for row in alarms],
    }


def keys(session: Session) -> list[str]:
    """The witness's verifier keys, the first first."""
    return [str(row.key) for row in session.execute(select(KEYS).order_by(KEYS.c.number))]


def cosigned_checkpoint(session: Session) -> str:
    """The newest checkpoint that was cosigned, with the cosignature; raises NotFound before the first."""
    row = session.execute(select(COSIGNATURES).order_by(COSIGNATURES.c.number.desc()).limit(1)).first()
    if row is None:
        raise NotFound(
            "nothing-cosigned", vi="Chưa có mốc nào được chứng kiến.", en="No checkpoint is cosigned yet."
        )
    return f"{row.note}{row.line}"


def page_of_cosignatures(session: Session, *, limit: int, after: int) -> dict[str, Any]:
    """Cosignatures after the number `after`, in the order in which they were made."""
    query = select(COSIGNATURES).where(COSIGNATURES.c.number > after).order_by(COSIGNATURES.c.number)
    rows = session.execute(query.limit(limit + 1)).mappings().all()
    names = ("number", "origin", "size", "note", "line", "key", "cosigned_at")
    items = [{name: row[name] for name in names} for row in rows[:limit]]
    return {"items": items, "next": items[-1]["number"] if len(rows) > limit else None}


def measure(session: Session) -> None:
    """Set what /metrics tells of the witness."""
    _SIZE.set(session.execute(select(func.coalesce(func.max(COSIGNATURES.c.size), 0))).scalar_one())
    _REFUSED.set(session.execute(select(func.count()).select_from(ALARMS)).scalar_one())
