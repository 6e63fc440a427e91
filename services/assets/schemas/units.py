"""Units of the administration."""

from marshmallow import Schema, fields

from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of

UNIT_KINDS = ("province", "district", "ward", "office", "school", "department", "other")


class UnitIn(Schema):
    """A new unit; without `parent_id` it comes under the unit of whoever registers it."""

    code = a_name(100, required=True)
    name = a_name(required=True)
    kind = one_of(UNIT_KINDS, load_default="other")
    parent_id = fields.UUID(load_default=None, allow_none=True)
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_to = fields.Date(load_default=None, allow_none=True)


class UnitPatch(Schema):
    """The fields of a unit that change."""

    code = a_name(100)
    name = a_name()
    kind = one_of(UNIT_KINDS)
    parent_id = fields.UUID(allow_none=True)
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class UnitQuery(PageQuery):
    """Which units: by words of the name, by the unit above, by a day on which they exist."""

    q = a_text(200, load_default="")
    parent = fields.UUID(load_default=None)
    on = fields.Date(load_default=None)


class UnitOut(Schema):
    """A unit."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)


class UnitPage(Schema):
    """Units in the order in which they were registered."""

    items = fields.List(fields.Nested(UnitOut), required=True)
    next = fields.String(required=True, allow_none=True)
