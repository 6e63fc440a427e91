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


class AwayQuery(Page):
    """Of one asset, or only what is overdue."""

    asset = fields.UUID()
    overdue = fields.Boolean(load_default=False)


class AwayOut(Schema):
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    record_id = fields.UUID(required=True)
    number = fields.String(required=True)
    repairer = fields.String(required=True)
    contact = fields.String(required=True)
    since = fields.Date(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    holder_id = fields.UUID(required=True, allow_none=True)
    holder_name = fields.String(required=True, allow_none=True)


class AwayPage(Schema):
    items = fields.List(fields.Nested(AwayOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ReceiversQuery(Schema):
    unit = fields.UUID(required=True)


class ReceiverOut(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)


class Receivers(Schema):
    items = fields.List(fields.Nested(ReceiverOut), required=True)
