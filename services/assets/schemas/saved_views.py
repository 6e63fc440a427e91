"""Filters that people keep under a name."""

from typing import Any

from marshmallow import Schema, fields, post_load

from services.assets.schemas.assets import AssetQuery
from services.assets.schemas.parts import a_name


class SavedQuery(AssetQuery):
    """A query of GET /assets without its place in the pages; loaded as the JSON of what it says beyond the
    defaults.
    """

    class Meta:
        """Where a page begins and how long it is are no filters."""

        exclude = ("limit", "after")

    @post_load
    def _as_said(self, loaded: dict[str, Any], **_more: Any) -> dict[str, Any]:
        said: dict[str, Any] = self.dump(loaded)
        return {name: said[name] for name in loaded if loaded[name] != self.fields[name].load_default}


class SavedViewIn(Schema):
    """A filter of GET /assets under a name; `shared` lets everybody who acts for the unit use it."""

    name = a_name(100, required=True)
    query = fields.Nested(SavedQuery, required=True)
    shared = fields.Boolean(load_default=False)


class SavedViewPatch(Schema):
    """What changes of a saved filter."""

    name = a_name(100)
    query = fields.Nested(SavedQuery)
    shared = fields.Boolean()


class SavedViewOut(Schema):
    """A saved filter: `query` holds only what narrows or sorts; `own` when the caller may change it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    query = fields.Dict(required=True)
    shared = fields.Boolean(required=True)
    own = fields.Boolean(required=True)
    owner = fields.String(required=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


class SavedViewPage(Schema):
    """Saved filters in the order in which they were saved."""

    items = fields.List(fields.Nested(SavedViewOut), required=True)
    next = fields.String(required=True, allow_none=True)
