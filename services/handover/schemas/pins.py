"""Signing PINs."""

from marshmallow import Schema, fields

from services.handover.schemas.parts import PIN


class PinIn(Schema):
    pin = fields.String(required=True, validate=PIN)
    current_pin = fields.String(validate=PIN)


class PinOut(Schema):
    person_id = fields.UUID(required=True)
    set = fields.Boolean(required=True)
