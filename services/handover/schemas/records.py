"""Records and signatures, in and out."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.handover.lifecycle import KINDS, STATES
from services.handover.schemas.parts import PIN, ROLES, SHORT, SIDES, TEXT, Page, ReasonIn
from services.handover.signing.ways import WAYS

DRAWN_UP = tuple(kind for kind in KINDS if kind != "reversal")  # a reversal has a door of its own


class PartyIn(Schema):
    """A person of the register; or, for a body outside it or a repairer, who comes for which organisation."""

    person_id = fields.UUID(allow_none=True)
    as_ = fields.String(data_key="as", attribute="as", validate=ROLES)
    name = fields.String(validate=SHORT)
    post = fields.String(validate=SHORT)
    organisation = fields.String(validate=SHORT)


class LineIn(Schema):
    """One asset, by the code on its label or by its id."""

    code = fields.String(validate=validate.Length(min=1, max=20))
    asset_id = fields.UUID()
    condition = fields.String(load_default="", validate=SHORT)
    accessories = fields.String(load_default="", validate=SHORT)
    note = fields.String(load_default="", validate=SHORT)

    @validates_schema
    def one_name(self, data: dict[str, Any], **_: Any) -> None:
        if ("code" in data) == ("asset_id" in data):
            raise ValidationError("Mỗi dòng cần mã tài sản (code) hoặc asset_id, không phải cả hai.", "code")


class RecordIn(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(DRAWN_UP))
    from_ = fields.Nested(PartyIn, data_key="from", attribute="from", required=True)
    to = fields.Nested(PartyIn, required=True)
    lines = fields.List(
        fields.Nested(LineIn),
        required=True,
        validate=validate.Length(min=1, max=1000, error="Biên bản cần từ 1 đến 1.000 tài sản."),
    )
    place = fields.String(load_default="", validate=SHORT)
    basis = fields.String(load_default="", validate=TEXT)
    happened_on = fields.Date()
    recall_id = fields.UUID(allow_none=True)
    to_unit_id = fields.UUID(allow_none=True)
    decision_number = fields.String(validate=SHORT)
    decision_on = fields.Date(allow_none=True)
    decision_by = fields.String(validate=SHORT)
    disposal_id = fields.UUID(allow_none=True)
    due_on = fields.Date(allow_none=True)
    draft = fields.Boolean(load_default=False)


class ReversalIn(ReasonIn):
    """Why a completed record is taken back, when and where the two sides meet for it."""

    place = fields.String(load_default="", validate=SHORT)
    happened_on = fields.Date()


class DecisionIn(ReasonIn):
    """What the head decides on a dispute."""

    outcome = fields.String(required=True, validate=validate.OneOf(("upheld", "dismissed")))


class DisputeOut(Schema):
    id = fields.UUID(required=True)
    reason = fields.String(required=True)
    raised_by = fields.UUID(required=True)
    raised_by_name = fields.String(required=True)
    raised_at = fields.DateTime(required=True)
    rule = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_at = fields.DateTime(required=True, allow_none=True)
    decision_reason = fields.String(required=True, allow_none=True)


class Disputes(Schema):
    items = fields.List(fields.Nested(DisputeOut), required=True)


class SignatureIn(Schema):
    side = fields.String(required=True, validate=SIDES)
    method = fields.String(required=True, validate=validate.OneOf(("pin", "drawn")))
    pin = fields.String(validate=PIN)
    drawing = fields.String()
    person_id = fields.UUID(allow_none=True)


class RecordQuery(Page):
    state = fields.String(validate=validate.OneOf(tuple(STATES)))
    kind = fields.String(validate=validate.OneOf(tuple(KINDS)))
    person = fields.UUID()
    asset = fields.UUID()
    recall = fields.UUID()
    waiting_for = fields.UUID()


class PartyOut(Schema):
    person_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    unit_name = fields.String(required=True)
    as_ = fields.String(data_key="as", attribute="as", validate=ROLES)


class LineOut(Schema):
    position = fields.Integer(required=True)
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    category = fields.String(required=True)
    cost = fields.Integer(required=True, allow_none=True)
    remaining_value = fields.Integer(required=True, allow_none=True)
    condition = fields.String(required=True)
    accessories = fields.String(required=True)
    note = fields.String(required=True)


class SignatureOut(Schema):
    side = fields.String(required=True, validate=SIDES)
    person_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    method = fields.String(required=True)
    way = fields.String(required=True, allow_none=True, validate=validate.OneOf(tuple(WAYS)))
    operated_by = fields.String(required=True)
    operator_name = fields.String(required=True, allow_none=True)
    file = fields.String(required=True, allow_none=True)
    signed_at = fields.DateTime(required=True)


class EndOut(Schema):
    """Why and by whom a record was refused or cancelled."""

    reason = fields.String(required=True)
    at = fields.DateTime(required=True)
    by = fields.String(required=True)


class RecordHead(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    year = fields.Integer(required=True, allow_none=True)
    unit_id = fields.UUID(required=True)
    giver = fields.Nested(PartyOut, required=True)
    receiver = fields.Nested(PartyOut, required=True)
    place = fields.String(required=True)
    basis = fields.String(required=True)
    happened_on = fields.Date(required=True)
    form = fields.String(required=True)
    template = fields.String(required=True, allow_none=True)
    rules = fields.List(fields.String(), required=True)
    recall_id = fields.UUID(required=True, allow_none=True)
    to_unit_id = fields.UUID(required=True, allow_none=True)
    decision_number = fields.String(required=True, allow_none=True)
    decision_on = fields.Date(required=True, allow_none=True)
    decision_by = fields.String(required=True, allow_none=True)
    disposal_id = fields.UUID(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    reverses = fields.UUID(required=True, allow_none=True)
    reversed_by = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    content_hash = fields.String(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    issued_at = fields.DateTime(required=True, allow_none=True)
    completed_at = fields.DateTime(required=True, allow_none=True)
    refusal = fields.Nested(EndOut, required=True, allow_none=True)
    version = fields.Integer(required=True)


class RecordOut(RecordHead):
    lines = fields.List(fields.Nested(LineOut), required=True)
    signatures = fields.List(fields.Nested(SignatureOut), required=True)


class RecordPage(Schema):
    items = fields.List(fields.Nested(RecordOut), required=True)
    next = fields.String(required=True, allow_none=True)
