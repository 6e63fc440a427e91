"""Fields and queries that several shapes share."""

from typing import Any

from marshmallow import Schema, fields, validate

MOST_VND = 10**15


def a_text(longest: int = 500, **more: Any) -> fields.String:
    """A text that may be empty."""
    return fields.String(validate=validate.Length(max=longest), **more)


def a_name(longest: int = 500, **more: Any) -> fields.String:
    """A text that may not be empty."""
    return fields.String(validate=validate.Length(min=1, max=longest), **more)


def an_amount(**more: Any) -> fields.Integer:
    """Whole VND, not negative."""
    return fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=0, max=MOST_VND), **more)


def one_of(choices: tuple[str, ...], **more: Any) -> fields.String:
    """One of `choices`."""
    return fields.String(validate=validate.OneOf(choices), **more)


class PageQuery(Schema):
    """Where a page begins and how long it is."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    after = a_text(200, load_default=None)
