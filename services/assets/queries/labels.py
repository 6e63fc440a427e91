"""The labels of chosen assets or of a roll, as PDF or ZPL, and the page that calibrates a printer."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import units_below
from services.assets.labels.calibration import calibration_page
from services.assets.labels.codes import parse
from services.assets.labels.layout import Label
from services.assets.labels.sheets import Offset, label_sheets
from services.assets.labels.templates import TEMPLATES
from services.assets.labels.zpl import TooDense, label_zpl
from services.assets.models import ASSETS, UNITS
from services.assets.queries import rolls
from services.assets.rules.labels import check_print
from shared.errors import Invalid, NotFound
from shared.text import sort_key
from shared.web.door import Document
from shared.web.streaming import Stream

PDF = "application/pdf"

MOST = 1000  # labels of assets in one document
_SELECTORS = ("unit_id", "asset_ids", "codes", "import_id")


def chosen_labels(session: Session, body: dict[str, Any]) -> list[Label]:
    """The labels that `body` selects; raises Invalid or NotFound, also for what cannot be printed so."""
    check_print(body, TEMPLATES[body["template"]])
    return [Label(row.code, row.name, row.unit_name, row.tag) for row in _chosen(session, body)]


def sheet_of(session: Session, labels: list[Label], body: dict[str, Any], public_base_url: str) -> Document:
    """`labels` as PDF or ZPL, as `body` says."""
    return _printed(session, labels, {**body, "host": public_base_url}, "tem-tai-san")


def labels_of_roll(session: Session, roll_id: UUID, query: dict[str, Any], public_base_url: str) -> Stream:
    """The labels of a roll that wait for their assets, as PDF or ZPL, sent while they are drawn: a roll has
    thousands. Raises Invalid or NotFound.
    """
    roll = rolls.roll(session, roll_id)
    check_print(query, TEMPLATES[roll["template"]])
    labels = [Label(code, "", roll["unit_name"]) for code in rolls.codes_of_roll(session, roll_id)]
    if not labels:
        raise NotFound("nothing-to-label", vi="Cuộn này đã dùng hết.", en="Every label of this roll is used.")
    how = {**query, "template": roll["template"], "host": public_base_url}
    chunks, media_type, ending = _drawn(session, labels, how)
    return Stream(chunks, media_type, f"cuon-tem.{ending}")


def calibration(session: Session, query: dict[str, Any]) -> Document:
    """The page to measure a printer by, with the offsets that it has so far."""
    template = TEMPLATES[query["template"]]
    name, offset = _printer(session, query["printer_id"])
    return Document(calibration_page(template, printer=name, offset=offset), PDF, "can-chinh-tem.pdf")


def _printed(session: Session, labels: list[Label], how: dict[str, Any], filename: str) -> Document:
    """`labels` as `how` says: its template, format, printer, and the host that the symbols name."""
    chunks, media_type, ending = _drawn(session, labels, how)
    return Document(b"".join(chunks), media_type, f"{filename}.{ending}", inline=media_type == PDF)


def _drawn(session: Session, labels: list[Label], how: dict[str, Any]) -> tuple[Iterator[bytes], str, str]:
    """(the chunks, their type, the ending of the file's name)."""
    paper, (_name, offset) = TEMPLATES[how["template"]], _printer(session, how["printer_id"])
    said: dict[str, Any] = {"public_base_url": how["host"], "offset": offset}
    if how["format"] == "pdf":
        return iter([label_sheets(labels, paper, start_at=how["start_at"], **said)]), PDF, "pdf"
    return _sharp(label_zpl(labels, paper, dpi=how["dpi"], **said)), "text/plain; charset=us-ascii", "zpl"


def _sharp(labels: Iterator[bytes]) -> Iterator[bytes]:
    """The same labels; raises Invalid for an address that they have no room for."""
    try:
        yield from labels
    except TooDense as error:
        raise Invalid(
            "address-too-long",
            vi="Địa chỉ của hệ thống quá dài để in nét trên tem này; hãy in 300 dpi hoặc in PDF.",
            en="The public address is too long to print sharply on this label; use 300 dpi or PDF.",
        ) from error


def _printer(session: Session, printer_id: UUID | None) -> tuple[str, Offset]:
    """The name of the printer and its offsets in mm; none of them moves anything."""
    if printer_id is None:
        return "Chưa chọn máy in", (0.0, 0.0)
    found = rolls.printer(session, printer_id)
    return found["name"], (found["offset_x_mm"], found["offset_y_mm"])


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
    chosen = chosen.join(UNITS, UNITS.c.id == ASSETS.c.unit_id).where(ASSETS.c.status != "withdrawn")
    chosen = chosen.order_by(ASSETS.c.id).limit(MOST + 1)
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
