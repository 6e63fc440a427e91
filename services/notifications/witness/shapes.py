"""The witness, as anybody may read it."""

from marshmallow import Schema, fields, validate


class Alarm(Schema):
    """A contradiction: the note that was believed last and the one that was shown then."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("forked", "unbelievable")))
    reason = fields.String(required=True)
    kept_size = fields.Integer(required=True)
    kept_note = fields.String(required=True)
    shown_note = fields.String(required=True)
    raised_at = fields.AwareDateTime(required=True)


class WitnessOut(Schema):
    """`silent`: nothing is cosigned yet; `refused`: at least once the ledger contradicted itself."""

    standing = fields.String(required=True, validate=validate.OneOf(("silent", "holds", "refused")))
    size = fields.Integer(required=True)
    cosigned_at = fields.AwareDateTime(required=True, allow_none=True)
    alarms = fields.List(fields.Nested(Alarm), required=True)


class CosignatureQuery(Schema):
    limit = fields.Integer(load_default=200, validate=validate.Range(min=1, max=1000))
    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**62))


class Cosignature(Schema):
    """A checkpoint as the log signed it, and the witness's line to it."""

    number = fields.Integer(required=True)
    origin = fields.String(required=True)
    size = fields.Integer(required=True)
    note = fields.String(required=True)
    line = fields.String(required=True)
    key = fields.String(required=True)
    cosigned_at = fields.AwareDateTime(required=True)


class CosignaturePage(Schema):
    items = fields.List(fields.Nested(Cosignature), required=True)
    next = fields.Integer(required=True, allow_none=True)


class WitnessKeys(Schema):
    """Verifier keys (C2SP signed-note, cosignature/v1), the first first."""

    items = fields.List(fields.String(), required=True)
