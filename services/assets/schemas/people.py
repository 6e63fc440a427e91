"""People who answer for assets."""

from marshmallow import Schema, fields

from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of

PERSON_STATUSES = ("working", "retired", "transferred", "resigned", "dead")
LEFT = PERSON_STATUSES[1:]
DUTIES = ("officer", "head", "accountant", "auditor")


class PersonIn(Schema):
    """Somebody new."""

    code = a_name(100, required=True)
    name = a_name(200, required=True)
    post = a_text(load_default="")
    unit_id = fields.UUID(required=True)
    email = a_text(254, load_default="", allow_none=True)
    phone = a_text(30, load_default="", allow_none=True)
    duties = fields.List(one_of(DUTIES), load_default=list)


class PersonPatch(Schema):
    """The fields of a person that change; leaving has a route of its own."""

    code = a_name(100)
    name = a_name(200)
    post = a_text(allow_none=True)
    unit_id = fields.UUID()
    email = a_text(254, allow_none=True)
    phone = a_text(30, allow_none=True)
    duties = fields.List(one_of(DUTIES))


class DepartureIn(Schema):
    """How, when and by which decision somebody left."""

    status = one_of(LEFT, required=True)
    left_on = fields.Date(required=True)
    basis = a_text(load_default="", allow_none=True)


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
