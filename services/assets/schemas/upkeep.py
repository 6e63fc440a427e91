"""Changes of cost, and maintenance."""

from marshmallow import Schema, fields, validate

from services.assets.rules.books import CORRECTION, COST_CHANGES
from services.assets.schemas.parts import MOST_VND, PageQuery, a_name, a_text, an_amount, one_of

STATES = ("waiting", "booked", "refused")


class CostChangeIn(Schema):
    """A change of original cost: the new cost with its sources, the cause, and the minutes.

    `accumulated_wear` is what had worn off by a revaluation; `correction` waits for somebody's approval.
    """

    cause = one_of((*COST_CHANGES, CORRECTION), required=True)
    cost = an_amount()
    cost_budget = an_amount()
    cost_other = an_amount()
    accumulated_wear = an_amount()
    effective_on = fields.Date(required=True)
    document_number = a_name(200, required=True)
    document_on = fields.Date(required=True)
    reason = a_name(required=True)
    file_id = fields.UUID(allow_none=True)


class CostDecision(Schema):
    """What is said to a request for a correction; a refusal needs a word."""

    note = a_text(load_default="")


class CostChangeOut(Schema):
    """A change of original cost."""

    id = fields.UUID(required=True)
    asset_id = fields.UUID(required=True)
    asset_name = fields.String(required=True)
    asset_code = fields.String(required=True)
    cause = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    effective_on = fields.Date(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True)
    reason = fields.String(required=True)
    file_id = fields.UUID(required=True, allow_none=True)
    cost_before = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    cost_budget = fields.Integer(required=True)
    cost_other = fields.Integer(required=True)
    wear_before = fields.Integer(required=True)
    wear = fields.Integer(required=True)
    kind_before = fields.String(required=True)
    kind = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_note = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class CostChangeQuery(PageQuery):
    """Which changes of cost."""

    state = one_of(STATES, load_default=None)


class CostChangePage(Schema):
    """Changes of cost, oldest first."""

    items = fields.List(fields.Nested(CostChangeOut), required=True)
    next = fields.String(required=True, allow_none=True)


class MaintenanceIn(Schema):
    """What was done, when, by whom, and what it cost (VND; never part of the asset's cost)."""

    done_on = fields.Date(required=True)
    what = a_name(required=True)
    cost = fields.Integer(strict=True, load_default=0, validate=validate.Range(min=0, max=MOST_VND))
    provider = a_text(load_default="")
    document_number = a_text(200, load_default="")
    document_on = fields.Date(load_default=None, allow_none=True)
    downtime_hours = fields.Float(
        load_default=None, allow_none=True, validate=validate.Range(min=0, max=100_000)
    )


class MaintenanceOut(Schema):
    """One line of the log."""

    id = fields.UUID(required=True)
    asset_id = fields.UUID(required=True)
    done_on = fields.Date(required=True)
    what = fields.String(required=True)
    cost = fields.Integer(required=True)
    provider = fields.String(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True, allow_none=True)
    downtime_hours = fields.Float(required=True, allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)


class MaintenanceYear(Schema):
    """What the work of one year came to."""

    year = fields.Integer(required=True)
    entries = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    downtime_hours = fields.Float(required=True)


class MaintenancePage(Schema):
    """The log, newest work first, and its sums by year over the whole of it."""

    items = fields.List(fields.Nested(MaintenanceOut), required=True)
    next = fields.String(required=True, allow_none=True)
    by_year = fields.List(fields.Nested(MaintenanceYear), required=True)
