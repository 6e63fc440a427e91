"""Units of the administration."""

from marshmallow import Schema, fields

from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of

UNIT_KINDS = ("province", "district", "ward", "office", "school", "department", "other")
IDENTIFIER_KINDS = ("budget_code", "electronic_id", "other")


class Documented(Schema):
    """The document that an act stands on."""

    document_number = a_text(100, load_default="")
    document_on = fields.Date(load_default=None, allow_none=True)
    document_authority = a_text(300, load_default="")


class UnitIn(Documented):
    """A new unit; without `parent_id` it comes under the unit of whoever registers it."""

    reason = a_text(load_default="")
    code = a_name(100, required=True)
    name = a_name(required=True)
    kind = one_of(UNIT_KINDS, load_default="other")
    parent_id = fields.UUID(load_default=None, allow_none=True)
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_to = fields.Date(load_default=None, allow_none=True)


class UnitPatch(Documented):
    """The fields of a unit that change, from `effective_on` (nothing said: today); ending has a route of its
    own.
    """

    effective_on = fields.Date(load_default=None, allow_none=True)
    reason = a_text(load_default="")
    code = a_name(100)
    name = a_name()
    kind = one_of(UNIT_KINDS)
    parent_id = fields.UUID(allow_none=True)
    valid_from = fields.Date()


class EndingIn(Documented):
    """The last day of a unit and the approving document; null takes an ending back."""

    valid_to = fields.Date(required=True, allow_none=True)
    reason = a_text(load_default="")
    document_number = a_name(100, required=True)


class UnitQuery(PageQuery):
    """Which units: by words of the name, by the unit above, by a day on which they exist."""

    q = a_text(200, load_default="")
    parent = fields.UUID(load_default=None)
    on = fields.Date(load_default=None)


class DayQuery(Schema):
    """As it was on a day; nothing said: as it is."""

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


class UnitVersionOut(Schema):
    """A unit as it was from `effective_on` on, recorded by whom and why."""

    version = fields.Integer(required=True)
    act = fields.String(required=True)
    effective_on = fields.Date(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True, allow_none=True)
    document_authority = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)


class UnitHistory(Schema):
    """The versions of a unit, the newest first."""

    items = fields.List(fields.Nested(UnitVersionOut), required=True)
    next = fields.String(required=True, allow_none=True)


class UnitCounts(Schema):
    """What belongs to a unit itself: assets not disposed of, people who work, units directly below."""

    assets = fields.Integer(required=True)
    people = fields.Integer(required=True)
    units = fields.Integer(required=True)


class IdentifierIn(Schema):
    """What others call the unit from a day on (null: the day is not known). The value is kept as written."""

    kind = one_of(IDENTIFIER_KINDS, required=True)
    value = a_name(100, required=True)
    valid_from = fields.Date(load_default=None, allow_none=True)
    note = a_text(load_default="")


class IdentifierEndingIn(Schema):
    """The last day of an identifier."""

    valid_to = fields.Date(required=True)


class IdentifierOut(Schema):
    """An identifier of a unit; `budget_code` is its ĐVQHNS number, `electronic_id` that of QĐ 20/2020."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    value = fields.String(required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True)
    version = fields.Integer(required=True)


class IdentifierPage(Schema):
    """Identifiers of a unit."""

    items = fields.List(fields.Nested(IdentifierOut), required=True)
    next = fields.String(required=True, allow_none=True)
