"""The shapes of notices, in and out."""

from marshmallow import Schema, fields, validate

from shared.web.pages import MOST, USUAL

KINDS = (
    "record_waiting",
    "record_completed",
    "record_refused",
    "record_cancelled",
    "record_reminder",
    "record_disputed",
    "record_decided",
    "record_reversed",
    "recall_opened",
    "recall_due",
    "recall_overdue",
    "recall_closed",
    "stocktake_due",
    "stocktake_reminder",
    "stocktake_overdue",
    "disposal_waiting",
    "disposal_approved",
    "disposal_rejected",
    "disposal_returned",
    "disposal_done",
    "disposal_overdue",
)
STATES = ("unread", "read", "acknowledged")
CHANNELS = ("in_app", "email")
DELIVERY_STATES = ("planned", "sent", "failed", "dead", "withdrawn")
OUTCOMES = ("sent", "deferred", "refused", "interrupted", "resend_asked")
SENDING_ALARMS = ("oldest_unsent", "nothing_sent")


class NoticeQuery(Schema):
    """Which notices."""

    recipient = fields.UUID(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    about = fields.UUID(load_default=None, metadata={"description": "a record or a recall case"})
    delivery = fields.String(
        load_default=None,
        validate=validate.OneOf(DELIVERY_STATES),
        metadata={"description": "those with a delivery in this state"},
    )
    limit = fields.Integer(load_default=USUAL, validate=validate.Range(min=1, max=MOST))
    after = fields.String(load_default=None, validate=validate.Length(max=200))
    count = fields.Boolean(load_default=False, metadata={"description": "count them, and the unread ones"})


class DeliveryOut(Schema):
    """How a notice went by one channel."""

    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    state = fields.String(required=True, validate=validate.OneOf(DELIVERY_STATES))
    attempts = fields.Integer(required=True)
    last_error = fields.String(required=True, allow_none=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)


class NoticeOut(Schema):
    """A notice to one person."""

    id = fields.UUID(required=True)
    cause_event_id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    about_id = fields.UUID(required=True)
    recipient_person_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    subject = fields.String(required=True, metadata={"description": "in the language asked for"})
    text = fields.String(required=True)
    subject_vi = fields.String(required=True)
    text_vi = fields.String(required=True)
    subject_en = fields.String(required=True)
    text_en = fields.String(required=True)
    link = fields.String(required=True, metadata={"description": "path of the page that shows it"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    created_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)
    acknowledged_at = fields.AwareDateTime(required=True, allow_none=True)
    settled_at = fields.AwareDateTime(required=True, allow_none=True)
    deliveries = fields.List(fields.Nested(DeliveryOut), required=True)
    version = fields.Integer(required=True)


class NoticePage(Schema):
    """A page of notices, newest first."""

    items = fields.List(fields.Nested(NoticeOut), required=True)
    next = fields.String(required=True, allow_none=True)
    count = fields.Integer()
    unread = fields.Integer()


class AttemptOut(Schema):
    """One attempt to deliver, with the other side's words."""

    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    number = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    answer = fields.String(required=True)


class AttemptPage(Schema):
    """The attempts of a notice, in order."""

    items = fields.List(fields.Nested(AttemptOut), required=True)
    next = fields.String(required=True, allow_none=True)


class SendingOut(Schema):
    """How e-mails come along."""

    waiting = fields.Integer(required=True)
    dead = fields.Integer(required=True, metadata={"description": "given up, of notices that still matter"})
    oldest_unsent_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "since when the oldest one waits"}
    )
    last_sent_at = fields.AwareDateTime(required=True, allow_none=True)
    alarms = fields.List(fields.String(validate=validate.OneOf(SENDING_ALARMS)), required=True)


class ChannelOut(Schema):
    """A channel: whether it is on, and why not."""

    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    on = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)


class ChannelPage(Schema):
    """All channels of this installation."""

    items = fields.List(fields.Nested(ChannelOut), required=True)
    next = fields.String(required=True, allow_none=True)
