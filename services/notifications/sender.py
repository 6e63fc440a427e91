"""The sender of e-mails: takes what is due, sends it outside of any transaction, writes down how that ended.

Never zero times: the mark comes after the server has taken the letter. A death between the two repeats the
letter under the same Message-ID.
"""

from services.notifications.channels.email import Conversation, Email, Outcome
from services.notifications.channels.letter import AddressUnusable, compose
from services.notifications.commands import deliveries
from shared import clock
from shared.auth import system_actor
from shared.db import Database
from shared.failpoints import point
from shared.logs import log
from shared.runtime import Job

_log = log(__name__)
_ACTOR = system_actor("notifications")
_AT_ONCE = 200  # letters of one run; then the worker may stop


def sending(email: Email) -> Job:
    """The job of the worker that sends through `email`."""
    return Job("send e-mails", every=1.0, run=lambda database: send_due(database, email))


def send_due(database: Database, email: Email) -> int:
    """Send what is due until nothing is, or the server is away; how many letters it took."""
    sent = 0
    with email.open() as conversation:
        for _turn in range(_AT_ONCE):
            outcome = _send_one(database, email, conversation)
            if outcome is None or outcome.down:
                break
            sent += outcome.outcome == "sent"
    return sent


def _send_one(database: Database, email: Email, conversation: Conversation) -> Outcome | None:
    taken = database.run(_ACTOR, deliveries.take)
    if taken is None:
        return None
    delivery, notice = taken
    point("sender.before_send")
    try:
        letter = compose(notice, sender=email.sender, base_url=email.base_url, at=clock.now())
    except AddressUnusable as error:
        outcome = Outcome("refused", str(error))
    else:
        outcome = conversation.send(letter)
    point("sender.after_send")
    database.run(_ACTOR, lambda session: deliveries.conclude(session, delivery, notice, outcome))
    if outcome.outcome != "sent":
        code = outcome.answer.split(" ", 1)[
            0
        ]  # the rest may name the recipient: the attempt keeps it, logs don't
        _log.warning("not_sent", delivery=str(delivery["id"]), attempt=delivery["attempts"], code=code)
    return outcome
