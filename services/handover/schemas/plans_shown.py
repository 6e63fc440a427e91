"""Plans of mass handover, out."""

from marshmallow import Schema, fields


class PlanUnitOut(Schema):
    plan_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    side = fields.String(required=True)
    name = fields.String(required=True)
    code = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    person_name = fields.String(required=True)
    person_post = fields.String(required=True)


class PlanOut(Schema):
    """`whole`: the caller sees every unit of the plan, which acting on it needs."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    act_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True, allow_none=True)
    document_signer = fields.String(required=True)
    effective_on = fields.Date(required=True)
    happened_on = fields.Date(required=True)
    state = fields.String(required=True)
    rules = fields.List(fields.Dict(), required=True)
    units_count = fields.Integer(required=True)
    created_by = fields.String(required=True)
    created_at = fields.DateTime(required=True)
    approved_by = fields.String(required=True, allow_none=True)
    approved_at = fields.DateTime(required=True, allow_none=True)
    ended_by = fields.String(required=True, allow_none=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    ended_note = fields.String(required=True, allow_none=True)
    whole = fields.Boolean(required=True)
    old = fields.List(fields.Nested(PlanUnitOut), required=True)
    new = fields.List(fields.Nested(PlanUnitOut), required=True)
    version = fields.Integer(required=True)


class PlanPage(Schema):
    items = fields.List(fields.Nested(PlanOut), required=True)
    next = fields.String(required=True, allow_none=True)


class SuccessionUnit(Schema):
    unit_id = fields.UUID(required=True)
    name = fields.String(required=True)


class SuccessionAct(Schema):
    act_id = fields.UUID(required=True)
    happened_on = fields.Date(required=True)
    plan_id = fields.UUID(required=True, allow_none=True)
    old = fields.List(fields.Nested(SuccessionUnit), required=True)
    new = fields.List(fields.Nested(SuccessionUnit), required=True)


class SuccessionActs(Schema):
    items = fields.List(fields.Nested(SuccessionAct), required=True)


class Sums(Schema):
    """VND; a remaining value that nobody knows counts as nothing."""

    count = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    remaining = fields.Integer(required=True)


class PlanPair(Sums):
    """What goes from one old unit to one successor; null: has no target."""

    old_unit_id = fields.UUID(required=True)
    successor_unit_id = fields.UUID(required=True, allow_none=True)
    stay = fields.Integer(required=True)


class PlanLineOut(Schema):
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    cost = fields.Integer(required=True, allow_none=True)
    remaining_value = fields.Integer(required=True, allow_none=True)
    old_unit_id = fields.UUID(required=True)
    successor_unit_id = fields.UUID(required=True, allow_none=True)
    receiver_person_id = fields.UUID(required=True, allow_none=True)
    holder_person_id = fields.UUID(required=True, allow_none=True)
    keeps_holder = fields.Boolean(required=True)
    rule = fields.Integer(required=True)
    why = fields.String(required=True)
    record_id = fields.UUID(required=True, allow_none=True)
    record_state = fields.String(required=True, allow_none=True)
    record_number = fields.Integer(required=True, allow_none=True)


class PlanLinePage(Schema):
    items = fields.List(fields.Nested(PlanLineOut), required=True)
    next = fields.String(required=True, allow_none=True)


class PlanIssue(Schema):
    """What keeps decided lines from becoming minutes."""

    what = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    count = fields.Integer(required=True)


class PlanPreview(Schema):
    plan_id = fields.UUID(required=True)
    whole = fields.Boolean(required=True)
    total = fields.Nested(Sums, required=True)
    decided = fields.Integer(required=True)
    undecided = fields.Integer(required=True)
    conflicts = fields.Integer(required=True)
    pairs = fields.List(fields.Nested(PlanPair), required=True)
    reasons = fields.Dict(required=True)
    homeless = fields.List(fields.Nested(PlanLineOut), required=True)
    issues = fields.List(fields.Nested(PlanIssue), required=True)
    ready = fields.Boolean(required=True)


class UnitBalanceOut(Schema):
    """opening − out + came_in = closing; register: what it finds; difference: closing − register."""

    unit_id = fields.UUID(required=True)
    name = fields.String(required=True)
    code = fields.String(required=True)
    side = fields.String(required=True)
    opening = fields.Nested(Sums, required=True)
    out = fields.Nested(Sums, required=True)
    came_in = fields.Nested(Sums, required=True)
    closing = fields.Nested(Sums, required=True)
    register = fields.Nested(Sums, required=True)
    difference = fields.Nested(Sums, required=True)


class TotalBalance(Schema):
    opening = fields.Nested(Sums, required=True)
    out = fields.Nested(Sums, required=True)
    came_in = fields.Nested(Sums, required=True)
    closing = fields.Nested(Sums, required=True)
    register = fields.Nested(Sums, required=True)
    difference = fields.Nested(Sums, required=True)


class FlowOut(Schema):
    old_unit_id = fields.UUID(required=True)
    successor_unit_id = fields.UUID(required=True)
    count = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    moved_cost = fields.Integer(required=True)


class BreakerOut(Schema):
    """An asset that breaks the balance, and why."""

    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    why = fields.String(required=True)
    cost = fields.Integer(required=True, allow_none=True)
    register_unit_id = fields.UUID(required=True, allow_none=True)
    register_cost = fields.Integer(required=True, allow_none=True)
    old_unit_id = fields.UUID(required=True, allow_none=True)
    successor_unit_id = fields.UUID(required=True, allow_none=True)


class PlanReconciliation(Schema):
    plan_id = fields.UUID(required=True)
    whole = fields.Boolean(required=True)
    as_of = fields.DateTime(required=True)
    units = fields.List(fields.Nested(UnitBalanceOut), required=True)
    total = fields.Nested(TotalBalance, required=True)
    flows = fields.List(fields.Nested(FlowOut), required=True)
    breakers = fields.List(fields.Nested(BreakerOut), required=True)
    breakers_count = fields.Integer(required=True)
    nets = fields.Boolean(required=True)
    done = fields.Boolean(required=True)


class PlanRun(Schema):
    """What one execution did."""

    plan_id = fields.UUID(required=True)
    records = fields.Integer(required=True)
    assets = fields.Integer(required=True)
    held_back = fields.Integer(required=True)


class PlanSigned(Schema):
    """How many records of the side are signed by this act, and how many are left."""

    signed = fields.Integer(required=True)
    left = fields.Integer(required=True)
    records = fields.List(fields.UUID(), required=True)


class PlanRecord(Schema):
    """One of the minutes of a plan."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    old_unit_id = fields.UUID(required=True)
    successor_unit_id = fields.UUID(required=True, allow_none=True)
    giver_name = fields.String(required=True)
    receiver_name = fields.String(required=True)
    giver_person_id = fields.UUID(required=True, allow_none=True)
    receiver_person_id = fields.UUID(required=True, allow_none=True)
    signed = fields.List(fields.String(), required=True)
    count = fields.Integer(required=True)
    cost = fields.Integer(required=True)


class PlanRecords(Schema):
    items = fields.List(fields.Nested(PlanRecord), required=True)
