"""Who may knock at which route of notices. Whose notices they see is row-level security's matter."""

from shared.web.policy import EVERYONE_INSIDE, allow

_PEOPLE = allow("officer", "holder", "head", "accountant", "auditor", "admin")

POLICIES = {
    "GET /notices": EVERYONE_INSIDE,
    "GET /notices/<uuid:notice_id>": EVERYONE_INSIDE,
    "GET /notices/<uuid:notice_id>/attempts": EVERYONE_INSIDE,
    "POST /notices/<uuid:notice_id>/reading": _PEOPLE,
    "POST /notices/<uuid:notice_id>/acknowledgement": _PEOPLE,
    "GET /channels": EVERYONE_INSIDE,
}
