"""Posts, their norm groups, and where people have worked."""

from marshmallow import Schema, fields

from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of

NORM_GROUPS = ("II", "III", "IV", "V", "VI", "VII", "VIII")  # of Decision 10/2026/QĐ-TTg, Annex A


class PostIn(Schema):
    """A post of a unit; `norm_group` is what a person knows it to be, never a guess."""

    unit_id = fields.UUID(required=True)
    name = a_name(200, required=True)
    norm_group = one_of(NORM_GROUPS, load_default=None, allow_none=True)
    norm_basis = a_text(load_default="")
    valid_from = fields.Date(load_default=None, allow_none=True)


class NormGroupIn(Schema):
    """The norm group from a day on, and who says so; null: it is not known (any more)."""

    norm_group = one_of(NORM_GROUPS, required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    basis = a_text(load_default="")


class PostEndingIn(Schema):
    """The last day of a post."""

    valid_to = fields.Date(required=True)


class PostQuery(PageQuery):
    """Posts that may be held in `unit`, that exist on a day."""

    unit = fields.UUID(load_default=None)
    on = fields.Date(load_default=None)


class PostOut(Schema):
    """A post with the norm group of the day asked for, or of today."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    name = fields.String(required=True)
    norm_group = fields.String(required=True, allow_none=True)
    norm_basis = fields.String(required=True, allow_none=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)


class PostPage(Schema):
    """Posts in the order in which they were added."""

    items = fields.List(fields.Nested(PostOut), required=True)
    next = fields.String(required=True, allow_none=True)


class KnownQuery(Schema):
    """As known at the end of a day; nothing said: now."""

    known_on = fields.Date(load_default=None)


class AssignmentOut(Schema):
    """Where somebody worked from `from_on` (null: not known) until `until` (null: it lasts); a status other
    than working is an absence. `superseded`: a later version says otherwise of the same days.
    """

    version = fields.Integer(required=True)
    act = fields.String(required=True)
    from_on = fields.Date(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    superseded = fields.Boolean(required=True)
    status = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    post_id = fields.UUID(required=True, allow_none=True)
    post = fields.String(required=True)
    norm_group = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True)
    document_number = fields.String(required=True)
    document_on = fields.Date(required=True, allow_none=True)
    document_authority = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)


class AssignmentPage(Schema):
    """A person's history, the oldest first."""

    items = fields.List(fields.Nested(AssignmentOut), required=True)
    next = fields.String(required=True, allow_none=True)
