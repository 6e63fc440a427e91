"""What falls due."""

from marshmallow import Schema, fields

from services.assets.rules.duties import LATER, NEAR, OVERDUE


class DutyOut(Schema):
    """One thing to do by a day: `subject` disposal (its id, its number in `named`), unit (`count` units, the
    year in `named`), asset (`count` assets, the day of the change in `named`) or report.
    """

    deadline = fields.String(required=True)
    what = fields.String(required=True)
    trigger = fields.String(required=True)
    rule = fields.String(required=True)
    basis = fields.String(required=True)
    certainty = fields.String(required=True)
    due_on = fields.Date(required=True)
    state = fields.String(required=True, metadata={"enum": [OVERDUE, NEAR, LATER]})
    subject = fields.String(required=True, metadata={"enum": ["disposal", "unit", "asset", "report"]})
    subject_id = fields.UUID(required=True, allow_none=True)
    named = fields.String(required=True)
    count = fields.Integer(required=True)


class UncountedOut(Schema):
    """A deadline of the law that the register has no record to count from."""

    deadline = fields.String(required=True)
    what = fields.String(required=True)
    trigger = fields.String(required=True)
    why = fields.String(required=True)


class DutyList(Schema):
    """What falls due, the nearest first, and the deadlines that nobody counts."""

    items = fields.List(fields.Nested(DutyOut), required=True)
    next = fields.String(required=True, allow_none=True)
    uncounted = fields.List(fields.Nested(UncountedOut), required=True)
