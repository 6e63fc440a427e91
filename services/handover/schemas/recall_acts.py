"""What is said and shown of a recall case after it was opened."""

from marshmallow import Schema, fields, validate

from services.handover.rules.outcomes import SAID
from services.handover.schemas.parts import REASON, SHORT
from services.handover.schemas.recalls import RecallOut

MOST_VND = 10**15
WAYS = ("in_person", "mail", "in_app")
DELIVERIES = ("delivered", "acknowledged")


class OutcomeIn(Schema):
    """What became of some lines. `successor_id` and `condition` for what is passed on, `amount` in VND for
    what is paid for (0: released by the document).
    """

    asset_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=1000))
    outcome = fields.String(required=True, validate=validate.OneOf(SAID))
    reason = fields.String(required=True, validate=REASON)
    document = fields.String(load_default="", validate=SHORT)
    amount = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(min=0, max=MOST_VND)
    )
    happened_on = fields.Date()
    successor_id = fields.UUID(load_default=None, allow_none=True)
    condition = fields.String(load_default="", validate=SHORT)


class ExtensionIn(Schema):
    deadline = fields.Date(required=True)
    reason = fields.String(required=True, validate=REASON)
    approver = fields.String(required=True, validate=validate.Length(min=2, max=200))
    document = fields.String(load_default="", validate=SHORT)


class DeliveryIn(Schema):
    """That the last notice was delivered, or its receipt acknowledged."""

    kind = fields.String(required=True, validate=validate.OneOf(DELIVERIES))
    way = fields.String(required=True, validate=validate.OneOf(WAYS[:2]))
    happened_on = fields.Date(required=True)
    to_whom = fields.String(required=True, validate=validate.Length(min=2, max=200))
    note = fields.String(load_default="", validate=SHORT)


class RepresentativeIn(Schema):
    """Who hands over in the place of the person: an heir, or whom the family sends."""

    name = fields.String(required=True, validate=validate.Length(min=2, max=200))
    relation = fields.String(required=True, validate=validate.Length(min=2, max=200))
    contact = fields.String(load_default="", validate=SHORT)
    document = fields.String(load_default="", validate=SHORT)


class _Said(Schema):
    id = fields.UUID(required=True)
    said_by = fields.String(required=True)
    said_at = fields.DateTime(required=True)


class OutcomeOut(_Said):
    asset_id = fields.UUID(required=True)
    before = fields.String(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)
    amount = fields.Integer(required=True, allow_none=True)
    record_id = fields.UUID(required=True, allow_none=True)
    happened_on = fields.Date(required=True)


class ExtensionOut(_Said):
    deadline_before = fields.Date(required=True)
    deadline = fields.Date(required=True)
    approver = fields.String(required=True)
    document = fields.String(required=True)
    reason = fields.String(required=True)


class DeliveryOut(_Said):
    notice_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    way = fields.String(required=True)
    happened_on = fields.Date(required=True)
    to_whom = fields.String(required=True)
    note = fields.String(required=True)


class RepresentativeOut(_Said):
    name = fields.String(required=True)
    relation = fields.String(required=True)
    contact = fields.String(required=True)
    document = fields.String(required=True)
    erased_at = fields.DateTime(required=True, allow_none=True)


class RecallPaperOut(Schema):
    """A numbered paper of a case."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    issued_on = fields.Date(required=True)
    issued_by = fields.String(required=True)
    issued_at = fields.DateTime(required=True)


class CaseClearanceOut(RecallPaperOut):
    person_id = fields.UUID(required=True)


class ClearanceOut(CaseClearanceOut):
    recall_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True)
    content = fields.Dict(required=True)


class ClearanceIn(Schema):
    person_id = fields.UUID(required=True)


class ClearanceQuery(Schema):
    person = fields.UUID(required=True)


class ClearanceList(Schema):
    items = fields.List(fields.Nested(ClearanceOut), required=True)


class WaitingOut(Schema):
    """A record over one of the lines that still waits for signatures."""

    asset_id = fields.UUID(required=True)
    record_id = fields.UUID(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    receiver_name = fields.String(required=True)
    receiver_as = fields.String(required=True)


class RecallWholeOut(RecallOut):
    """One case with all that has happened in it, the earliest first."""

    outcomes = fields.List(fields.Nested(OutcomeOut), required=True)
    extensions = fields.List(fields.Nested(ExtensionOut), required=True)
    notices = fields.List(fields.Nested(RecallPaperOut), required=True)
    deliveries = fields.List(fields.Nested(DeliveryOut), required=True)
    representative = fields.Nested(RepresentativeOut, required=True, allow_none=True)
    clearance = fields.Nested(CaseClearanceOut, required=True, allow_none=True)
    waiting = fields.List(fields.Nested(WaitingOut), required=True)
