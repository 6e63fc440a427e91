"""Labels: what to print and how, printers, rolls, binding and replacing."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.assets.labels.templates import TEMPLATES
from services.assets.labels.zpl import DENSITIES
from services.assets.rules.labels import REASONS
from services.assets.schemas.assets import AssetOut
from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of

FORMATS = ("pdf", "zpl")
MOST_IN_A_ROLL = 5000


class PrintQuery(Schema):
    """How labels come out: paper, format, the printer's offsets; `dpi` is for ZPL."""

    start_at = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100))
    format = one_of(FORMATS, load_default="pdf")
    dpi = fields.Integer(load_default=DENSITIES[0], validate=validate.OneOf(DENSITIES))
    printer_id = fields.UUID(load_default=None, allow_none=True)


class LabelSheetIn(PrintQuery):
    """Labels of one unit (with all below it), of given assets, of given codes, or of an import."""

    unit_id = fields.UUID()
    asset_ids = fields.List(fields.UUID(), validate=validate.Length(min=1, max=1000))
    codes = fields.List(a_text(100), validate=validate.Length(min=1, max=1000))
    import_id = fields.UUID()
    template = one_of(tuple(TEMPLATES), load_default="a4-24")
    start_at = fields.Integer(strict=True, load_default=1, validate=validate.Range(min=1, max=100))
    dpi = fields.Integer(strict=True, load_default=DENSITIES[0], validate=validate.OneOf(DENSITIES))


class CalibrationQuery(Schema):
    """Which paper, and which printer."""

    template = one_of(tuple(TEMPLATES), load_default="a4-24")
    printer_id = fields.UUID(load_default=None, allow_none=True)


def _offset(**more: Any) -> fields.Float:
    """Millimetres, a hundredth at the finest."""
    return fields.Float(validate=validate.Range(min=-10, max=10), allow_nan=False, **more)


class PrinterIn(Schema):
    """A printer of a unit and how far it must be moved, in mm to the right and down."""

    unit_id = fields.UUID(required=True)
    name = a_name(100, required=True)
    offset_x_mm = _offset(load_default=0.0)
    offset_y_mm = _offset(load_default=0.0)


class PrinterPatch(Schema):
    """What changes of a printer."""

    name = a_name(100)
    offset_x_mm = _offset()
    offset_y_mm = _offset()


class PrinterOut(Schema):
    """A printer."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    name = fields.String(required=True)
    offset_x_mm = fields.Float(required=True)
    offset_y_mm = fields.Float(required=True)
    version = fields.Integer(required=True)


class PrinterPage(Schema):
    """Printers in the order in which they were saved."""

    items = fields.List(fields.Nested(PrinterOut), required=True)
    next = fields.String(required=True, allow_none=True)


class RollIn(Schema):
    """A roll of labels to print before anybody knows what they will be stuck to."""

    unit_id = fields.UUID(required=True)
    count = fields.Integer(strict=True, required=True, validate=validate.Range(min=1, max=MOST_IN_A_ROLL))
    template = one_of(tuple(TEMPLATES), load_default="thermal-50x25")
    note = a_text(200, load_default="")


class RollOut(Schema):
    """A roll, with how many of its labels wait and how many were bound."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    count = fields.Integer(required=True)
    template = fields.String(required=True)
    note = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    made_by = fields.String(required=True)
    unbound = fields.Integer(required=True)
    bound = fields.Integer(required=True)


class RollPage(Schema):
    """Rolls, newest first."""

    items = fields.List(fields.Nested(RollOut), required=True)
    next = fields.String(required=True, allow_none=True)


class LabelPageQuery(PageQuery):
    """A page of printers or rolls."""


class BindingIn(Schema):
    """The asset that the label was stuck to; If-Match is the asset's version."""

    asset_id = fields.UUID(required=True)


class RelabelIn(Schema):
    """Why the label is replaced, and the code of a label from a roll when there is one at hand."""

    reason = one_of(REASONS, required=True)
    code = a_text(100, load_default="")


class SpoilIn(Schema):
    """Nothing to say: the label is named by the path."""


class SpoiledOut(Schema):
    """A label that can no longer be bound."""

    code = fields.String(required=True)
    state = fields.String(required=True)


class RetiredOut(Schema):
    """The old label that was scanned: since when and why it is one."""

    code = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True)


class CodeOut(AssetOut):
    """The asset behind a label; `retired` stands there only when an old label was scanned."""

    retired = fields.Nested(RetiredOut)
