"""Exports, their manifests, and the reconciliation of the books with the register."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from marshmallow import Schema, ValidationError, fields

from services.assets.schemas.parts import PageQuery, a_text, one_of
from shared.clock import HANOI

FORMATS = ("xlsx", "csv", "pdf")


class Moment(fields.Field[datetime]):
    """An instant with its zone, or a day, which means its end in Asia/Ho_Chi_Minh."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_kwargs: Any
    ) -> datetime:
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            read: datetime = fields.AwareDateTime().deserialize(value, attr, data)
            return read
        if day > date(9000, 1, 1):
            raise ValidationError("Not a valid date.")
        return datetime.combine(day, time.max, HANOI)


class PeriodQuery(Schema):
    """Whose books, over which time, as known when. Without a unit: the caller's own; without a time: this
    year so far; without `known_at`: now.
    """

    unit = a_text(100, load_default="", metadata={"description": "id or code of the unit"})
    below = fields.Boolean(load_default=True, metadata={"description": "and the units below it"})
    first = fields.Date(data_key="from", load_default=None)
    last = fields.Date(data_key="to", load_default=None)
    known_at = Moment(load_default=None, metadata={"type": "string", "description": "a day or an instant"})


class ExportQuery(PeriodQuery):
    """A form as a file; `asset`, `document` or `source` for the forms about one increase or asset."""

    format = one_of(FORMATS, load_default="xlsx")
    bom = fields.Boolean(load_default=False, metadata={"description": "CSV with a byte order mark"})
    table = a_text(40, load_default="", metadata={"description": "of a CSV: a table beside the form's rows"})
    asset = fields.UUID(load_default=None)
    source = fields.UUID(load_default=None, metadata={"description": "the import they came with"})
    document = a_text(200, load_default=None)
    stocktake = fields.UUID(load_default=None)


class ManifestQuery(PageQuery):
    """Exports, the newest first."""

    sha256 = a_text(64, load_default="")


class ManifestOut(Schema):
    """What an export is: of which form and books it was made, and what came out."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    form = fields.Dict(required=True)
    parameters = fields.Dict(required=True)
    known_at = fields.AwareDateTime(required=True)
    position = fields.Dict(required=True)
    layout = fields.Dict(required=True)
    state = fields.String(required=True, metadata={"enum": ["running", "whole", "broken"]})
    rows = fields.Integer(required=True, allow_none=True)
    totals = fields.Dict(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    bytes = fields.Integer(required=True, allow_none=True)
    made_by = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class ManifestPage(Schema):
    """A page of manifests."""

    items = fields.List(fields.Nested(ManifestOut), required=True)
    next = fields.String(required=True, allow_none=True)


class TableBesideOut(Schema):
    """A small table that stands beside the rows of a form; a CSV can be of it alone."""

    name = fields.String(required=True)
    title = fields.String(required=True)


class ExportFormOut(Schema):
    """A form that can be exported, in the version of today."""

    name = fields.String(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    certainty = fields.String(required=True)
    source = fields.String(required=True)
    note = fields.String(required=True)
    over = fields.String(required=True, metadata={"enum": ["period", "day"]})
    of = fields.String(required=True)
    tables = fields.List(fields.Nested(TableBesideOut), required=True)


class ExportFormPage(Schema):
    """All forms."""

    items = fields.List(fields.Nested(ExportFormOut), required=True)
    next = fields.String(required=True, allow_none=True)


class AmountsOut(Schema):
    """A number of assets, their cost and wear in VND."""

    quantity = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    wear = fields.Integer(required=True)


class ReconciledRow(Schema):
    """One category of one kind of asset; `holds` that opening + in − out + changes is the closing."""

    category = fields.String(required=True)
    category_name = fields.String(required=True)
    asset_kind = fields.String(required=True)
    opening = fields.Nested(AmountsOut, required=True)
    came_in = fields.Nested(AmountsOut, required=True)
    went_out = fields.Nested(AmountsOut, required=True)
    changed = fields.Nested(AmountsOut, required=True)
    closing = fields.Nested(AmountsOut, required=True)
    holds = fields.Boolean(required=True)


class DifferenceOut(Schema):
    """An asset of which the books and the register say different things; without a name when the register
    shows no such asset to the caller.
    """

    asset_id = fields.UUID(required=True)
    code = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    category_name = fields.String(required=True)
    book_quantity = fields.Integer(required=True)
    book_cost = fields.Integer(required=True)
    book_wear = fields.Integer(required=True)
    register_quantity = fields.Integer(required=True)
    register_cost = fields.Integer(required=True)


class ReconciliationOut(Schema):
    """The books of a unit over a period, and where they and the register differ (100 assets at the most)."""

    unit_id = fields.UUID(required=True)
    unit_code = fields.String(required=True)
    unit_name = fields.String(required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    known_at = fields.AwareDateTime(required=True)
    rows = fields.List(fields.Nested(ReconciledRow), required=True)
    differences = fields.List(fields.Nested(DifferenceOut), required=True)
    more_differences = fields.Boolean(required=True)
    agrees = fields.Boolean(required=True)
