"""Assets, the catalogue, labels."""

from marshmallow import Schema, fields, validate

from services.assets.queries.asset_filters import ORDERS
from services.assets.rules.costing import CAUSES_AT_FIRST, COST_PARTS
from services.assets.schemas.parts import MOST_VND, PageQuery, a_name, a_text, an_amount, one_of

ASSET_STATUSES = ("in_store", "in_use", "broken", "lost", "disposed", "withdrawn", "awaiting_disposal")
ASSET_KINDS = ("fixed_asset", "tool")

MOST_TOGETHER = 1_000  # assets that one request changes


class _AssetTexts(Schema):
    """What a new asset and a change of one have in common; null empties a text."""

    tag = a_text(allow_none=True)
    maker = a_text(allow_none=True)
    model = a_text(allow_none=True)
    serial = a_text(200, allow_none=True)
    made_in = a_text(allow_none=True)
    made_year = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=1900, max=2100))
    department = a_text(allow_none=True)
    place = a_text(allow_none=True)
    latitude = fields.Float(allow_none=True, validate=validate.Range(min=-90, max=90))
    longitude = fields.Float(allow_none=True, validate=validate.Range(min=-180, max=180))
    cost = an_amount()
    cost_budget = an_amount()
    cost_other = an_amount()
    put_to_use_on = fields.Date(allow_none=True)
    origin = a_text(allow_none=True)
    kind = one_of(ASSET_KINDS, allow_none=True)
    book_user = a_text(allow_none=True)
    attributes = fields.Dict(keys=fields.String(), allow_none=True)
    parent_id = fields.UUID(allow_none=True)
    warranty_until = fields.Date(allow_none=True)
    warranty_provider = a_text(allow_none=True)
    warranty_contract = a_text(200, allow_none=True)


class AssetIn(_AssetTexts):
    """A new asset. `kind` follows from the cost by law; saying the other kind is refused."""

    name = a_name(required=True)
    category = a_name(required=True)
    unit_id = fields.UUID(required=True)
    increase_cause = one_of(CAUSES_AT_FIRST)
    increase_document = a_text(200)
    increase_document_on = fields.Date(allow_none=True)
    cost_parts = fields.Dict(
        keys=one_of(tuple(COST_PARTS)),
        values=fields.Integer(strict=True, validate=validate.Range(min=0, max=MOST_VND)),
    )


class AssetPatch(_AssetTexts):
    """The fields of an asset that change. A cost is changed by POST …/cost-changes; a unit, status, category
    or serial needs a `reason`.
    """

    name = a_name()
    category = a_name()
    unit_id = fields.UUID()
    status = one_of(ASSET_STATUSES)
    reason = a_text(load_default="")


class ManyItem(Schema):
    """An asset at the version that was read (it stands for If-Match)."""

    asset_id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True)


class ManyIn(Schema):
    """Where many assets belong from now on, and why; what is not said stays."""

    items = fields.List(
        fields.Nested(ManyItem), required=True, validate=validate.Length(min=1, max=MOST_TOGETHER)
    )
    unit_id = fields.UUID(load_default=None, allow_none=True)
    department = a_text(load_default=None, allow_none=True)
    place = a_text(load_default=None, allow_none=True)
    reason = a_name(required=True)


class ManyOut(Schema):
    """How many were changed."""

    changed = fields.Integer(required=True)


class AssetQuery(PageQuery):
    """Which assets: by words (any order, marks and endings left out; the holder's name too), by unit with all
    below it (id or code) and by everything else that is said; `sort` with a minus is from the end.
    """

    q = a_text(200, load_default="")
    unit = a_text(200, load_default="")
    category = a_text(100, load_default="")
    kind = one_of(ASSET_KINDS, load_default=None)
    status = one_of(ASSET_STATUSES, load_default=None)
    department = a_text(load_default="")
    holder = fields.UUID(load_default=None)
    cost_from = fields.Integer(load_default=None, validate=validate.Range(min=0, max=MOST_VND))
    cost_to = fields.Integer(load_default=None, validate=validate.Range(min=0, max=MOST_VND))
    year = fields.Integer(load_default=None, validate=validate.Range(min=1900, max=2200))
    label = one_of(("printed", "unprinted"), load_default=None)
    essential = fields.Boolean(load_default=None)
    far_from_homes = fields.Boolean(load_default=None)
    end_of_life = fields.Boolean(load_default=False)
    sort = one_of(tuple(ORDERS), load_default="registered")


class AssetOut(Schema):
    """An asset."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    tag = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    category_name = fields.String(required=True)
    maker = fields.String(required=True)
    model = fields.String(required=True)
    serial = fields.String(required=True)
    made_in = fields.String(required=True)
    made_year = fields.Integer(required=True, allow_none=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    department = fields.String(required=True)
    place = fields.String(required=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    cost = fields.Integer(required=True)
    cost_budget = fields.Integer(required=True)
    cost_other = fields.Integer(required=True)
    put_to_use_on = fields.Date(required=True, allow_none=True)
    origin = fields.String(required=True)
    kind = fields.String(required=True)
    kind_rule = fields.String(required=True)
    status = fields.String(required=True)
    book_user = fields.String(required=True)
    holder_person_id = fields.UUID(required=True, allow_none=True)
    attributes = fields.Dict(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    warranty_until = fields.Date(required=True, allow_none=True)
    warranty_provider = fields.String(required=True)
    warranty_contract = fields.String(required=True)
    increase_cause = fields.String(required=True)
    increase_document = fields.String(required=True)
    increase_document_on = fields.Date(required=True, allow_none=True)
    cost_parts = fields.Dict(required=True)
    registered_at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True)


class AssetWhole(AssetOut):
    """An asset in its surroundings. What the caller may not see of the books is null."""

    parent_name = fields.String(required=True, allow_none=True)
    parts = fields.Integer(required=True)
    maker_known = fields.String(required=True, allow_none=True)
    accumulated_wear = fields.Integer(required=True, allow_none=True)
    remaining_value = fields.Integer(required=True, allow_none=True)
    worn_through = fields.Boolean(required=True)


class AssetPage(Schema):
    """Assets in the order in which they were registered."""

    items = fields.List(fields.Nested(AssetOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ChangeQuery(PageQuery):
    """Where a page of history begins; `newest` turns it round."""

    newest = fields.Boolean(load_default=False)


class ChangeOut(Schema):
    """One change of an asset: the fields that changed, before and after."""

    version = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.String(required=True)
    act = fields.String(required=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)
    reason = fields.String(required=True)


class ChangePage(Schema):
    """The history of an asset."""

    items = fields.List(fields.Nested(ChangeOut), required=True)
    next = fields.String(required=True, allow_none=True)


class SummaryRow(Schema):
    """How many assets of a status a unit has, and what they cost together."""

    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    status = fields.String(required=True)
    count = fields.Integer(required=True)
    cost = fields.Integer(required=True)


class SummaryOut(Schema):
    """Assets counted by unit and status."""

    items = fields.List(fields.Nested(SummaryRow), required=True)
