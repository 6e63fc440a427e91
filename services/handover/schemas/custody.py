"""Who answers for what, asked and answered."""

from marshmallow import Schema, fields

from services.handover.schemas.parts import Page


class CustodyQuery(Page):
    """Of what or whom; who answered on the day `as_of`, as known at the instant `known_at`."""

    asset = fields.UUID()
    person = fields.UUID()
    unit = fields.UUID()
    as_of = fields.Date()
    known_at = fields.AwareDateTime()


class HeldOut(Schema):
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    category = fields.String(required=True)
    person_id = fields.UUID(required=True)
    person_name = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    record_id = fields.UUID(required=True, allow_none=True)  # null when a correction says so
    correction_id = fields.UUID(required=True, allow_none=True)
    number = fields.String(required=True)


class CustodyPage(Schema):
    items = fields.List(fields.Nested(HeldOut), required=True)
    next = fields.String(required=True, allow_none=True)
