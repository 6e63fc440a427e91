"""Lists of units and people to import."""

from marshmallow import Schema, fields

from services.assets.schemas.imports import RowFault
from services.assets.schemas.parts import a_text


class ListIn(Schema):
    """A list: CSV or XLSX, one row of headings and one unit or person a row."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    sheet = a_text(200, load_default="")


class ListCommitIn(Schema):
    """Whether a single faulty row keeps all others out too."""

    all = fields.Boolean(load_default=False)


class ListImportOut(Schema):
    """What a list holds and what became of it. `valid` counts its sound rows, `imported` those that this
    import has written, `already` those that were registered before.
    """

    id = fields.UUID(required=True)
    noun = fields.String(required=True)
    filename = fields.String(required=True)
    sha256 = fields.String(required=True)
    state = fields.String(required=True)
    sheet = fields.String(required=True, allow_none=True)
    rows = fields.Integer(required=True)
    valid = fields.Integer(required=True)
    imported = fields.Integer(required=True)
    already = fields.Integer(required=True)
    faulty_rows = fields.Integer(required=True)
    errors = fields.List(fields.Nested(RowFault), required=True)
    warnings = fields.List(fields.Nested(RowFault), required=True)
    preview = fields.List(fields.Dict(), required=True)
    version = fields.Integer(required=True)
