"""Campaigns of recall, in and out."""

from marshmallow import Schema, fields, validate

from services.handover.commands.recalls import REASONS
from services.handover.schemas.parts import SHORT, Page

_NAME = validate.Length(min=1, max=200)


class LeaverIn(Schema):
    person_id = fields.UUID(required=True)
    reason = fields.String(load_default="decision", validate=validate.OneOf(REASONS))
    left_on = fields.Date(load_default=None, allow_none=True)


class CampaignIn(Schema):
    """A decision and the people it names; `category`: only assets of it are recalled (null: all they hold).

    `unit_id` is the unit that decided, the caller's own when it is left out.
    """

    unit_id = fields.UUID()
    title = fields.String(required=True, validate=_NAME)
    decision_number = fields.String(required=True, validate=_NAME)
    decision_on = fields.Date(required=True)
    signer = fields.String(load_default="", validate=SHORT)
    category = fields.String(load_default=None, allow_none=True, validate=SHORT)
    deadline = fields.Date(required=True)
    people = fields.List(fields.Nested(LeaverIn), required=True, validate=validate.Length(min=1, max=1000))


class CampaignQuery(Page):
    """Campaigns, the newest first."""


class CampaignPeopleQuery(Schema):
    state = fields.String(validate=validate.OneOf(("open", "overdue", "closed", "nothing_held")))
    unit = fields.UUID()


class _Counts(Schema):
    people = fields.Integer(required=True)
    cases = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    lines = fields.Integer(required=True)
    done = fields.Integer(required=True)
    lost = fields.Integer(required=True)


class CampaignUnit(_Counts):
    """How far it is in one unit."""

    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)


class CampaignDay(Schema):
    """How many things were settled on a day, and until its end."""

    on = fields.Date(required=True)
    settled = fields.Integer(required=True)
    done = fields.Integer(required=True)


class CampaignOut(Schema):
    """A campaign with its counts, over what the caller may see."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    title = fields.String(required=True)
    decision_number = fields.String(required=True)
    decision_on = fields.Date(required=True)
    signer = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    deadline = fields.Date(required=True)
    rules = fields.List(fields.String(), required=True)
    opened_on = fields.Date(required=True)
    created_by = fields.String(required=True)
    version = fields.Integer(required=True)
    counts = fields.Nested(_Counts, required=True)


class CampaignWholeOut(CampaignOut):
    """`units`: those with overdue cases first; `days`: those on which something was settled."""

    units = fields.List(fields.Nested(CampaignUnit), required=True)
    days = fields.List(fields.Nested(CampaignDay), required=True)
    notices_missing = fields.Integer(required=True)


class CampaignPage(Schema):
    items = fields.List(fields.Nested(CampaignOut), required=True)
    next = fields.String(required=True, allow_none=True)


class CampaignPerson(Schema):
    """One person of the list: the case (null where nothing of it is held) and how far it is."""

    person_id = fields.UUID(required=True)
    person_name = fields.String(required=True)
    person_unit_name = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    left_on = fields.Date(required=True, allow_none=True)
    recall_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True)
    deadline = fields.Date(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    lines = fields.Integer(required=True)
    done = fields.Integer(required=True)
    lost = fields.Integer(required=True)
    noticed = fields.Boolean(required=True)
    acknowledged = fields.Boolean(required=True)
    represented = fields.Boolean(required=True)


class CampaignPeople(Schema):
    items = fields.List(fields.Nested(CampaignPerson), required=True)
