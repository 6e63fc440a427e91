"""The balance of a plan as PDF, and as CSV with every asset of the plan on a row of its own."""

import csv
import io
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.balances.sheet import WHY, sheet
from services.handover.queries.plans import heads
from services.handover.queries.plans.reconciliation import reconciliation, standing_of
from shared.sheets.delimited import BOM, MEDIA_TYPE
from shared.typeset import RENDERER
from shared.web.door import Document

TEMPLATE = Path(__file__).resolve().with_name("balance.typ")
_COLUMNS = (
    "ma_tai_san", "ten", "don_vi_cu", "don_vi_tiep_nhan", "nguyen_gia", "gia_tri_con_lai", "bien_ban",
    "don_vi_theo_so", "nguyen_gia_theo_so", "ket_qua",
)  # fmt: skip
_TOLD = (
    "code", "name", "old_unit", "successor", "cost", "remaining_value", "record", "register_unit",
    "register_cost",
)  # fmt: skip
_DANGEROUS = "=+-@\t\r\n＝＋－＠'"


def balance_paper(session: Session, plan_id: UUID) -> Document:
    """The balance as it stands now."""
    shown = heads.plan(session, plan_id)
    content = sheet(shown, reconciliation(session, plan_id))
    return Document(RENDERER.pdf(TEMPLATE, content), "application/pdf", f"doi-chieu-{plan_id}.pdf")


def balance_table(session: Session, plan_id: UUID) -> Document:
    """Every asset that the plan or an old unit has, with where it should be and where the register has it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_cells(one) for one in standing_of(session, plan_id))
    content = (BOM + out.getvalue()).encode()
    return Document(content, MEDIA_TYPE, f"doi-chieu-{plan_id}.csv", inline=False)


def _cells(one: dict[str, Any]) -> list[Any]:
    said = WHY[one["why"]] if one["why"] else "khớp"
    return [_harmless(cell) for cell in (*(one[name] for name in _TOLD), said)]


def _harmless(cell: Any) -> Any:
    """A text that no spreadsheet reads as a formula (shared/sheets/delimited.py); numbers as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] and cell[0] in _DANGEROUS else cell
