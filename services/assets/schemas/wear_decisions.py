"""Decisions about lives, rates and single assets."""

from marshmallow import Schema, fields, validate

from services.assets.rules import lives
from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of

GROUNDS = ("unusable", "special", "keeps_value")
_FROM_YEAR = validate.Range(min=2000, max=2100)


class _Paper(Schema):
    """The paper that something was decided by, and the first year it counts for."""

    number = a_name(200, required=True)
    decided_on = fields.Date(required=True)
    from_year = fields.Integer(strict=True, required=True, validate=_FROM_YEAR)
    note = a_text(load_default="")


class ClassDecisionIn(_Paper):
    """A life for a class that has no national one, or a shift of a national rate."""

    unit_id = fields.UUID(required=True)
    kind = one_of(lives.OF_CLASSES, required=True)
    wear_class = a_name(100, required=True)
    life_years = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=1, max=80))
    shift_percent = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=-99, max=99))


class AssetDecisionIn(_Paper):
    """That an asset takes no wear, takes wear again, or had served elsewhere before."""

    kind = one_of(lives.OF_ASSETS, required=True)
    ground = one_of(("", *GROUNDS), allow_none=True)
    years = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=0, max=80))


class WearDecisionOut(Schema):
    """A decision about a class (asset_id null) or about one asset."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    asset_id = fields.UUID(required=True, allow_none=True)
    asset_code = fields.String(required=True)
    asset_name = fields.String(required=True)
    kind = fields.String(required=True)
    wear_class = fields.String(required=True)
    life_years = fields.Integer(required=True, allow_none=True)
    shift_percent = fields.Integer(required=True, allow_none=True)
    years = fields.Integer(required=True, allow_none=True)
    ground = fields.String(required=True)
    from_year = fields.Integer(required=True)
    number = fields.String(required=True)
    decided_on = fields.Date(required=True)
    note = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)


class WearDecisionQuery(PageQuery):
    """Which decisions."""

    unit = a_text(200, load_default="")


class WearDecisionPage(Schema):
    """Decisions, the newest first."""

    items = fields.List(fields.Nested(WearDecisionOut), required=True)
    next = fields.String(required=True, allow_none=True)
