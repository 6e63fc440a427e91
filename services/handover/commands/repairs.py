"""Assets at a repairer: whoever answers for them goes on answering; a mark says where they are."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.db import constraint_of
from shared.errors import Conflict

_GONE = text("UPDATE record_lines SET away = true WHERE record_id = :record")
_BACK = text("UPDATE record_lines SET away = false WHERE away AND asset_id = ANY(CAST(:assets AS uuid[]))")


def mark(session: Session, record: Mapping[str, Any], asset_ids: Sequence[UUID], *, away: bool) -> None:
    """The assets of a completed record are with its repairer, or (not `away`) no longer with any. At most one
    repairer has an asset: the database holds it.
    """
    if not away:
        back = session.execute(_BACK, {"assets": asset_ids}).rowcount  # type: ignore[attr-defined]
        if back != len(asset_ids):
            raise _elsewhere()
        return
    try:
        session.execute(_GONE, {"record": record["id"]})
    except IntegrityError as error:
        if constraint_of(error) != "record_lines_one_repairer":
            raise
        raise _elsewhere() from error


def _elsewhere() -> Conflict:
    return Conflict(
        "repair-changed",
        vi="Có tài sản không còn ở chỗ như khi lập biên bản. Hãy từ chối biên bản này và lập biên bản mới.",
        en="An asset is not where it was when the record was drawn up. Refuse it and draw up a new one.",
    )
