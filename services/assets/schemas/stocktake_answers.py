"""Stocktakes, as they are answered."""

from marshmallow import Schema, fields


class StocktakeOut(Schema):
    """A stocktake. `results` counts by outcome and is null until it is closed; `blind` tells the caller that
    the first count is kept from them, `mine` which count theirs is.
    """

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    as_of = fields.Date(required=True)
    units = fields.List(fields.UUID(), required=True)
    places = fields.List(fields.String(), required=True)
    categories = fields.List(fields.String(), required=True)
    basis = fields.String(required=True)
    board = fields.List(fields.Dict(), required=True)
    second_person_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True)
    expected = fields.Integer(required=True)
    results = fields.Dict(required=True, allow_none=True)
    note = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    created_at = fields.AwareDateTime(required=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)
    mine = fields.String(required=True)
    blind = fields.Boolean(required=True)


class StocktakePage(Schema):
    """Stocktakes, the newest first."""

    items = fields.List(fields.Nested(StocktakeOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ScanAnswer(Schema):
    """What one scan came to; `repeated` that it was there already, `other_content` that another scan has its
    id (which stands as it was).
    """

    scan_id = fields.UUID(required=True)
    outcome = fields.String(required=True)
    repeated = fields.Boolean(required=True)
    other_content = fields.Boolean(required=True)
    code = fields.String(required=True, allow_none=True)
    asset_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    expected_place = fields.String(required=True)
    expected_holder = fields.String(required=True)
    unit_name = fields.String(required=True)


class ScanAnswers(Schema):
    """One answer for each scan of the batch, in its order."""

    items = fields.List(fields.Nested(ScanAnswer), required=True)


class ScanOut(Schema):
    """A scan as it is kept."""

    scan_id = fields.UUID(required=True)
    count = fields.String(required=True)
    typed = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    asset_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    outcome = fields.String(required=True)
    place = fields.String(required=True)
    condition = fields.String(required=True)
    description = fields.String(required=True)
    note = fields.String(required=True)
    photo_file_id = fields.UUID(required=True, allow_none=True)
    device_id = fields.String(required=True)
    device_time = fields.AwareDateTime(required=True)
    skew_seconds = fields.Integer(required=True, allow_none=True)
    seen_at = fields.AwareDateTime(required=True)
    received_at = fields.AwareDateTime(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    person_name = fields.String(required=True)
    retracted = fields.Boolean(required=True)


class ScanPage(Schema):
    """Scans, the newest first."""

    items = fields.List(fields.Nested(ScanOut), required=True)
    next = fields.String(required=True, allow_none=True)


class LineOut(Schema):
    """An expected asset: as frozen (amounts in VND), and what the counts say of it so far or, once closed,
    what was found for good. `first` and `second` are {place, holder_person_id, condition, seen_at} or null.
    """

    asset_id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    code = fields.String(required=True)
    tag = fields.String(required=True)
    serial = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True)
    asset_kind = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    unit_name = fields.String(required=True)
    department = fields.String(required=True)
    place = fields.String(required=True)
    holder_person_id = fields.UUID(required=True, allow_none=True)
    holder_name = fields.String(required=True)
    quantity = fields.Integer(required=True)
    cost = fields.Integer(required=True)
    wear = fields.Integer(required=True)
    remaining = fields.Integer(required=True)
    outcome = fields.String(required=True)
    differs = fields.Boolean(required=True)
    first = fields.Dict(required=True, allow_none=True)
    second = fields.Dict(required=True, allow_none=True)


class LinePage(Schema):
    """Expected assets in the order of the minutes."""

    items = fields.List(fields.Nested(LineOut), required=True)
    next = fields.String(required=True, allow_none=True)


class GroupOut(Schema):
    """How far a unit's place is counted."""

    unit_name = fields.String(required=True)
    place = fields.String(required=True)
    expected = fields.Integer(required=True)
    seen = fields.Integer(required=True)


class ProgressOut(Schema):
    """How far the caller's count has come; `groups` by unit and place, at most 500."""

    count = fields.String(required=True)
    expected = fields.Integer(required=True)
    seen = fields.Integer(required=True)
    problems = fields.Integer(required=True)
    surplus = fields.Integer(required=True)
    groups = fields.List(fields.Nested(GroupOut), required=True)


class ThingOut(Schema):
    """A thing that nobody expected: of the register (`asset_id`, or another unit's), or of none."""

    scan_id = fields.UUID(required=True)
    count = fields.String(required=True)
    typed = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    asset_id = fields.UUID(required=True, allow_none=True)
    outcome = fields.String(required=True)
    place = fields.String(required=True)
    condition = fields.String(required=True)
    description = fields.String(required=True)
    note = fields.String(required=True)
    photo_file_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    unit_name = fields.String(required=True)


class ThingList(Schema):
    """The things that nobody expected, at most 10,000."""

    items = fields.List(fields.Nested(ThingOut), required=True)


class RetractionOut(Schema):
    """A scan that was taken back."""

    scan_id = fields.UUID(required=True)
    retracts = fields.UUID(required=True)
    reason = fields.String(required=True)


class DeviceOut(Schema):
    """A device that counts. It blocks the end while it holds scans and is not written off."""

    device_id = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    person_name = fields.String(required=True)
    unsent = fields.Integer(required=True)
    last_seen_at = fields.AwareDateTime(required=True)
    written_off_at = fields.AwareDateTime(required=True, allow_none=True)
    write_off_reason = fields.String(required=True, allow_none=True)


class DeviceList(Schema):
    """The devices of a stocktake, at most 500."""

    items = fields.List(fields.Nested(DeviceOut), required=True)


class ProposalOut(Schema):
    """What is proposed about a difference. `due_on`: by when the law wants it filed."""

    id = fields.UUID(required=True)
    stocktake_id = fields.UUID(required=True)
    asset_id = fields.UUID(required=True, allow_none=True)
    scan_id = fields.UUID(required=True, allow_none=True)
    kind = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    detail = fields.Dict(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    rules = fields.List(fields.String(), required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


class ProposalPage(Schema):
    """Proposals of a closed stocktake."""

    items = fields.List(fields.Nested(ProposalOut), required=True)
    next = fields.String(required=True, allow_none=True)


class PlaceList(Schema):
    """Places where assets are, with how many; at most 500."""

    items = fields.List(fields.Dict(), required=True)
