"""Successions: which units took over from which."""

from marshmallow import Schema, fields, validate

from services.assets.schemas.parts import a_name, a_text, one_of
from services.assets.schemas.units import UNIT_KINDS, UnitOut


class PredecessorIn(Schema):
    """A unit that ends, at the version that was read (it stands for If-Match)."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True)


class SuccessorIn(Schema):
    """A unit that takes over: one that exists, by `id`, or a new one by code and name."""

    id = fields.UUID(load_default=None, allow_none=True)
    code = a_text(100, load_default="")
    name = a_text(load_default="")
    kind = one_of(UNIT_KINDS, load_default="other")
    parent_id = fields.UUID(load_default=None, allow_none=True)


class PairIn(Schema):
    """Codes of an old and a new unit, and the share of the old one, a decimal in (0, 1]; null: unknown."""

    predecessor = a_name(100, required=True)
    successor = a_name(100, required=True)
    share = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"^(0\.(?=\d*[1-9])\d{1,6}|1)$")
    )


class SuccessionIn(Schema):
    """Who ended and who took over on `happened_on`, by which document. Without `pairs` every successor took
    over from every predecessor, with shares unknown.
    """

    happened_on = fields.Date(required=True)
    predecessors = fields.List(
        fields.Nested(PredecessorIn), required=True, validate=validate.Length(min=1, max=200)
    )
    successors = fields.List(
        fields.Nested(SuccessorIn), required=True, validate=validate.Length(min=1, max=50)
    )
    pairs = fields.List(
        fields.Nested(PairIn), load_default=None, allow_none=True, validate=validate.Length(min=1, max=2_000)
    )
    document_number = a_name(100, required=True)
    document_on = fields.Date(required=True)
    document_authority = a_name(300, required=True)
    note = a_text(load_default="")


class PairOut(Schema):
    """That one unit took over from another; `share` as a decimal, null while unknown."""

    predecessor_id = fields.UUID(required=True)
    successor_id = fields.UUID(required=True)
    share = fields.String(required=True, allow_none=True)


class SuccessionOut(Schema):
    """An act of succession."""

    id = fields.UUID(required=True)
    happened_on = fields.Date(required=True)
    note = fields.String(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True, allow_none=True)
    document_authority = fields.String(required=True)
    predecessors = fields.List(fields.Nested(UnitOut), required=True)
    successors = fields.List(fields.Nested(UnitOut), required=True)
    pairs = fields.List(fields.Nested(PairOut), required=True)


class LineageUnit(Schema):
    """A unit of a lineage: `step` < 0 came before, > 0 after."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    step = fields.Integer(required=True)


class LineagePair(PairOut):
    """A succession within a lineage."""

    step = fields.Integer(required=True)
    act_id = fields.UUID(required=True)
    happened_on = fields.Date(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True, allow_none=True)
    document_authority = fields.String(required=True)
    note = fields.String(required=True)


class LineageOut(Schema):
    """What a unit came from and what came after it; `complete` is false when it was cut at its bounds."""

    unit_id = fields.UUID(required=True)
    units = fields.List(fields.Nested(LineageUnit), required=True)
    successions = fields.List(fields.Nested(LineagePair), required=True)
    complete = fields.Boolean(required=True)
