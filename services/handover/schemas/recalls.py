"""Recall cases, in and out."""

from marshmallow import Schema, fields, validate

from services.handover.commands.recalls import REASONS
from services.handover.schemas.parts import SHORT, TEXT, Page


class RecallIn(Schema):
    person_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    basis = fields.String(required=True, validate=TEXT)
    deadline = fields.Date()
    category = fields.String(validate=SHORT)


class RecallQuery(Page):
    state = fields.String(validate=validate.OneOf(("open", "closed")))
    person = fields.UUID()
    overdue = fields.Boolean()
    campaign = fields.UUID()


class RecallPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    unit_name = fields.String(required=True)


class RecallLine(Schema):
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    category = fields.String(required=True)
    state = fields.String(required=True)
    record_id = fields.UUID(required=True, allow_none=True)


class RecallOut(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    person = fields.Nested(RecallPerson, required=True)
    reason = fields.String(required=True)
    basis = fields.String(required=True)
    state = fields.String(required=True)
    opened_on = fields.Date(required=True)
    deadline = fields.Date(required=True)
    closed_on = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    campaign_id = fields.UUID(required=True, allow_none=True)
    category = fields.String(required=True, allow_none=True)
    rules = fields.List(fields.String(), required=True)
    left_on = fields.Date(required=True, allow_none=True)
    lines = fields.List(fields.Nested(RecallLine), required=True)
    version = fields.Integer(required=True)


class RecallPage(Schema):
    items = fields.List(fields.Nested(RecallOut), required=True)
    next = fields.String(required=True, allow_none=True)
