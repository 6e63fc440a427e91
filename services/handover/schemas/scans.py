"""Signed papers and witnesses, in and out."""

from marshmallow import Schema, fields, validate

from services.handover.schemas.parts import PIN, SHORT, SIDES, TEXT, Page

_NAME = validate.Length(min=2, max=200, error="Hãy ghi họ tên người chứng kiến.")


class PaperIn(Schema):
    """A scan or photograph of signed papers: JPEG, PNG or PDF (multipart)."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class SeenWitness(Schema):
    name = fields.String(required=True, validate=_NAME)
    post = fields.String(load_default="", validate=SHORT)
    unit_name = fields.String(load_default="", validate=SHORT)


class PaperDecisionIn(Schema):
    """What an officer sees on a scan for one record."""

    record_id = fields.UUID(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(("confirmed", "rejected")))
    sides = fields.List(fields.String(validate=SIDES), load_default=list, validate=validate.Length(max=2))
    witnesses = fields.List(fields.Nested(SeenWitness), load_default=list, validate=validate.Length(max=10))
    note = fields.String(load_default="", validate=TEXT)


class ScanQuery(Page):
    waiting = fields.Boolean(load_default=False)


class ScanPageOut(Schema):
    """`found`: record, copy (of one already signed), superseded, unknown, label, foreign, no_symbol."""

    page = fields.Integer(required=True)
    found = fields.String(required=True)
    symbol = fields.String(required=True)
    record_id = fields.UUID(required=True, allow_none=True)


class ScanRecordOut(Schema):
    id = fields.UUID(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    giver_name = fields.String(required=True)
    receiver_name = fields.String(required=True)
    version = fields.Integer(required=True)
    pages = fields.List(fields.Integer(), required=True)


class ScanDecisionOut(Schema):
    record_id = fields.UUID(required=True)
    verdict = fields.String(required=True)
    sides = fields.List(fields.String(), required=True)
    note = fields.String(required=True)
    decided_at = fields.DateTime(required=True)
    decided_by_name = fields.String(required=True, allow_none=True)


class ScanOut(Schema):
    id = fields.UUID(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    kept_at = fields.DateTime(required=True)
    kept_by_name = fields.String(required=True, allow_none=True)
    sha256 = fields.String(required=True)
    sent_sha256 = fields.String(required=True)
    pages = fields.List(fields.Nested(ScanPageOut), required=True)
    records = fields.List(fields.Nested(ScanRecordOut), required=True)
    decisions = fields.List(fields.Nested(ScanDecisionOut), required=True)


class ScanPage(Schema):
    items = fields.List(fields.Nested(ScanOut), required=True)
    next = fields.String(required=True, allow_none=True)


class WitnessIn(Schema):
    """Who witnesses: a known person by PIN, or anybody by drawing."""

    method = fields.String(required=True, validate=validate.OneOf(("pin", "drawn")))
    name = fields.String(load_default="", validate=SHORT)
    post = fields.String(load_default="", validate=SHORT)
    unit_name = fields.String(load_default="", validate=SHORT)
    person_id = fields.UUID(allow_none=True)
    pin = fields.String(validate=PIN)
    drawing = fields.String()


class WitnessOut(Schema):
    number = fields.Integer(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    unit_name = fields.String(required=True)
    method = fields.String(required=True)
    way = fields.String(required=True)
    operator_name = fields.String(required=True, allow_none=True)
    signed_at = fields.DateTime(required=True)


class WitnessPage(Schema):
    items = fields.List(fields.Nested(WitnessOut), required=True)
    version = fields.Integer(required=True)
