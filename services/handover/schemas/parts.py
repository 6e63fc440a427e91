"""Parts that several shapes share."""

from marshmallow import Schema, fields, validate

from services.handover import lifecycle

TEXT = validate.Length(max=2000)


SHORT = validate.Length(max=500)


PIN = validate.Regexp(r"^[0-9]{6,12}\Z", error="Mã PIN gồm 6 đến 12 chữ số.")


REASON = validate.Length(min=3, max=1000, error="Hãy ghi lý do (từ 3 đến 1.000 ký tự).")


SIDES = validate.OneOf(("giver", "receiver"))


ROLES = validate.OneOf(tuple(lifecycle.ROLES))


class Nothing(Schema):
    """A body without fields: the act says it all."""


class ReasonIn(Schema):
    reason = fields.String(required=True, validate=REASON)


class Page(Schema):
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    after = fields.String()
