"""Answering later: a caller that sends `Prefer: respond-async` (RFC 7240 §4.1) gets 202 and a task to watch.

A route with `later="kind"` whose caller prefers so is not called: its work is asked for under that kind with
{path parts, body, query} (or what the route's `sets_aside` makes of them, where a file came along);
without the header the view does the work within the request.
"""

from marshmallow import Schema, fields

PREFERENCE = "respond-async"


class TaskOut(Schema):
    """A long work: `answer` when it is done, `problem` (RFC 9457, by language) when it failed."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["queued", "running", "done", "failed"]})
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    answer = fields.Dict(required=True, allow_none=True)
    problem = fields.Dict(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


def preferred(header: str) -> bool:
    """Whether a Prefer header asks for an answer later."""
    return any(part.split(";")[0].strip().lower() == PREFERENCE for part in header.split(","))
