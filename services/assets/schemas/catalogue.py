"""Categories and makers."""

from marshmallow import Schema, fields, validate

from services.assets.catalogue import GROUPS
from services.assets.rules.attributes import CHECKS, TYPES
from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of

_CODE = validate.Regexp(r"[a-z][a-z0-9_]{1,49}\Z", error="Chữ thường, chữ số và gạch dưới, bắt đầu bằng chữ.")


class CategoryOut(Schema):
    """A category with its typed attributes (services/assets/catalogue.py says what an attribute has)."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    attributes = fields.List(fields.Dict(), required=True)
    asset_group = fields.String(required=True)
    unit_of_measure = fields.String(required=True)
    may_have_parts = fields.Boolean(required=True)
    short_lived = fields.Boolean(required=True)
    retired = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class CategoryPage(Schema):
    """All categories, in the order of the catalogue."""

    items = fields.List(fields.Nested(CategoryOut), required=True)
    next = fields.String(required=True, allow_none=True)


class CategoryPatch(Schema):
    """What changes of a category; its code is for ever."""

    name = a_name(200)
    name_en = a_name(200)
    asset_group = one_of(GROUPS)
    unit_of_measure = a_name(50)
    may_have_parts = fields.Boolean(truthy={True}, falsy={False})
    short_lived = fields.Boolean(truthy={True}, falsy={False})
    retired = fields.Boolean(truthy={True}, falsy={False})
    reason = a_text(load_default="")


class CategoryIn(Schema):
    """A new category."""

    code = fields.String(required=True, validate=_CODE)
    name = a_name(200, required=True)
    name_en = a_name(200, required=True)
    asset_group = one_of(GROUPS, load_default="machinery_equipment")
    unit_of_measure = a_name(50, load_default="chiếc")
    may_have_parts = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    short_lived = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class ChoiceIn(Schema):
    """One choice of an attribute."""

    code = fields.String(required=True, validate=_CODE)
    label = a_name(200, required=True)
    label_en = a_name(200, required=True)


class AttributePatch(Schema):
    """What changes of an attribute; its name and type are for ever, its choices may only grow."""

    label = a_name(200)
    label_en = a_name(200)
    unit = a_text(30)
    required = fields.Boolean(truthy={True}, falsy={False})
    retired = fields.Boolean(truthy={True}, falsy={False})
    minimum = fields.Float(allow_none=True)
    maximum = fields.Float(allow_none=True)
    choices = fields.List(fields.Nested(ChoiceIn), validate=validate.Length(min=1, max=50))
    reason = a_text(load_default="")


class AttributeIn(AttributePatch):
    """A new attribute of a category."""

    name = fields.String(required=True, validate=_CODE)
    label = a_name(200, required=True)
    label_en = a_name(200, required=True)
    type = one_of(TYPES, required=True)
    check = one_of(CHECKS)


class CategoryChangeOut(Schema):
    """One change of a category."""

    version = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.String(required=True)
    reason = fields.String(required=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)


class CategoryChangePage(Schema):
    """The history of a category, newest first."""

    items = fields.List(fields.Nested(CategoryChangeOut), required=True)
    next = fields.String(required=True, allow_none=True)


class MakerQuery(PageQuery):
    """Makers whose name has `q`; `current` leaves out the merged."""

    q = a_text(200, load_default="")
    current = fields.Boolean(load_default=False)


class MakerOut(Schema):
    """A maker; `merged_into` is the one that counts instead."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    merged_into = fields.UUID(required=True, allow_none=True)
    version = fields.Integer(required=True)


class MakerRow(MakerOut):
    """A maker in the list; `alike` counts the makers that may be the same, itself among them."""

    alike = fields.Integer(required=True)


class MakerPage(Schema):
    """Makers, those that may be the same next to one another."""

    items = fields.List(fields.Nested(MakerRow), required=True)
    next = fields.String(required=True, allow_none=True)


class MergeIn(Schema):
    """Which maker it is."""

    into_id = fields.UUID(required=True)


class ModelOut(Schema):
    """A model."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ModelPage(Schema):
    """Models of one maker by name."""

    items = fields.List(fields.Nested(ModelOut), required=True)
    next = fields.String(required=True, allow_none=True)
