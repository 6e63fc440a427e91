"""Plans of mass handover, in."""

from marshmallow import Schema, fields, validate

from services.handover.rules.plans import CONFLICTS, UNDECIDED
from services.handover.rules.plans.opening import STATES
from services.handover.schemas.parts import PIN, SHORT, SIDES, TEXT, Page

MOST_UNITS = 200
MOST_RULES = 500
WHYS = (*UNDECIDED, *CONFLICTS)


class PlanUnitIn(Schema):
    """A unit of the plan, and who signs for it."""

    unit_id = fields.UUID(required=True)
    person_id = fields.UUID(load_default=None, allow_none=True)


class PlanRuleIn(Schema):
    """Every condition that is set must fit; without `successor_id` the asset follows whoever holds it."""

    unit_id = fields.UUID(load_default=None, allow_none=True)
    category = fields.String(load_default=None, allow_none=True, validate=validate.Length(min=1, max=40))
    codes = fields.List(
        fields.String(validate=validate.Length(min=1, max=20)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(min=1, max=1000),
    )
    holder_id = fields.UUID(load_default=None, allow_none=True)
    successor_id = fields.UUID(load_default=None, allow_none=True)
    receiver_id = fields.UUID(load_default=None, allow_none=True)


_UNITS = validate.Length(max=MOST_UNITS)
_RULES = validate.Length(max=MOST_RULES)


class PlanIn(Schema):
    """Over an act of succession (`act_id`), or over `old` and `new` by hand."""

    act_id = fields.UUID(load_default=None, allow_none=True)
    old = fields.List(fields.Nested(PlanUnitIn), load_default=list, validate=_UNITS)
    new = fields.List(fields.Nested(PlanUnitIn), load_default=list, validate=_UNITS)
    title = fields.String(required=True, validate=validate.Length(min=3, max=300))
    document_number = fields.String(load_default="", validate=SHORT)
    document_on = fields.Date(load_default=None, allow_none=True)
    document_signer = fields.String(load_default="", validate=SHORT)
    effective_on = fields.Date(load_default=None, allow_none=True)
    happened_on = fields.Date(load_default=None, allow_none=True)
    rules = fields.List(fields.Nested(PlanRuleIn), load_default=list, validate=_RULES)


class PlanChange(Schema):
    title = fields.String(validate=validate.Length(min=3, max=300))
    document_number = fields.String(validate=SHORT)
    document_on = fields.Date(allow_none=True)
    document_signer = fields.String(validate=SHORT)
    effective_on = fields.Date()
    happened_on = fields.Date()
    rules = fields.List(fields.Nested(PlanRuleIn), validate=_RULES)
    signers = fields.List(fields.Nested(PlanUnitIn), validate=_UNITS)


class PlanQuery(Page):
    state = fields.String(validate=validate.OneOf(tuple(STATES)))


class PlanLineQuery(Page):
    old = fields.UUID()
    new = fields.UUID()
    why = fields.String(validate=validate.OneOf(WHYS))


class PlanSignatureIn(Schema):
    """One act of a person who signs every waiting record of one side."""

    side = fields.String(required=True, validate=SIDES)
    pin = fields.String(required=True, validate=PIN)
    person_id = fields.UUID(load_default=None, allow_none=True)


class NoteIn(Schema):
    note = fields.String(load_default="", validate=TEXT)
