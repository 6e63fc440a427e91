"""Reports of custody, asked for and described."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.handover.reports.files import FORMATS


class ReportIn(Schema):
    """About one unit (and all below it), one person or one asset; who answered on the day `as_of`, as known
    at the instant `known_at` (without them: today, now).
    """

    unit = fields.UUID()
    person = fields.UUID()
    asset = fields.UUID()
    as_of = fields.Date()
    known_at = fields.AwareDateTime()

    @validates_schema
    def one_subject(self, data: dict[str, Any], **_: Any) -> None:
        if sum(name in data for name in ("unit", "person", "asset")) != 1:
            raise ValidationError("Chọn một đơn vị, một người hoặc một tài sản.", "unit")


class FileQuery(Schema):
    format = fields.String(load_default="csv", validate=validate.OneOf(FORMATS))


class ReportAbout(Schema):
    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ReportFile(Schema):
    sha256 = fields.String(required=True)
    bytes = fields.Integer(required=True)


class ReportOut(Schema):
    """The manifest: the question, what it covers, and the hashes of the files (a long report has no PDF)."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    about = fields.Nested(ReportAbout, required=True)
    units = fields.List(fields.UUID(), required=True, allow_none=True)
    as_of = fields.Date(required=True)
    known_at = fields.AwareDateTime(required=True)
    form = fields.String(required=True)
    rows = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    files = fields.Dict(keys=fields.String(), values=fields.Nested(ReportFile), required=True)
    made_by = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)


class ReportPage(Schema):
    items = fields.List(fields.Nested(ReportOut), required=True)
    next = fields.String(required=True, allow_none=True)
