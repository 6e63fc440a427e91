"""Cameras: where they are and of what sort."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.assets.schemas.parts import PageQuery, a_text


class Box(fields.Field[tuple[float, ...]]):
    """`west,south,east,north` in degrees, as RFC 7946 §5 orders them; loaded as four numbers."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> tuple[float, ...]:
        try:
            west, south, east, north = (float(part) for part in str(value).split(","))
        except ValueError as error:
            raise ValidationError("west,south,east,north") from error
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise ValidationError("west,south,east,north")
        return west, south, east, north


class CameraFilter(Schema):
    """Which cameras: of a unit with all below it, at essential sites, far from homes, by who paid."""

    unit = a_text(200, load_default="")
    essential = fields.Boolean(load_default=None)
    far_from_homes = fields.Boolean(load_default=None)
    funding = a_text(50, load_default="")


class CameraQuery(PageQuery, CameraFilter):
    """A page of the list of cameras."""


class FeatureQuery(PageQuery, CameraFilter):
    """A page of the map, within a box."""

    bbox = Box(load_default=None)
    limit = fields.Integer(load_default=200, validate=validate.Range(min=1, max=1000))


class CameraOut(Schema):
    """A camera in the list; a typed attribute is null when nobody told."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    status = fields.String(required=True)
    place = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    essential = fields.Boolean(required=True, allow_none=True)
    far_from_homes = fields.Boolean(required=True, allow_none=True)
    funding = fields.String(required=True, allow_none=True)


class CameraPage(Schema):
    """Cameras, those without a position first."""

    items = fields.List(fields.Nested(CameraOut), required=True)
    next = fields.String(required=True, allow_none=True)


class CameraCount(Schema):
    """How many cameras of one sort there are; what nobody told counts as false."""

    essential = fields.Boolean(required=True)
    far_from_homes = fields.Boolean(required=True)
    located = fields.Boolean(required=True)
    count = fields.Integer(required=True)


class CameraCounts(Schema):
    """Cameras counted by sort."""

    items = fields.List(fields.Nested(CameraCount), required=True)
