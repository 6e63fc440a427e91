"""Labels at the door."""

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.assets.commands import labels as label_commands
from services.assets.commands import relabelling
from services.assets.queries import labels as label_queries
from services.assets.queries import rolls
from services.assets.routes.front import Json, door
from services.assets.schemas import labels
from services.assets.schemas.assets import AssetOut
from shared.auth import Actor
from shared.web.door import Document
from shared.web.streaming import Stream


@door.post("/label-sheets", body=labels.LabelSheetIn, produces="application/pdf")
def print_labels(session: Session, body: Json) -> Document:
    """Labels to print: a PDF, or ZPL for a thermal printer."""
    return label_commands.print_labels(session, body, current_app.config["PUBLIC_BASE_URL"])


@door.get("/label-calibration", query=labels.CalibrationQuery, produces="application/pdf")
def print_calibration(session: Session, query: Json) -> Document:
    """A page with rulers, to find a printer's offsets."""
    return label_queries.calibration(session, query)


@door.get("/label-printers", query=labels.LabelPageQuery, answer=labels.PrinterPage)
def list_printers(session: Session, query: Json) -> Json:
    """Printers of the caller's units."""
    return rolls.page_of_printers(session, query)


@door.post("/label-printers", body=labels.PrinterIn, answer=labels.PrinterOut, status=201)
def save_printer(session: Session, actor: Actor, body: Json) -> Json:
    """Keep a printer with its offsets."""
    return label_commands.save_printer(session, actor, body)


@door.get("/label-printers/<uuid:printer_id>", answer=labels.PrinterOut)
def read_printer(session: Session, printer_id: UUID) -> Json:
    """One printer."""
    return rolls.printer(session, printer_id)


@door.patch("/label-printers/<uuid:printer_id>", body=labels.PrinterPatch, answer=labels.PrinterOut)
def change_printer(session: Session, actor: Actor, printer_id: UUID, version: int, body: Json) -> Json:
    """Correct a printer's name or offsets."""
    return label_commands.change_printer(session, actor, printer_id, version, body)


@door.get("/label-rolls", query=labels.LabelPageQuery, answer=labels.RollPage)
def list_rolls(session: Session, query: Json) -> Json:
    """Rolls of labels printed beforehand, newest first."""
    return rolls.page_of_rolls(session, query)


@door.post("/label-rolls", body=labels.RollIn, answer=labels.RollOut, status=201)
def make_roll(session: Session, actor: Actor, body: Json) -> Json:
    """Make labels that are bound to nothing yet."""
    return label_commands.make_roll(session, actor, body)


@door.get("/label-rolls/<uuid:roll_id>", answer=labels.RollOut)
def read_roll(session: Session, roll_id: UUID) -> Json:
    """One roll."""
    return rolls.roll(session, roll_id)


@door.get(
    "/label-rolls/<uuid:roll_id>/labels",
    query=labels.PrintQuery,
    streams=("application/pdf", "text/plain; charset=us-ascii"),
)
def print_roll(session: Session, roll_id: UUID, query: Json) -> Stream:
    """The labels of a roll that wait for their assets: a PDF, or ZPL."""
    return label_queries.labels_of_roll(session, roll_id, query, current_app.config["PUBLIC_BASE_URL"])


@door.post("/codes/<code>/binding", body=labels.BindingIn, answer=AssetOut, if_match=True)
def bind_code(session: Session, actor: Actor, code: str, version: int, body: Json) -> Json:
    """Bind a label from a roll to an asset; If-Match is the version of the asset."""
    return relabelling.bind_code(session, actor, code, version, body["asset_id"])


@door.post("/codes/<code>/spoiling", body=labels.SpoilIn, answer=labels.SpoiledOut)
def spoil_code(session: Session, actor: Actor, code: str) -> Json:
    """Make a torn or lost label from a roll void before it is used."""
    return relabelling.spoil_code(session, actor, code)


@door.post("/assets/<uuid:asset_id>/relabel", body=labels.RelabelIn, answer=AssetOut, if_match=True)
def relabel(session: Session, actor: Actor, asset_id: UUID, version: int, body: Json) -> Json:
    """Give an asset another label; the old code is retired and kept."""
    return relabelling.relabel(session, actor, asset_id, version, body)
