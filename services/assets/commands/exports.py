"""Making a form from the books while it is sent, and keeping what it was made of and what came out."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.assets.forms import paper
from services.assets.forms.catalogue import statement
from services.assets.forms.wording import GIVEN
from services.assets.models import EXPORTS
from services.assets.queries.exports import Order, order_of, sureness
from services.assets.queries.periods import position
from shared.auth import Actor
from shared.clock import now
from shared.db import direct
from shared.ids import uuid7
from shared.sheets import delimited, xlsx
from shared.sheets.counted import Tally
from shared.web.streaming import Stream

_COPY = {"csv": "(FORMAT csv)", "xlsx": "(NULL '')", "pdf": "(NULL '')"}
_MEDIA = {"csv": delimited.MEDIA_TYPE, "xlsx": xlsx.MEDIA_TYPE, "pdf": "application/pdf"}
_GROUP = "Nhóm"  # the heading of the first column of a CSV, which has no rows of groups


def export(session: Session, actor: Actor, name: str, query: dict[str, Any]) -> Stream:
    """The form `name` as a stream whose beginning and end are kept; raises as `order_of`."""
    order = order_of(session, actor, name, query)
    export_id, tally, digest = uuid7(), Tally(order.columns, 1), _Digest()
    begins = {
        **_described(order),
        "id": export_id,
        "position": position(session, order.period),
        "made_by": actor.subject,
        "made_at": now(),
    }
    return Stream(
        chunks=digest.of(_chunks(session, order, tally)),
        media_type=_MEDIA[order.file_format],
        filename=order.filename,
        headers={"X-Export-Id": str(export_id)},
        begun=lambda own: note_export(own, begins),
        ended=lambda own, whole: seal_export(own, export_id, digest.outcome(tally) if whole else None),
    )


def note_export(session: Session, export: Mapping[str, Any]) -> None:
    """Write the row of an export that begins; `export` has every column but what comes out."""
    session.execute(insert(EXPORTS), {**export, "state": "running"})


def seal_export(session: Session, export_id: UUID, outcome: Mapping[str, Any] | None) -> None:
    """Write what came out ({rows, totals, sha256, bytes}), or (None) that the export broke off."""
    ended = {"state": "whole" if outcome else "broken", "ended_at": now(), **(outcome or {})}
    session.execute(update(EXPORTS).where(EXPORTS.c.id == export_id).values(ended))


def _chunks(session: Session, order: Order, tally: Tally) -> Iterator[bytes]:
    text = statement(order.rows, order.columns, order.file_format)
    given = {**order.period.parameters(), **order.about, **GIVEN}
    # Closed whatever happens: a COPY that is left standing holds the connection, and its end waits for ever.
    with closing(direct.copied(session, text, given, _COPY[order.file_format])) as rows:
        yield from _written(order, rows, tally)


def _written(order: Order, rows: Iterator[bytes], tally: Tally) -> Iterator[bytes]:
    if order.file_format == "csv":
        titles = [_GROUP, *delimited.headings(order.columns)]
        return delimited.table(titles, rows, tally, bom=order.bom)
    if order.file_format == "pdf":
        return paper.pdf(order.sheet, rows, tally)
    return xlsx.workbook(order.sheet, rows, tally)


def _described(order: Order) -> dict[str, Any]:
    """What is kept of an order: the form, what was asked for, where the rows stand in the file."""
    asked = {**order.period.parameters(), **order.about, "format": order.file_format, "bom": order.bom}
    asked |= {"table": order.table} if order.table else {}
    known_at = asked.pop("known_at")
    plain = {key: value if isinstance(value, bool | None) else str(value) for key, value in asked.items()}
    offset = 1 if order.file_format == "csv" else 0
    below = next((side.title for side in order.sheet.sides if side.below), None)
    amounts = order.version.details.get("amounts", "đồng")
    form = {"name": order.form.name, "key": order.version.key, "amounts": amounts}
    return {
        "unit_id": order.period.unit["id"],
        "form": {**form, **sureness(order.version)},
        "parameters": plain,
        "known_at": known_at,
        "layout": {
            "first_row": {"xlsx": order.sheet.first_row, "csv": 2, "pdf": None}[order.file_format],
            "counted_by": offset,
            "columns": len(order.columns) + offset,
            "totals": {c.key: at + offset for at, c in enumerate(order.columns) if c.sums},
            "until": below,  # what stands in the first column of the row behind the last of them
        },
    }


class _Digest:
    """The SHA-256 and size of what goes by."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._bytes = 0

    def of(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same chunks."""
        for chunk in chunks:
            self._sha256.update(chunk)
            self._bytes += len(chunk)
            yield chunk

    def outcome(self, tally: Tally) -> dict[str, Any]:
        """What came out."""
        sealed = {"sha256": self._sha256.hexdigest(), "bytes": self._bytes}
        return {"rows": tally.rows, "totals": tally.totals, **sealed}
