"""Cameras on a map."""

from typing import Any

from marshmallow import ValidationError, fields, validate

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


class CameraQuery(PageQuery):
    """Which cameras: of a unit with all below it, within a box."""

    unit = a_text(200, load_default="")
    bbox = Box(load_default=None)
    limit = fields.Integer(load_default=200, validate=validate.Range(min=1, max=1000))
