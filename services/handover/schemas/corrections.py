"""Corrections of custody, in and out; an asset's whole custody in both times."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.handover.schemas.parts import REASON, SHORT, Page

_STATES = ("proposed", "approved", "rejected")


class CorrectedLineIn(Schema):
    """One asset, by the code on its label or by its id."""

    code = fields.String(validate=validate.Length(min=1, max=20))
    asset_id = fields.UUID()

    @validates_schema
    def one_name(self, data: dict[str, Any], **_: Any) -> None:
        if ("code" in data) == ("asset_id" in data):
            raise ValidationError("Mỗi dòng cần mã tài sản (code) hoặc asset_id, không phải cả hai.", "code")


class CorrectionIn(Schema):
    """Who truly answered for the assets from `from_on` until the day before `until_on` (null: until now);
    without `holder_person_id` nobody: they were in store.
    """

    lines = fields.List(
        fields.Nested(CorrectedLineIn),
        required=True,
        validate=validate.Length(min=1, max=1000, error="Đề nghị cần từ 1 đến 1.000 tài sản."),
    )
    holder_person_id = fields.UUID(allow_none=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(allow_none=True)
    reason = fields.String(required=True, validate=REASON)
    document = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200, error="Hãy ghi số, ký hiệu văn bản làm căn cứ."),
    )


class ApprovalIn(Schema):
    remark = fields.String(load_default="", validate=SHORT)


class CorrectionQuery(Page):
    state = fields.String(validate=validate.OneOf(_STATES))
    asset = fields.UUID()


class CorrectedHolder(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)


class StepOut(Schema):
    by = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class DecisionOut(StepOut):
    reason = fields.String(required=True)


class CorrectedLine(Schema):
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)


class CorrectionOut(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    holder = fields.Nested(CorrectedHolder, required=True, allow_none=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)
    proposed = fields.Nested(StepOut, required=True)
    decided = fields.Nested(DecisionOut, required=True, allow_none=True)
    lines = fields.List(fields.Nested(CorrectedLine), required=True)
    version = fields.Integer(required=True)


class CorrectionPage(Schema):
    items = fields.List(fields.Nested(CorrectionOut), required=True)
    next = fields.String(required=True, allow_none=True)


class HistoryQuery(Schema):
    asset = fields.UUID(required=True)


class HistoryRow(Schema):
    """`known_from` and `known_to`: from when until when the books said so; `closed_at`: since when they know
    its end.
    """

    person_id = fields.UUID(required=True)
    person_name = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    known_from = fields.AwareDateTime(required=True)
    known_to = fields.AwareDateTime(required=True, allow_none=True)
    record_id = fields.UUID(required=True, allow_none=True)
    correction_id = fields.UUID(required=True, allow_none=True)
    number = fields.String(required=True)


class HistoryOut(Schema):
    items = fields.List(fields.Nested(HistoryRow), required=True)
