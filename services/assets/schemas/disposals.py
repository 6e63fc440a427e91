"""Disposal cases and who decides them."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.assets.disposals import lifecycle
from services.assets.rules.authorities import RECORDERS
from services.assets.rules.disposals import DISPOSABLE, MOST_LINES
from services.assets.schemas.assets import ASSET_KINDS
from services.assets.schemas.parts import MOST_VND, PageQuery, a_name, a_text, an_amount, one_of

KINDS = (
    *("state_recall", "transfer", "hand_over_to_locality", "sale", "liquidation", "destruction", "loss"),
    *("software_uninstall", "other"),
)
STATES = tuple(lifecycle.STATES)
_LONG = 4000


def _money() -> fields.Integer:
    return fields.Integer(strict=True, load_default=0, validate=validate.Range(min=0, max=MOST_VND))


def _day() -> fields.Date:
    return fields.Date(load_default=None, allow_none=True)


class DisposalLineIn(Schema):
    """One asset of a case, by id or label code, and what is said of it. `new_price`: of a new equivalent."""

    asset_id = fields.UUID()
    code = a_text(100)
    reason = a_text(_LONG)
    unrepairable = fields.Boolean()
    repair_estimate = an_amount()
    new_price = an_amount()
    revalued = an_amount()


def _lines(**more: Any) -> fields.List[Any]:
    length = validate.Length(max=MOST_LINES)
    return fields.List(fields.Nested(DisposalLineIn), validate=length, **more)


class DisposalIn(Schema):
    """A new case in the books of one unit."""

    unit_id = fields.UUID(required=True)
    kind = one_of(KINDS, required=True)
    legal_case = a_name(20, required=True)
    mode = a_text(50, load_default="")
    reason = a_text(_LONG, load_default="")
    receiver_unit_id = fields.UUID(load_default=None, allow_none=True)
    receiver_name = a_text(load_default="")
    found_on = _day()
    lines = _lines(load_default=list)


class DisposalPatch(Schema):
    """What changes of a case that is being drawn up."""

    kind = one_of(KINDS)
    legal_case = a_name(20)
    mode = a_text(50)
    reason = a_text(_LONG)
    receiver_unit_id = fields.UUID(allow_none=True)
    receiver_name = a_text()
    found_on = fields.Date(allow_none=True)


class DisposalLinesIn(Schema):
    """Assets to put into a case, or to say more of."""

    lines = _lines(required=True)


class DisposalLinesOut(Schema):
    """Assets to take out of a case."""

    asset_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_LINES))


class DisposalPaperIn(Schema):
    """One paper of the file: there or not, with its number, day and the file it was read from."""

    paper = a_name(50, required=True)
    present = fields.Boolean(load_default=True)
    number = a_text(100, load_default="")
    dated_on = _day()
    note = a_text(load_default="")
    file_id = fields.UUID(load_default=None, allow_none=True)


class SubmissionIn(Schema):
    """From when the file is complete (today when not said); of a loss, when it was discovered."""

    file_complete_on = _day()
    found_on = _day()


class DisposalDecisionIn(Schema):
    """The decision of the authority. A rejection or return needs its reason in `note`; an approval says there
    what becomes of proceeds.
    """

    outcome = one_of(("approved", "rejected", "returned"), required=True)
    decision_number = a_text(100, load_default="")
    decision_on = _day()
    signer = a_text(load_default="")
    responsibility = a_text(_LONG, load_default="")
    note = a_text(_LONG, load_default="")


class ExtensionIn(Schema):
    """The paper that extends a decision to sell."""

    number = a_name(100, required=True)
    on = fields.Date(required=True)


class NoteIn(Schema):
    """Why a decision lapses."""

    note = a_text(_LONG, load_default="")


class CancellationIn(Schema):
    """Why a case is given up."""

    reason = a_name(_LONG, required=True)


class CouncilMember(Schema):
    """One who sits in the council."""

    name = a_name(required=True)
    post = a_text(load_default="")
    role = one_of(("chair", "member", "secretary"), load_default="member")


class CouncilIn(Schema):
    """The council: who, when, and what it concluded."""

    members = fields.List(
        fields.Nested(CouncilMember), required=True, validate=validate.Length(min=1, max=30)
    )
    met_on = fields.Date(required=True)
    conclusion = a_name(_LONG, required=True)


class BeginningIn(Schema):
    """From when the decision is carried out (today when not said)."""

    on = _day()


class PriceIn(Schema):
    """The revalued price of one asset in VND."""

    asset_id = fields.UUID(required=True)
    revalued = an_amount(required=True)


class ExecutionIn(Schema):
    """What came of a decision; money in VND."""

    done_on = fields.Date(required=True)
    mode = a_text(50, load_default="")
    result = a_text(_LONG, load_default="")
    minutes_number = a_text(100, load_default="")
    minutes_on = _day()
    handover_number = a_text(100, load_default="")
    handover_on = _day()
    buyer_kind = one_of(("", "person", "organisation"), load_default="")
    buyer_name = a_text(load_default="")
    proceeds = _money()
    paid_in = _money()
    costs = _money()
    prices = fields.List(fields.Nested(PriceIn), load_default=list, validate=validate.Length(max=MOST_LINES))


class MoneyIn(Schema):
    """Proceeds, what was paid into the temporary account, costs, in VND."""

    proceeds = fields.Integer(strict=True, required=True, validate=validate.Range(min=0, max=MOST_VND))
    paid_in = fields.Integer(strict=True, required=True, validate=validate.Range(min=0, max=MOST_VND))
    costs = fields.Integer(strict=True, required=True, validate=validate.Range(min=0, max=MOST_VND))


class BookingIn(Schema):
    """The day of the entries: when it was done unless a later one is said."""

    booked_on = _day()


class DisposalQuery(PageQuery):
    """Which cases."""

    unit = a_text(200, load_default="")
    state = one_of(STATES, load_default=None)
    kind = one_of(KINDS, load_default=None)
    asset = fields.UUID(load_default=None)
    open = fields.Boolean(load_default=False)
    overdue = fields.Boolean(load_default=False)


class DisposableQuery(PageQuery):
    """Which assets: as in the register, and those fully worn off by the books."""

    q = a_text(200, load_default="")
    unit = a_text(200, load_default="")
    category = a_text(100, load_default="")
    status = one_of(DISPOSABLE, load_default=None)
    worn = fields.Boolean(load_default=False)


class FormsQuery(Schema):
    """The day by which the law is chosen; today when not said."""

    on = fields.Date(load_default=None)


class AuthorityIn(Schema):
    """Who was given the power: for assets from `cost_from` up to, not including, `cost_to` VND each."""

    unit_id = fields.UUID(required=True)
    kind = one_of(KINDS, load_default=None, allow_none=True)
    asset_kind = one_of(ASSET_KINDS, load_default=None, allow_none=True)
    cost_from = _money()
    cost_to = an_amount(load_default=None)
    title = a_name(required=True)
    role = one_of(RECORDERS, load_default="head")
    person_id = fields.UUID(load_default=None, allow_none=True)
    document = a_name(required=True)
    valid_from = _day()
    valid_to = _day()


class AuthorityEnd(Schema):
    """The last day of a row."""

    valid_to = fields.Date(required=True)
