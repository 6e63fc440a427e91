"""Rows of the register as the answers that the API promises."""

from collections.abc import Mapping
from typing import Any

from shared.auth import Actor

Row = Mapping[Any, Any]
Shape = dict[str, Any]

_UNIT = ("id", "code", "name", "kind", "parent_id", "valid_from", "valid_to", "version")
_PERSON = (
    "id",
    "code",
    "name",
    "post",
    "post_id",
    "unit_id",
    "unit_name",
    "email",
    "phone",
    "status",
    "duties",
    "left_on",
    "left_basis",
    "version",
)
ASSET = (
    "id",
    "code",
    "tag",
    "name",
    "category",
    "maker",
    "model",
    "serial",
    "made_in",
    "made_year",
    "unit_id",
    "department",
    "place",
    "latitude",
    "longitude",
    "cost",
    "cost_budget",
    "cost_other",
    "put_to_use_on",
    "origin",
    "kind",
    "kind_rule",
    "status",
    "book_user",
    "holder_person_id",
    "attributes",
    "parent_id",
    "warranty_until",
    "warranty_provider",
    "warranty_contract",
    "increase_cause",
    "increase_document",
    "increase_document_on",
    "cost_parts",
    "registered_at",
    "version",
)


def unit_shape(unit: Row) -> Shape:
    """A unit."""
    return {name: unit[name] for name in _UNIT}


def person_shape(person: Row, actor: Actor) -> Shape:
    """A person as `actor` may see them: a mere holder reads nobody else's contacts."""
    shape = {name: person[name] for name in _PERSON}
    if actor.roles == {"holder"} and person["id"] != actor.person_id:
        shape.update(email="", phone="", left_basis=None)
    return shape


def asset_shape(asset: Row) -> Shape:
    """An asset; `asset` carries the names of its unit and of its category."""
    shape = {name: asset[name] for name in ASSET}
    shape["unit_name"] = asset["unit_name"]
    shape["category_name"] = asset["category_name"]
    return shape
