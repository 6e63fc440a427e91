"""What custody answers. `verify_answers` holds every answer of a test against these."""

from marshmallow import Schema, fields, validate

_SIDES = validate.OneOf(("giver", "receiver"))
_ROLES = validate.OneOf(("store", "holder"))


class PartyOut(Schema):
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    unit_name = fields.String(required=True)
    as_ = fields.String(data_key="as", attribute="as", validate=_ROLES)


class LineOut(Schema):
    position = fields.Integer(required=True)
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    category = fields.String(required=True)
    cost = fields.Integer(required=True, allow_none=True)
    remaining_value = fields.Integer(required=True, allow_none=True)
    condition = fields.String(required=True)
    accessories = fields.String(required=True)
    note = fields.String(required=True)


class SignatureOut(Schema):
    side = fields.String(required=True, validate=_SIDES)
    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    method = fields.String(required=True)
    operated_by = fields.String(required=True)
    signed_at = fields.DateTime(required=True)


class EndOut(Schema):
    """Why and by whom a record was refused or cancelled."""

    reason = fields.String(required=True)
    at = fields.DateTime(required=True)
    by = fields.String(required=True)


class RecordHead(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    year = fields.Integer(required=True, allow_none=True)
    unit_id = fields.UUID(required=True)
    giver = fields.Nested(PartyOut, required=True)
    receiver = fields.Nested(PartyOut, required=True)
    place = fields.String(required=True)
    basis = fields.String(required=True)
    happened_on = fields.Date(required=True)
    form = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    recall_id = fields.UUID(required=True, allow_none=True)
    content_hash = fields.String(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    issued_at = fields.DateTime(required=True, allow_none=True)
    completed_at = fields.DateTime(required=True, allow_none=True)
    refusal = fields.Nested(EndOut, required=True, allow_none=True)
    version = fields.Integer(required=True)


class RecordOut(RecordHead):
    lines = fields.List(fields.Nested(LineOut), required=True)
    signatures = fields.List(fields.Nested(SignatureOut), required=True)


class RecordPage(Schema):
    items = fields.List(fields.Nested(RecordOut), required=True)
    next = fields.String(required=True, allow_none=True)


class HeldOut(Schema):
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    category = fields.String(required=True)
    person_id = fields.UUID(required=True)
    person_name = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    record_id = fields.UUID(required=True)
    number = fields.String(required=True)


class CustodyPage(Schema):
    items = fields.List(fields.Nested(HeldOut), required=True)
    next = fields.String(required=True, allow_none=True)


class RecallPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    unit_name = fields.String(required=True)


class RecallLine(Schema):
    asset_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    record_id = fields.UUID(required=True, allow_none=True)


class RecallOut(Schema):
    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    person = fields.Nested(RecallPerson, required=True)
    reason = fields.String(required=True)
    basis = fields.String(required=True)
    state = fields.String(required=True)
    opened_on = fields.Date(required=True)
    deadline = fields.Date(required=True)
    closed_on = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    lines = fields.List(fields.Nested(RecallLine), required=True)
    version = fields.Integer(required=True)


class RecallPage(Schema):
    items = fields.List(fields.Nested(RecallOut), required=True)
    next = fields.String(required=True, allow_none=True)


class PinOut(Schema):
    person_id = fields.UUID(required=True)
    set = fields.Boolean(required=True)


class EntryOut(Schema):
    """One entry; header, links, body and salt only where the reader's units allow it."""

    index = fields.Integer(required=True)
    leaf = fields.String(required=True)
    chain = fields.String(required=True)
    act = fields.String()
    subject = fields.UUID()
    unit_id = fields.UUID()
    at = fields.DateTime()
    header = fields.String()
    links = fields.List(fields.List(fields.Raw(allow_none=True)))
    body = fields.String()
    salt = fields.String()


class LedgerPage(Schema):
    items = fields.List(fields.Nested(EntryOut), required=True)
    next = fields.Integer(required=True, allow_none=True)


class ProvedEntry(Schema):
    """An entry with its path to the checkpoint's root, from the leaf up (RFC 6962 §2.1.1), in hex. What it
    says stands in header and body, which the hashes hold.
    """

    index = fields.Integer(required=True)
    leaf = fields.String(required=True)
    header = fields.String(required=True)
    links = fields.List(fields.List(fields.Raw(allow_none=True)), required=True)
    body = fields.String()
    salt = fields.String()
    path = fields.List(fields.String(), required=True)


class LedgerKey(Schema):
    """A key that has signed: as a verifier key (C2SP signed-note), with the word of the key before it."""

    key = fields.String(required=True)
    since_size = fields.Integer(required=True)
    endorsement = fields.String(required=True, allow_none=True)


class LedgerKeys(Schema):
    items = fields.List(fields.Nested(LedgerKey), required=True)


class ProofOut(Schema):
    format = fields.String(required=True)
    record = fields.Dict(required=True)
    checkpoint = fields.String(required=True)
    keys = fields.List(fields.Nested(LedgerKey), required=True)
    entries = fields.List(fields.Nested(ProvedEntry), required=True)


class ConsistencyOut(Schema):
    old = fields.Integer(required=True)
    size = fields.Integer(required=True)
    path = fields.List(fields.String(), required=True)
