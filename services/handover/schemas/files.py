"""Files of records that bear digital signatures, in and out."""

from marshmallow import Schema, fields, validate

from services.handover.schemas.parts import SIDES


class SignedFileIn(Schema):
    """A PDF signed outside (multipart); `side` only where both sides bear one name."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    side = fields.String(validate=SIDES)


class SignatureReport(Schema):
    """One digital signature in a PDF: whose, what it covers, what came after it, whether it holds."""

    field = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("signature", "timestamp")))
    pades = fields.Boolean(required=True)
    revision = fields.Integer(required=True)
    ends_at = fields.Integer(required=True)
    signed_bytes = fields.String(required=True)
    name = fields.String(required=True)
    organisation = fields.String(required=True)
    subject = fields.String(required=True)
    issuer = fields.String(required=True)
    certificate = fields.String(required=True)
    claimed_at = fields.String(required=True, allow_none=True)
    stamped_at = fields.String(required=True, allow_none=True)
    stamp_by = fields.String(required=True)
    stamp_trusted = fields.Boolean(required=True)
    intact = fields.Boolean(required=True)
    valid = fields.Boolean(required=True)
    trusted = fields.Boolean(required=True)
    covers = fields.String(required=True)
    after = fields.String(required=True)
    why = fields.String(required=True)


class FileReport(Schema):
    revisions = fields.Integer()
    size = fields.Integer()
    signatures = fields.List(fields.Nested(SignatureReport))
    refused = fields.String()
    why = fields.String()


class FileOut(Schema):
    record_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("prepared", "signed", "sealed")))
    extends = fields.Integer(required=True, allow_none=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    report = fields.Nested(FileReport, required=True, allow_none=True)
    kept_at = fields.DateTime(required=True)
    kept_by = fields.String(required=True)


class FilePage(Schema):
    """`sealing`: whether this installation has a seal."""

    items = fields.List(fields.Nested(FileOut), required=True)
    sealing = fields.Boolean(required=True)
