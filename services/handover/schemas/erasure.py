"""Erasing the data of a leaver."""

from marshmallow import Schema, fields


class ErasedOut(Schema):
    """How many entries lost their body, and how many the law still keeps."""

    person_id = fields.UUID(required=True)
    erased = fields.Integer(required=True)
    kept = fields.Integer(required=True)
    at = fields.DateTime(required=True)
