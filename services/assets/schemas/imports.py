"""Asset books and how their columns are read."""

from typing import Any

from marshmallow import Schema, ValidationError, fields

from services.assets.imports.encodings import ENCODINGS
from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of


class _CreateUnits(fields.Field[Any]):
    """true for all units that the file names and the register lacks, or a list of their names."""

    def _deserialize(self, value: Any, *_where: Any, **_more: Any) -> bool | list[str]:
        if isinstance(value, bool):
            return value
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return value
        raise ValidationError("Phải là true hoặc danh sách tên đơn vị.")


class ImportIn(Schema):
    """An asset book: CSV or XLSX, at most 64 MB and 200,000 rows. `mapping` is the id of a saved one or a
    mapping as JSON; `encoding` (else it is found out) how its text is written; with `keep` a table whose
    columns do not make a book is kept in the state `unread` instead of refused.
    """

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    mapping = a_text(20_000, load_default="")
    sheet = a_text(200, load_default="")
    encoding = one_of(("", *ENCODINGS), load_default="")
    keep = fields.Boolean(load_default=False)


class ReadingIn(Schema):
    """How a kept file is to be read again; what is left out is found out."""

    mapping = a_text(20_000, load_default="")
    sheet = a_text(200, load_default="")
    encoding = one_of(("", *ENCODINGS), load_default="")


class UndoIn(Schema):
    """Why a whole import is undone."""

    reason = a_name(required=True)


class FaultsQuery(PageQuery):
    """Which faults: errors, warnings, or both."""

    kind = one_of(("", "error", "warning"), load_default="")


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
    import has written, `already` those that an earlier import of the same file wrote. `errors` and `warnings`
    are the first 1,000 of `…_total`; all of them stand under /faults. `encoding` is how its text was read
    (`encoding_said` what somebody chose),
    `problem` why a kept file could not be read. `columns` are those of the sheet, each with the name that a
    mapping calls it by, the field it carries and some of its texts.
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
    errors_total = fields.Integer(required=True)
    faulty_rows = fields.Integer(required=True)
    warnings = fields.List(fields.Nested(RowFault), required=True)
    warnings_total = fields.Integer(required=True)
    encoding = fields.String(required=True)
    encoding_said = fields.String(required=True)
    sheets = fields.List(fields.String(), required=True)
    columns = fields.List(fields.Dict(), required=True)
    problem = fields.Dict(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    committed_at = fields.AwareDateTime(required=True, allow_none=True)
    undone_at = fields.AwareDateTime(required=True, allow_none=True)
    undone_reason = fields.String(required=True)
    unknown_units = fields.List(fields.Dict(), required=True)
    created_units = fields.List(fields.String(), required=True)
    preview = fields.List(fields.Dict(), required=True)
    mapping = fields.Dict(required=True)
    total_stated = fields.Integer(required=True, allow_none=True)
    total_found = fields.Integer(required=True)
    version = fields.Integer(required=True)


class ImportLine(Schema):
    """One import in the list."""

    id = fields.UUID(required=True)
    filename = fields.String(required=True)
    sha256 = fields.String(required=True)
    state = fields.String(required=True)
    sheet = fields.String(required=True, allow_none=True)
    rows = fields.Integer(required=True)
    valid = fields.Integer(required=True)
    imported = fields.Integer(required=True)
    faulty_rows = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)
    committed_at = fields.AwareDateTime(required=True, allow_none=True)
    undone_at = fields.AwareDateTime(required=True, allow_none=True)
    undone_reason = fields.String(required=True)
    version = fields.Integer(required=True)


class ImportPage(Schema):
    """Imports, newest first."""

    items = fields.List(fields.Nested(ImportLine), required=True)
    next = fields.String(required=True, allow_none=True)


class FaultOut(RowFault):
    """A fault or (kind) a warning."""

    kind = fields.String(required=True)


class FaultPage(Schema):
    """What is wrong with an import, in the order of its rows."""

    items = fields.List(fields.Nested(FaultOut), required=True)
    next = fields.String(required=True, allow_none=True)


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
