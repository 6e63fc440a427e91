"""Who may knock at which route of notices. Whose notices they see is row-level security's matter."""

from shared.web.policy import EVERYONE_INSIDE, PUBLIC, allow

_PEOPLE = allow("officer", "holder", "head", "accountant", "auditor", "admin")
_OVERSEERS = allow("officer", "head", "accountant", "auditor", "admin", "service")

POLICIES = {
    "GET /notices": EVERYONE_INSIDE,
    "GET /notices/<uuid:notice_id>": EVERYONE_INSIDE,
    "GET /notices/<uuid:notice_id>/attempts": EVERYONE_INSIDE,
    "POST /notices/<uuid:notice_id>/reading": _PEOPLE,
    "POST /notices/<uuid:notice_id>/acknowledgement": _PEOPLE,
    "POST /notices/<uuid:notice_id>/resending": allow("officer", "head", "admin"),
    "GET /sending": _OVERSEERS,
    "GET /channels": EVERYONE_INSIDE,
    # signatures and hashes only: a witness is of use to whoever does not trust us
    "GET /witness": PUBLIC,
    "GET /witness/checkpoint": PUBLIC,
    "GET /witness/cosignatures": PUBLIC,
    "GET /witness/keys": PUBLIC,
    "GET /policies": _OVERSEERS,
    "GET /policies/<name>/versions": _OVERSEERS,
    "PUT /policies/<name>": allow("admin"),
    "GET /previews": EVERYONE_INSIDE,
}
