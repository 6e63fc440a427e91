"""The labels of chosen assets, as a PDF to print."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import units_below
from services.assets.labels.codes import parse
from services.assets.labels.sheets import Label, label_sheets
from services.assets.labels.templates import TEMPLATES
from services.assets.models import ASSETS, UNITS
from shared.errors import FieldError, Invalid, NotFound
from shared.text import sort_key

MOST = 1000  # labels in one document
_SELECTORS = ("unit_id", "asset_ids", "codes", "import_id")


def sheet_of_labels(session: Session, body: dict[str, Any], public_base_url: str) -> bytes:
    """The PDF of the labels that `body` selects; raises Invalid or NotFound."""
    template = TEMPLATES[body["template"]]
    if body["start_at"] > template.per_sheet:
        vi = f"Tờ tem này chỉ có {template.per_sheet} tem."
        en = f"This sheet has {template.per_sheet} labels."
        raise Invalid("start-beyond-sheet", vi=vi, en=en, errors=[FieldError("/start_at", vi, en)])
    rows = _chosen(session, body)
    labels = [Label(row.code, row.name, row.unit_name, row.tag) for row in rows]
    return label_sheets(labels, template, public_base_url=public_base_url, start_at=body["start_at"])


def _chosen(session: Session, body: dict[str, Any]) -> list[Any]:
    """The assets to label: in the order asked for, or by unit and name."""
    said = [name for name in _SELECTORS if name in body]
    if len(said) != 1:
        raise Invalid(
            "one-selection",
            vi="Hãy chọn đúng một cách: theo đơn vị, theo tài sản, theo mã tem, hoặc theo lần nhập sổ.",
            en=f"Say exactly one of {', '.join(_SELECTORS)}.",
        )
    chosen = select(ASSETS.c.id, ASSETS.c.code, ASSETS.c.name, ASSETS.c.tag, UNITS.c.name.label("unit_name"))
    chosen = chosen.join(UNITS, UNITS.c.id == ASSETS.c.unit_id).order_by(ASSETS.c.id).limit(MOST + 1)
    match said[0]:
        case "unit_id":
            chosen = chosen.where(
                ASSETS.c.unit_id.in_(units_below(body["unit_id"])), ASSETS.c.status != "disposed"
            )
        case "import_id":
            chosen = chosen.where(ASSETS.c.import_id == body["import_id"])
        case "asset_ids":
            return _in_order(
                session.execute(chosen.where(ASSETS.c.id.in_(body["asset_ids"]))), "id", body["asset_ids"]
            )
        case _:
            codes = [parse(code) or code for code in body["codes"]]
            return _in_order(session.execute(chosen.where(ASSETS.c.code.in_(codes))), "code", codes)
    rows = list(session.execute(chosen))
    if not rows:
        raise NotFound(
            "nothing-to-label", vi="Không có tài sản nào để in tem.", en="There is nothing to label."
        )
    if len(rows) > MOST:
        vi = f"Quá {MOST} tem một lần in. Hãy chia nhỏ theo đơn vị."
        raise Invalid("too-many-labels", vi=vi, en=f"More than {MOST} labels at once. Choose a smaller unit.")
    return sorted(rows, key=lambda row: (sort_key(row.unit_name), sort_key(row.name), row.id))


def _in_order(found: Any, name: str, wanted: list[Any]) -> list[Any]:
    """The rows in the order in which they were asked for; raises NotFound naming those that are not there."""
    rows = {getattr(row, name): row for row in found}
    if lost := [key for key in wanted if key not in rows]:
        listed = ", ".join(str(key) for key in lost[:5])
        raise NotFound(
            "assets-not-found",
            vi=f"Không có tài sản: {listed}.",
            en=f"There are no assets: {listed}.",
            missing=[str(key) for key in lost],
        )
    return [rows[key] for key in dict.fromkeys(wanted)]
