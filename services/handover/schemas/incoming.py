"""What callers may send. A field that is not named here is refused."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.handover.commands.recalls import REASONS
from services.handover.lifecycle import KINDS, STATES

_TEXT = validate.Length(max=2000)
_SHORT = validate.Length(max=500)
_PIN = validate.Regexp(r"^[0-9]{6,12}\Z", error="Mã PIN gồm 6 đến 12 chữ số.")
_REASON = validate.Length(min=3, max=1000, error="Hãy ghi lý do (từ 3 đến 1.000 ký tự).")
_SIDES = validate.OneOf(("giver", "receiver"))
_ROLES = validate.OneOf(("store", "holder"))


class PartyIn(Schema):
    person_id = fields.UUID(required=True)
    as_ = fields.String(data_key="as", attribute="as", validate=_ROLES)


class LineIn(Schema):
    """One asset, by the code on its label or by its id."""

    code = fields.String(validate=validate.Length(min=1, max=20))
    asset_id = fields.UUID()
    condition = fields.String(load_default="", validate=_SHORT)
    accessories = fields.String(load_default="", validate=_SHORT)
    note = fields.String(load_default="", validate=_SHORT)

    @validates_schema
    def one_name(self, data: dict[str, Any], **_: Any) -> None:
        if ("code" in data) == ("asset_id" in data):
            raise ValidationError("Mỗi dòng cần mã tài sản (code) hoặc asset_id, không phải cả hai.", "code")


class RecordIn(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    from_ = fields.Nested(PartyIn, data_key="from", attribute="from", required=True)
    to = fields.Nested(PartyIn, required=True)
    lines = fields.List(
        fields.Nested(LineIn),
        required=True,
        validate=validate.Length(min=1, max=1000, error="Biên bản cần từ 1 đến 1.000 tài sản."),
    )
    place = fields.String(load_default="", validate=_SHORT)
    basis = fields.String(load_default="", validate=_TEXT)
    happened_on = fields.Date()
    recall_id = fields.UUID(allow_none=True)
    draft = fields.Boolean(load_default=False)


class Nothing(Schema):
    """A body without fields: the act says it all."""


class SignatureIn(Schema):
    side = fields.String(required=True, validate=_SIDES)
    method = fields.String(required=True, validate=validate.OneOf(("pin", "drawn")))
    pin = fields.String(validate=_PIN)
    drawing = fields.String()
    person_id = fields.UUID(allow_none=True)


class ReasonIn(Schema):
    reason = fields.String(required=True, validate=_REASON)


class RecallIn(Schema):
    person_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    basis = fields.String(required=True, validate=_TEXT)
    deadline = fields.Date()


class PinIn(Schema):
    pin = fields.String(required=True, validate=_PIN)
    current_pin = fields.String(validate=_PIN)


class Page(Schema):
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    after = fields.String()


class RecordQuery(Page):
    state = fields.String(validate=validate.OneOf(tuple(STATES)))
    kind = fields.String(validate=validate.OneOf(KINDS))
    person = fields.UUID()
    asset = fields.UUID()
    recall = fields.UUID()
    waiting_for = fields.UUID()


class CustodyQuery(Page):
    """Of what or whom; who answered on the day `as_of`, as known at the instant `known_at`."""

    asset = fields.UUID()
    person = fields.UUID()
    unit = fields.UUID()
    as_of = fields.Date()
    known_at = fields.AwareDateTime()


class RecallQuery(Page):
    state = fields.String(validate=validate.OneOf(("open", "closed")))
    person = fields.UUID()
    overdue = fields.Boolean()


class LedgerQuery(Schema):
    limit = fields.Integer(load_default=200, validate=validate.Range(min=1, max=1000))
    after = fields.Integer(load_default=-1, validate=validate.Range(min=-1, max=2**62))


class ConsistencyQuery(Schema):
    """From how many entries to how many."""

    old = fields.Integer(required=True, validate=validate.Range(min=1, max=2**62))
    size = fields.Integer(required=True, validate=validate.Range(min=1, max=2**62))
