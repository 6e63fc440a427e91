"""Policies and previews, in and out."""

from marshmallow import Schema, fields, validate

from services.notifications.deadlines.plan import CAUSES, ROLES
from services.notifications.schemas import CHANNELS, KINDS

_DAY_KINDS = ("days", "working_days")


class PolicyIn(Schema):
    """A new version of a policy."""

    offset = fields.Integer(required=True, strict=True, validate=validate.Range(min=-60, max=60))
    kind = fields.String(required=True, validate=validate.OneOf(_DAY_KINDS))
    to = fields.List(
        fields.String(validate=validate.OneOf(ROLES)), required=True, validate=validate.Length(min=1, max=6)
    )
    by = fields.List(
        fields.String(validate=validate.OneOf(CHANNELS)),
        required=True,
        validate=validate.Length(min=1, max=4),
    )
    on = fields.Boolean(required=True)
    reason = fields.String(required=True, validate=validate.Length(min=3, max=500))


class PolicyOut(Schema):
    name = fields.String(required=True)
    cause = fields.String(required=True, validate=validate.OneOf(CAUSES))
    step = fields.String(required=True)
    offset = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_DAY_KINDS))
    to = fields.List(fields.String(), required=True)
    by = fields.List(fields.String(), required=True)
    may_tell = fields.List(fields.String(), required=True, metadata={"description": "who has a part in it"})
    statutory = fields.Boolean(required=True)
    on = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class PolicyPage(Schema):
    items = fields.List(fields.Nested(PolicyOut), required=True)
    next = fields.String(required=True, allow_none=True)


class PolicyVersion(PolicyOut):
    reason = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True, allow_none=True)
    recorded_by = fields.String(required=True)


class PolicyVersions(Schema):
    items = fields.List(fields.Nested(PolicyVersion), required=True)
    next = fields.String(required=True, allow_none=True)


class PreviewQuery(Schema):
    about = fields.UUID(required=True, metadata={"description": "a record, a recall case or a stocktake"})


class ToldPerson(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))


class PreviewStep(Schema):
    step = fields.String(required=True)
    on = fields.Date(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    state = fields.String(
        required=True, validate=validate.OneOf(("told", "passed_over", "planned", "off", "never"))
    )
    at = fields.AwareDateTime(required=True, allow_none=True)
    to = fields.List(fields.Nested(ToldPerson), required=True)
    by = fields.List(fields.String(), required=True)
    statutory = fields.Boolean(required=True)


class PreviewOut(Schema):
    """Who is told what of one deadline, and when."""

    about_id = fields.UUID(required=True)
    cause = fields.String(required=True)
    due_on = fields.Date(required=True)
    state = fields.String(required=True)
    steps = fields.List(fields.Nested(PreviewStep), required=True)
