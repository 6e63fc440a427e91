"""From a record to its minutes as a PDF document."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import qrcode
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover.minutes.sheet import sheet
from services.handover.models import KNOWN_UNITS, SIGNATURES
from services.handover.models.scans import WITNESSES
from services.handover.queries.records import record
from services.handover.queries.witnesses import witnesses_of
from shared.auth import Actor
from shared.typeset import RENDERER
from shared.web.door import Document

TEMPLATE = Path(__file__).resolve().with_name("minutes.typ")
_TO_SIGN = (
    "Bản để ký số: chữ ký số của các bên nằm trong chính tệp PDF này; mở bằng phần mềm đọc PDF để kiểm tra."
)
_SEALED = "Bản PDF này mang dấu số của {}; mở bằng phần mềm đọc PDF để kiểm tra."


def minutes(
    session: Session,
    actor: Actor,
    record_id: UUID,
    base_url: str,
    *,
    to_sign: bool = False,
    copies: int = 0,
    sealed_by: str = "",
) -> Document:
    """The minutes of a record that the actor may see, as they stand now.

    `copies`: how many the paper says there are (0: nothing); `to_sign`: as the file that persons sign
    digitally; `sealed_by`: whose seal they will bear.
    """
    shown = record(session, actor, record_id)
    return minutes_of(session, shown, base_url, to_sign=to_sign, copies=copies, sealed_by=sealed_by)


def minutes_of(
    session: Session,
    shown: dict[str, Any],
    base_url: str,
    *,
    to_sign: bool = False,
    copies: int = 0,
    sealed_by: str = "",
    witnessed: int | None = None,
    made_at: int | None = None,
) -> Document:
    """The minutes of a record as `shown` (record_shape), with its first `witnessed` witnesses (None: all).
    For the same `made_at`, a POSIX time, they are the same bytes again.
    """
    record_id = shown["id"]
    unit_name = session.execute(
        select(KNOWN_UNITS.c.name).where(KNOWN_UNITS.c.id == shown["unit_id"])
    ).scalar()
    drawn = select(SIGNATURES.c.side, SIGNATURES.c.drawing).where(
        SIGNATURES.c.record_id == record_id, SIGNATURES.c.drawing.is_not(None)
    )
    signed = {one["side"] for one in shown["signatures"]}
    drawings = {row.side: bytes(row.drawing) for row in session.execute(drawn) if row.side in signed}
    seen = witnesses_of(session, record_id)[:witnessed]
    drawn_by = select(WITNESSES.c.number, WITNESSES.c.drawing).where(
        WITNESSES.c.record_id == record_id, WITNESSES.c.drawing.is_not(None)
    )
    drawings |= {str(row.number): bytes(row.drawing) for row in session.execute(drawn_by)}
    content = sheet(shown, shown["lines"], unit_name or "", drawings, seen, copies=copies)
    if to_sign:
        content |= {"standing": ""}
        content["notes"].append(_TO_SIGN)
    if sealed_by:
        content["notes"].append(_SEALED.format(sealed_by))
    return Document(
        RENDERER.pdf(TEMPLATE, with_check(content, f"{base_url}/v/{record_id}"), made_at=made_at),
        "application/pdf",
        _name(shown),
    )


def with_check(content: dict[str, Any], url: str) -> dict[str, Any]:
    """The sheet with the address of the public check page and its QR symbol: one to scan at the end, a small
    one for the foot of every page. A draft bears none: nothing that is signed on it could count.
    """
    if not content["content_hash"]:
        return {**content, "check_url": url, "qr": [], "qr-small": []}
    return {
        **content,
        "check_url": url,
        "qr": _symbol(url, qrcode.ERROR_CORRECT_M),
        "qr-small": _symbol(url, qrcode.ERROR_CORRECT_L),
    }


def _symbol(url: str, strength: int) -> list[int]:
    """The QR symbol of `url` as the bytes of a 1-bit PNG."""
    symbol = qrcode.QRCode(error_correction=strength, border=4)
    symbol.add_data(url)
    matrix = symbol.get_matrix()
    picture = Image.new("1", (len(matrix), len(matrix)), 1)
    picture.putdata([0 if dark else 1 for row in matrix for dark in row])
    out = io.BytesIO()
    picture.save(out, "PNG")
    return list(out.getvalue())


def _name(shown: dict[str, Any]) -> str:
    number = (shown["number"] or "nhap").split("/")[0]
    return f"BB-{shown['year'] or 'nhap'}-{number}.pdf"
