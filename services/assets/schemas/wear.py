"""Yearly closes, their worked tables, the wear of an asset."""

from marshmallow import Schema, fields, validate

from services.assets.schemas.parts import MOST_VND, PageQuery, a_name, a_text, one_of
from services.assets.schemas.wear_decisions import WearDecisionOut

CORRECTION_STATES = ("waiting", "booked", "refused")


class YearClosingIn(Schema):
    """Which year to close, of which unit with all below it (null: all that the caller sees)."""

    year = fields.Integer(strict=True, required=True, validate=validate.Range(min=2000, max=2100))
    unit_id = fields.UUID(allow_none=True, load_default=None)


class YearClosingQuery(PageQuery):
    """Which closed years."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))
    unit = a_text(200, load_default="")


class WearPreviewQuery(Schema):
    """Which close to look at beforehand."""

    year = fields.Integer(required=True, validate=validate.Range(min=2000, max=2100))
    unit = fields.UUID(load_default=None)


class WearRowQuery(PageQuery):
    """Which rows of a worked table; whoever fetches all may take 1,000 at a time."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=1000))
    formula = a_text(50, load_default="")


class WearTableQuery(Schema):
    """The file of a worked table."""

    format = one_of(("csv", "xlsx"), load_default="xlsx")


class YearClosingOut(Schema):
    """A closed year of one unit."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    year = fields.Integer(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    assets = fields.Integer(required=True)
    wear_total = fields.Integer(required=True)
    opening_total = fields.Integer(required=True)
    left_out = fields.Integer(required=True)
    rules = fields.List(fields.String(), required=True)


class YearClosingsOut(Schema):
    """What came of a close: the closings of that year, new and old."""

    year = fields.Integer(required=True)
    items = fields.List(fields.Nested(YearClosingOut), required=True)


class YearClosingPage(Schema):
    """Closed years, the newest first."""

    items = fields.List(fields.Nested(YearClosingOut), required=True)
    next = fields.String(required=True, allow_none=True)


class WearSums(Schema):
    """WearSums in VND over assets."""

    assets = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    wear_before = fields.Integer(required=True)
    opening = fields.Integer(required=True)
    amount = fields.Integer(required=True)


class WearFormulaSums(WearSums):
    """WearSums over the assets that were computed by one formula."""

    formula = fields.String(required=True)


class YearClosingWhole(YearClosingOut):
    """A closed year with its sums by formula."""

    sums = fields.List(fields.Nested(WearFormulaSums), required=True)


class _Worked(Schema):
    """The sum of one asset: `worked` is the arithmetic as a person writes it."""

    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    cost = fields.Integer(required=True)
    wear_before = fields.Integer(required=True)
    opening = fields.Integer(required=True)
    amount = fields.Integer(required=True)
    wear_after = fields.Integer(required=True)
    years_used = fields.Integer(required=True)
    life_years = fields.Integer(required=True, allow_none=True)
    rate = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True)
    formula = fields.String(required=True)
    worked = fields.String(required=True)


class WearPreviewRow(_Worked):
    """An example of what a close would write."""

    unit_name = fields.String(required=True)


class WearPreviewOut(Schema):
    """What a close would write: sums, and examples, what cannot be computed first."""

    year = fields.Integer(required=True)
    units = fields.Integer(required=True)
    totals = fields.Nested(WearSums, required=True)
    sums = fields.List(fields.Nested(WearFormulaSums), required=True)
    rows = fields.List(fields.Nested(WearPreviewRow), required=True)


class WearRowOut(_Worked):
    """A row of a worked table. `rate` is in hundredths of a percent."""

    year = fields.Integer(required=True)
    unit_id = fields.UUID(required=True)
    closing_id = fields.UUID(required=True)
    category_name = fields.String(required=True)
    department = fields.String(required=True)
    put_to_use_on = fields.Date(required=True, allow_none=True)
    remaining_value = fields.Integer(required=True)
    wear_class = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)


class WearRowPage(Schema):
    """Rows of a worked table in the order of the assets' ids."""

    items = fields.List(fields.Nested(WearRowOut), required=True)
    next = fields.String(required=True, allow_none=True)


class WearCorrectionIn(Schema):
    """A correction of the accumulated wear: VND to add, or (negative) to take away; somebody else decides."""

    amount = fields.Integer(strict=True, required=True, validate=validate.Range(min=-MOST_VND, max=MOST_VND))
    reason = a_name(required=True)
    document_number = a_name(200, required=True)
    document_on = fields.Date(required=True)


class WearCorrectionOut(Schema):
    """A correction of wear: `effective_on` is the day it was booked on."""

    id = fields.UUID(required=True)
    asset_id = fields.UUID(required=True)
    asset_name = fields.String(required=True)
    asset_code = fields.String(required=True)
    cost = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": list(CORRECTION_STATES)})
    amount = fields.Integer(required=True)
    wear_before = fields.Integer(required=True)
    reason = fields.String(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True)
    effective_on = fields.Date(required=True, allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_note = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class WearCorrectionQuery(PageQuery):
    """Which corrections of wear."""

    state = one_of(CORRECTION_STATES, load_default=None)
    asset = fields.UUID(load_default=None)


class WearCorrectionPage(Schema):
    """Corrections of wear, oldest first."""

    items = fields.List(fields.Nested(WearCorrectionOut), required=True)
    next = fields.String(required=True, allow_none=True)


class WearCorrectionDecision(Schema):
    """What is said to a request; a refusal needs a word."""

    note = a_text(load_default="")


class WearEntryOut(Schema):
    """An entry of wear that no close made."""

    effective_on = fields.Date(required=True)
    cause = fields.String(required=True)
    wear = fields.Integer(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True)


class AssetWearOut(Schema):
    """The wear of one asset year by year; sums are null while the books do not know (before a close)."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    category = fields.String(required=True)
    cost = fields.Integer(required=True)
    put_to_use_on = fields.Date(required=True, allow_none=True)
    accumulated_wear = fields.Integer(required=True, allow_none=True)
    remaining_value = fields.Integer(required=True, allow_none=True)
    worn_through = fields.Boolean(required=True)
    items = fields.List(fields.Nested(WearRowOut), required=True)
    corrections = fields.List(fields.Nested(WearEntryOut), required=True)
    decisions = fields.List(fields.Nested(WearDecisionOut), required=True)
    version = fields.Integer(required=True)
