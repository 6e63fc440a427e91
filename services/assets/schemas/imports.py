"""Asset books and how their columns are read."""

from typing import Any

from marshmallow import Schema, ValidationError, fields

from services.assets.schemas.parts import a_name, a_text


class _CreateUnits(fields.Field[Any]):
    """true for all units that the file names and the register lacks, or a list of their names."""

    def _deserialize(self, value: Any, *_where: Any, **_more: Any) -> bool | list[str]:
        if isinstance(value, bool):
            return value
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return value
        raise ValidationError("Phải là true hoặc danh sách tên đơn vị.")


class ImportIn(Schema):
    """An asset book: CSV or XLSX. `mapping` is the id of a saved one or a mapping as JSON."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    mapping = a_text(20_000, load_default="")
    sheet = a_text(200, load_default="")


class CommitIn(Schema):
    """Which unknown units to create; rows of the others are left out."""

    create_units = _CreateUnits(load_default=list, metadata={"type": ["boolean", "array"]})


class RowFault(Schema):
    """What is wrong with a row; `row` is the number that the user's sheet shows."""

    row = fields.Integer(required=True, allow_none=True)
    column = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    reason_en = fields.String(required=True)


class ImportOut(Schema):
    """What a file holds and what became of it. `valid` counts its sound rows, `imported` those that this
    import has written, `already` those that an earlier import of the same file wrote.
    """

    id = fields.UUID(required=True)
    filename = fields.String(required=True)
    sha256 = fields.String(required=True)
    state = fields.String(required=True)
    sheet = fields.String(required=True, allow_none=True)
    rows = fields.Integer(required=True)
    valid = fields.Integer(required=True)
    imported = fields.Integer(required=True)
    already = fields.Integer(required=True)
    errors = fields.List(fields.Nested(RowFault), required=True)
    warnings = fields.List(fields.Nested(RowFault), required=True)
    unknown_units = fields.List(fields.Dict(), required=True)
    created_units = fields.List(fields.String(), required=True)
    preview = fields.List(fields.Dict(), required=True)
    mapping = fields.Dict(required=True)
    total_stated = fields.Integer(required=True, allow_none=True)
    total_found = fields.Integer(required=True)
    version = fields.Integer(required=True)


class MappingIn(Schema):
    """A column mapping to keep."""

    name = a_name(required=True)
    mapping = fields.Dict(required=True)


class MappingOut(Schema):
    """A saved column mapping."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    mapping = fields.Dict(required=True)


class MappingPage(Schema):
    """The saved column mappings."""

    items = fields.List(fields.Nested(MappingOut), required=True)
    next = fields.String(required=True, allow_none=True)
