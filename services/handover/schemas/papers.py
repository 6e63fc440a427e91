"""Papers as anybody may check them: nobody's name stands in here."""

from marshmallow import Schema, fields, validate

from services.handover.rules.papers import STANDINGS, VERDICTS


class CopyIn(Schema):
    """A copy of a paper, to be held to what we gave out. It is not kept."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class PaperOut(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    standing = fields.String(required=True, validate=validate.OneOf(STANDINGS))
    number = fields.String(required=True)
    on = fields.Date(required=True)
    count = fields.Integer(required=True)
    unit_name = fields.String(required=True)
    content_hash = fields.String(required=True)


class Comparison(Schema):
    """Pages and bytes are counted from 1. `older`: the copy was made before the paper's last change."""

    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    older = fields.Boolean(required=True)
    pages = fields.Integer(required=True)
    different = fields.List(fields.Integer(), required=True)
    missing = fields.List(fields.Integer(), required=True)
    added = fields.List(fields.Integer(), required=True)
    stuck = fields.List(fields.Integer(), required=True)
    from_byte = fields.Integer(required=True, allow_none=True)
    to_byte = fields.Integer(required=True, allow_none=True)


class ComparedOut(PaperOut):
    comparison = fields.Nested(Comparison, required=True)
