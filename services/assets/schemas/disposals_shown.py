"""Disposal cases and who decides them, as they are answered."""

from typing import Any

from marshmallow import Schema, fields


def _text() -> fields.String:
    return fields.String(required=True)


def _maybe(kind: type[fields.Field[Any]]) -> fields.Field[Any]:
    return kind(required=True, allow_none=True)


class DisposalHead(Schema):
    """A case: what it is, where it stands, its sums in VND, the next legal time."""

    id = fields.UUID(required=True)
    number = _text()
    year = fields.Integer(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = _text()
    kind = _text()
    legal_case = _text()
    mode = _text()
    reason = _text()
    receiver_unit_id = _maybe(fields.UUID)
    receiver_name = _text()
    receiver = _text()
    state = _text()
    rules = fields.List(fields.String(), required=True)
    authority_id = _maybe(fields.UUID)
    authority = _text()
    authority_source = _text()
    authority_role = _text()
    authority_person_id = _maybe(fields.UUID)
    drafted_by = _text()
    drafted_person_id = _maybe(fields.UUID)
    drafted_at = fields.AwareDateTime(required=True)
    submitted_by = _maybe(fields.String)
    submitted_person_id = _maybe(fields.UUID)
    submitted_at = _maybe(fields.AwareDateTime)
    decided_by = _maybe(fields.String)
    decided_person_id = _maybe(fields.UUID)
    decided_at = _maybe(fields.AwareDateTime)
    decision_number = _text()
    signer = _text()
    responsibility = _text()
    decision_note = _text()
    extended_by = _text()
    council = _maybe(fields.Dict)
    done_mode = _text()
    result = _text()
    minutes_number = _text()
    handover_number = _text()
    buyer_kind = _text()
    buyer_name = _text()
    proceeds = fields.Integer(required=True)
    paid_in = fields.Integer(required=True)
    costs = fields.Integer(required=True)
    booked_by = _maybe(fields.String)
    booked_at = _maybe(fields.AwareDateTime)
    assets = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    remaining = fields.Integer(required=True)
    overdue = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    law_on = _maybe(fields.Date)
    found_on = _maybe(fields.Date)
    file_complete_on = _maybe(fields.Date)
    decision_on = _maybe(fields.Date)
    valid_until = _maybe(fields.Date)
    begun_on = _maybe(fields.Date)
    done_on = _maybe(fields.Date)
    minutes_on = _maybe(fields.Date)
    handover_on = _maybe(fields.Date)
    booked_on = _maybe(fields.Date)
    next_due = _maybe(fields.Date)


class DisposalPage(Schema):
    """Cases, the newest first."""

    items = fields.List(fields.Nested(DisposalHead), required=True)
    next = _maybe(fields.String)


class DisposalLineOut(Schema):
    """One asset of a case with its value by the books of `valued_on`."""

    asset_id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    code = _text()
    tag = _text()
    name = _text()
    serial = _text()
    category = _text()
    category_name = _text()
    unit_of_measure = _text()
    asset_kind = _text()
    put_to_use_on = _maybe(fields.Date)
    cost = fields.Integer(required=True)
    cost_budget = fields.Integer(required=True)
    cost_other = fields.Integer(required=True)
    wear = fields.Integer(required=True)
    remaining = fields.Integer(required=True)
    valued_on = fields.Date(required=True)
    reason = _text()
    unrepairable = fields.Boolean(required=True)
    repair_estimate = _maybe(fields.Integer)
    new_price = _maybe(fields.Integer)
    revalued = _maybe(fields.Integer)
    status_before = _text()


class DisposalPaper(Schema):
    """A paper that the law asks of the case: there or not."""

    paper = _text()
    title = _text()
    required = fields.Boolean(required=True)
    present = fields.Boolean(required=True)
    rule = _text()
    certainty = _text()
    number = _maybe(fields.String)
    dated_on = _maybe(fields.Date)
    note = _maybe(fields.String)
    file_id = _maybe(fields.UUID)


class DisposalDeadline(Schema):
    """A legal time of the case; `days_left` while it runs (negative: overdue)."""

    step = _text()
    rule = _text()
    what = _text()
    triggered_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    met_on = _maybe(fields.Date)
    days_left = _maybe(fields.Integer)


class DisposalStep(Schema):
    """Who did what to the case."""

    version = fields.Integer(required=True)
    act = _text()
    state = _text()
    at = fields.AwareDateTime(required=True)
    by = _text()
    detail = fields.Dict(required=True)


class DisposalOut(DisposalHead):
    """One case with all that belongs to it; `acts` {act: who} are possible in its state."""

    kind_title = _text()
    legal_case_text = _text()
    law = _text()
    lines = fields.List(fields.Nested(DisposalLineOut), required=True)
    papers = fields.List(fields.Nested(DisposalPaper), required=True)
    deadlines = fields.List(fields.Nested(DisposalDeadline), required=True)
    steps = fields.List(fields.Nested(DisposalStep), required=True)
    acts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class DisposableOut(Schema):
    """An asset that may be put into a case."""

    id = fields.UUID(required=True)
    code = _text()
    tag = _text()
    name = _text()
    serial = _text()
    category = _text()
    category_name = _text()
    kind = _text()
    status = _text()
    unit_id = fields.UUID(required=True)
    unit_name = _text()
    put_to_use_on = _maybe(fields.Date)
    holder_person_id = _maybe(fields.UUID)
    cost = fields.Integer(required=True)
    wear = fields.Integer(required=True)
    remaining = fields.Integer(required=True)


class DisposablePage(Schema):
    """Assets in the order in which they were registered."""

    items = fields.List(fields.Nested(DisposableOut), required=True)
    next = _maybe(fields.String)


class FormOut(Schema):
    """One form of disposal as the law has it."""

    kind = _text()
    version = fields.Integer(required=True)
    title = _text()
    text = _text()
    certainty = _text()
    compared = fields.Boolean(required=True)
    citation = _text()
    receiver = _text()
    may_be_held = fields.Boolean(required=True)
    tools_by_agency = fields.Boolean(required=True)
    authority = _text()
    cause = _text()
    report_code = _text()
    cases = fields.List(fields.Dict(), required=True)
    modes = fields.List(fields.Dict(), required=True)
    papers = fields.List(fields.Dict(), required=True)
    asks_found_on = fields.Boolean(required=True)


class FormsPage(Schema):
    """All forms of disposal in force on a day."""

    items = fields.List(fields.Nested(FormOut), required=True)
    next = _maybe(fields.String)


class AuthorityOut(Schema):
    """Who decides on which assets of which units."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = _text()
    kind = _maybe(fields.String)
    asset_kind = _maybe(fields.String)
    cost_from = fields.Integer(required=True)
    cost_to = _maybe(fields.Integer)
    title = _text()
    role = _text()
    person_id = _maybe(fields.UUID)
    person_name = _maybe(fields.String)
    document = _text()
    valid_from = fields.Date(required=True)
    valid_to = _maybe(fields.Date)
    version = fields.Integer(required=True)


class AuthorityPage(Schema):
    """Rows of the own units and those above."""

    items = fields.List(fields.Nested(AuthorityOut), required=True)
    next = _maybe(fields.String)
