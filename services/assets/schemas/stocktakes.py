"""Stocktakes, as they come in."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.assets.rules.stocktakes import CONDITIONS, COUNTS, KINDS, OUTCOMES, STATES
from services.assets.schemas.parts import PageQuery, a_name, a_text, an_amount, one_of

MOST_SCANS = 500
_DEVICE = validate.Regexp(r"^[\w:.-]{1,80}\Z")


def _few(inner: fields.Field[Any], most: int) -> fields.List[Any]:
    return fields.List(inner, load_default=list, validate=validate.Length(max=most))


class BoardMember(Schema):
    """Somebody of the board (ban kiểm kê); `person_id` when they are in the register and may scan."""

    person_id = fields.UUID(load_default=None, allow_none=True)
    name = a_name(200, required=True)
    post = a_text(200, load_default="")
    represents = a_text(200, load_default="")
    role = one_of(("chair", "member"), required=True)


class StocktakeIn(Schema):
    """A stocktake to plan: what is counted, against the books of which day, by whom. Empty lists mean all."""

    title = a_name(300, required=True)
    kind = one_of(KINDS, required=True)
    unit_id = fields.UUID(required=True)
    as_of = fields.Date(required=True)
    units = _few(fields.UUID(), 200)
    places = _few(a_name(300), 200)
    categories = _few(a_name(60), 60)
    basis = a_text(1000, load_default="")
    board = fields.List(fields.Nested(BoardMember), required=True, validate=validate.Length(min=1, max=20))

    @validates_schema
    def _one_chair(self, data: dict[str, Any], **_more: Any) -> None:
        if sum(member["role"] == "chair" for member in data["board"]) != 1:
            raise ValidationError("Ban kiểm kê có đúng một trưởng ban.", "board")


class RecountIn(Schema):
    """Who counts a second time without knowing the first result."""

    person_id = fields.UUID(required=True)


class ReasonIn(Schema):
    """Why."""

    reason = a_name(1000, required=True)


class ClosingIn(Schema):
    """What the board remarks at the end."""

    note = a_text(2000, load_default="")


class ScanIn(Schema):
    """One scan as the device made it. `scan_id` is made by the device: the same id again is the same scan."""

    scan_id = fields.UUID(required=True)
    text = a_text(300, load_default="")
    description = a_text(1000, load_default="")
    device_id = fields.String(required=True, validate=_DEVICE)
    device_time = fields.AwareDateTime(required=True)
    place = a_text(300, load_default="")
    holder_person_id = fields.UUID(load_default=None, allow_none=True)
    condition = one_of(("", *CONDITIONS), load_default="")
    note = a_text(1000, load_default="")
    count = one_of(COUNTS, load_default="first")
    photo_file_id = fields.UUID(load_default=None, allow_none=True)

    @validates_schema
    def _something_seen(self, data: dict[str, Any], **_more: Any) -> None:
        if not data.get("text") and not data.get("description"):
            raise ValidationError("Hãy quét mã, hoặc mô tả vật không có tem.", "text")


class ScansIn(Schema):
    """A batch, in the order of scanning. `sent_at` is the device's clock when it sends: its skew is kept."""

    sent_at = fields.AwareDateTime(load_default=None, allow_none=True)
    scans = fields.List(fields.Nested(ScanIn), required=True, validate=validate.Length(min=1, max=MOST_SCANS))


class RetractionIn(Schema):
    """A mistaken scan taken back; `scan_id` is the id of the taking back itself."""

    scan_id = fields.UUID(required=True)
    retracts = fields.UUID(required=True)
    reason = a_name(500, required=True)
    device_id = fields.String(required=True, validate=_DEVICE)
    device_time = fields.AwareDateTime(required=True)


class DeviceIn(Schema):
    """How many scans a device still holds unsent."""

    unsent = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=100_000))


class FoundAsset(Schema):
    """What a surplus thing becomes in the register."""

    name = a_name(required=True)
    category = a_name(60, required=True)
    unit_id = fields.UUID(required=True)
    cost = an_amount(required=True)
    place = a_text(300, load_default="")
    serial = a_text(200, load_default="")


class DecisionIn(Schema):
    """What a person decides on a proposal. `asset` only for an accepted increase."""

    accept = fields.Boolean(required=True)
    reason = a_name(1000, required=True)
    asset = fields.Nested(FoundAsset, load_default=None, allow_none=True)


class StocktakeQuery(PageQuery):
    """Which stocktakes."""

    state = one_of(STATES, load_default=None)
    unit = a_text(200, load_default="")


class PageOnly(PageQuery):
    """Where a page begins."""


class LineQuery(PageQuery):
    """Which lines: by what became of them so far, place or unit."""

    outcome = one_of(OUTCOMES, load_default=None)
    place = a_text(300, load_default=None)
    unit = fields.UUID(load_default=None)


class ScanQuery(PageQuery):
    """Which scans, the newest first."""

    count = one_of(COUNTS, load_default="first")


class ProposalQuery(PageQuery):
    """Which proposals."""

    state = one_of(("proposed", "accepted", "declined"), load_default=None)


class PlaceQuery(Schema):
    """Places of which unit and all below it."""

    unit = fields.UUID(required=True)
