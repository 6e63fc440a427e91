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
from services.handover.queries.records import record
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
    sealed_by: str = "",
) -> Document:
    """The minutes of a record that the actor may see, as they stand now.

    `to_sign`: as the file that persons sign digitally; `sealed_by`: whose seal they will bear.
    """
    shown = record(session, actor, record_id)
    unit_name = session.execute(
        select(KNOWN_UNITS.c.name).where(KNOWN_UNITS.c.id == shown["unit_id"])
    ).scalar()
    drawn = select(SIGNATURES.c.side, SIGNATURES.c.drawing).where(
        SIGNATURES.c.record_id == record_id, SIGNATURES.c.drawing.is_not(None)
    )
    drawings = {row.side: bytes(row.drawing) for row in session.execute(drawn)}
    content = sheet(shown, shown["lines"], unit_name or "", drawings)
    if to_sign:
        content |= {"standing": ""}
        content["notes"].append(_TO_SIGN)
    if sealed_by:
        content["notes"].append(_SEALED.format(sealed_by))
    return Document(
        RENDERER.pdf(TEMPLATE, with_check(content, f"{base_url}/v/{record_id}")),
        "application/pdf",
        _name(shown),
    )


def with_check(content: dict[str, Any], url: str) -> dict[str, Any]:
    """The sheet with the address of the public check page and its QR symbol, a 1-bit PNG (list of bytes)."""
    symbol = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    symbol.add_data(url)
    matrix = symbol.get_matrix()
    picture = Image.new("1", (len(matrix), len(matrix)), 1)
    picture.putdata([0 if dark else 1 for row in matrix for dark in row])
    out = io.BytesIO()
    picture.save(out, "PNG")
    return {**content, "check_url": url, "qr": list(out.getvalue())}


def _name(shown: dict[str, Any]) -> str:
    number = (shown["number"] or "nhap").split("/")[0]
    return f"BB-{shown['year'] or 'nhap'}-{number}.pdf"
