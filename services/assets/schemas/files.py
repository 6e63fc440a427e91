"""Files at the door."""

from marshmallow import Schema, fields

from services.assets.files.subjects import SUBJECTS
from services.assets.rules.files import KINDS
from services.assets.schemas.parts import PageQuery, a_name, a_text, one_of


class FileIn(Schema):
    """A JPEG, PNG or PDF of at most 10 MB (multipart), and what it belongs to."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})
    kind = one_of(KINDS, required=True)
    subject_noun = one_of(tuple(SUBJECTS), required=True)
    subject_id = fields.UUID(required=True)
    title = a_text(200, load_default="")


class FileQuery(PageQuery):
    """Whose files."""

    subject_noun = one_of(tuple(SUBJECTS), required=True)
    subject_id = fields.UUID(required=True)


class FileWithdrawal(Schema):
    """Why a file should not count any more."""

    reason = a_name(required=True)


class FileOut(Schema):
    """A file without its content. `sha256` is of what was kept, `sent_sha256` of what came."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    subject_noun = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    pages = fields.Integer(required=True, allow_none=True)
    sha256 = fields.String(required=True)
    sent_sha256 = fields.String(required=True)
    kept_at = fields.AwareDateTime(required=True)
    kept_by = fields.String(required=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)
    withdrawn_by = fields.String(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True, allow_none=True)
    has_thumbnail = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class FilePage(Schema):
    """Files in the order in which they came."""

    items = fields.List(fields.Nested(FileOut), required=True)
    next = fields.String(required=True, allow_none=True)
