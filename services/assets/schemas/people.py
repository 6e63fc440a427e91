"""People who answer for assets."""

from marshmallow import Schema, fields

from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of
from services.assets.schemas.units import Documented

PERSON_STATUSES = ("working", "retired", "transferred", "resigned", "dead")
LEFT = PERSON_STATUSES[1:]
DUTIES = ("officer", "head", "accountant", "auditor")


class PersonIn(Schema):
    """Somebody new, working `since` a day if it is known; the post from the list of posts, or as text."""

    code = a_name(100, required=True)
    name = a_name(200, required=True)
    post = a_text(load_default="")
    post_id = fields.UUID(load_default=None, allow_none=True)
    since = fields.Date(load_default=None, allow_none=True)
    unit_id = fields.UUID(required=True)
    email = a_text(254, load_default="", allow_none=True)
    phone = a_text(30, load_default="", allow_none=True)
    duties = fields.List(one_of(DUTIES), load_default=list)


class PersonPatch(Schema):
    """The fields of a person that change; leaving, moving and returning have routes of their own."""

    code = a_name(100)
    name = a_name(200)
    post = a_text(allow_none=True)
    post_id = fields.UUID(allow_none=True)
    unit_id = fields.UUID()
    email = a_text(254, allow_none=True)
    phone = a_text(30, allow_none=True)
    duties = fields.List(one_of(DUTIES))


class DepartureIn(Schema):
    """How, when and by which decision somebody left."""

    status = one_of(LEFT, required=True)
    left_on = fields.Date(required=True)
    basis = a_text(load_default="", allow_none=True)


class MoveIn(Documented):
    """Another unit or post from `moved_on` on; what is not said stays, but duties end with the unit."""

    moved_on = fields.Date(required=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    post_id = fields.UUID(load_default=None, allow_none=True)
    post = a_text(200, load_default="")
    duties = fields.List(one_of(DUTIES), load_default=None, allow_none=True)
    basis = a_text(load_default="")


class ReturnIn(Documented):
    """Back at work from `returned_on` on, in the unit and post that are said or as before."""

    returned_on = fields.Date(required=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    post_id = fields.UUID(load_default=None, allow_none=True)
    post = a_text(200, load_default="")
    duties = fields.List(one_of(DUTIES), load_default=None, allow_none=True)
    basis = a_text(load_default="")


class PersonQuery(PageQuery):
    """Which people."""

    q = a_text(200, load_default="")
    unit = a_text(200, load_default="")
    status = one_of(PERSON_STATUSES, load_default=None)


class PersonOut(Schema):
    """A person; `email` and `phone` are empty for a holder who looks at somebody else."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    post_id = fields.UUID(required=True, allow_none=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(required=True)
    status = fields.String(required=True)
    duties = fields.List(fields.String(), required=True)
    left_on = fields.Date(required=True, allow_none=True)
    left_basis = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class PersonPage(Schema):
    """People by given name."""

    items = fields.List(fields.Nested(PersonOut), required=True)
    next = fields.String(required=True, allow_none=True)
