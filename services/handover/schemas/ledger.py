"""The ledger and what proves it."""

from marshmallow import Schema, fields, validate


class LedgerQuery(Schema):
    limit = fields.Integer(load_default=200, validate=validate.Range(min=1, max=1000))
    after = fields.Integer(load_default=-1, validate=validate.Range(min=-1, max=2**62))


class ConsistencyQuery(Schema):
    """From how many entries to how many."""

    old = fields.Integer(required=True, validate=validate.Range(min=1, max=2**62))
    size = fields.Integer(required=True, validate=validate.Range(min=1, max=2**62))


class BundleQuery(Schema):
    """As of the checkpoint of how many entries; without it, of the newest that a witness has seen."""

    size = fields.Integer(load_default=None, validate=validate.Range(min=1, max=2**62))


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
    erased = fields.Dict()


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
    erased = fields.Dict()
    path = fields.List(fields.String(), required=True)


class LedgerKey(Schema):
    """A key that has signed: as a verifier key (C2SP signed-note), with the word of the key before it."""

    key = fields.String(required=True)
    since_size = fields.Integer(required=True)
    endorsement = fields.String(required=True, allow_none=True)


class LedgerKeys(Schema):
    items = fields.List(fields.Nested(LedgerKey), required=True)
    witnesses = fields.List(fields.String(), required=True)


class ProofOut(Schema):
    format = fields.String(required=True)
    record = fields.Dict(required=True)
    checkpoint = fields.String(required=True)
    keys = fields.List(fields.Nested(LedgerKey), required=True)
    witnesses = fields.List(fields.String(), required=True)
    entries = fields.List(fields.Nested(ProvedEntry), required=True)


class ConsistencyOut(Schema):
    old = fields.Integer(required=True)
    size = fields.Integer(required=True)
    path = fields.List(fields.String(), required=True)
