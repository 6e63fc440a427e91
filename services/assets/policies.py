"""Who may knock at which route of the register. What they then see is bound by row-level security."""

from shared.web.policy import EVERYONE_INSIDE, Policy, allow

_OVERSEERS = allow("officer", "head", "accountant", "auditor", "admin", "service")
_BOOKKEEPERS = allow("officer", "service")
_FILERS = allow("officer", "accountant", "service")
_PERSONNEL = allow("officer", "admin", "service")
_ORGANISERS = allow("admin", "service")

POLICIES: dict[str, Policy] = {
    "GET /units": EVERYONE_INSIDE,
    "POST /units": _ORGANISERS,
    "GET /units/<uuid:unit_id>": EVERYONE_INSIDE,
    "PATCH /units/<uuid:unit_id>": _ORGANISERS,
    "POST /units/<uuid:unit_id>/ending": _ORGANISERS,
    "POST /units/successions": _ORGANISERS,
    "GET /units/<uuid:unit_id>/lineage": EVERYONE_INSIDE,
    "GET /units/<uuid:unit_id>/history": _OVERSEERS,
    "GET /units/<uuid:unit_id>/counts": _OVERSEERS,
    "GET /units/<uuid:unit_id>/identifiers": EVERYONE_INSIDE,
    "POST /units/<uuid:unit_id>/identifiers": _ORGANISERS,
    "POST /units/<uuid:unit_id>/identifiers/<uuid:identifier_id>/ending": _ORGANISERS,
    "GET /posts": _OVERSEERS,
    "POST /posts": _PERSONNEL,
    "POST /posts/<uuid:post_id>/norm-groups": _PERSONNEL,
    "POST /posts/<uuid:post_id>/ending": _PERSONNEL,
    "GET /people": _OVERSEERS,
    "POST /people": _PERSONNEL,
    "GET /people/<uuid:person_id>": EVERYONE_INSIDE,
    "PATCH /people/<uuid:person_id>": _PERSONNEL,
    "POST /people/<uuid:person_id>/departure": _PERSONNEL,
    "POST /people/<uuid:person_id>/moves": _PERSONNEL,
    "POST /people/<uuid:person_id>/return": _PERSONNEL,
    "GET /people/<uuid:person_id>/assignments": _OVERSEERS,
    "GET /categories": EVERYONE_INSIDE,
    "GET /assets": EVERYONE_INSIDE,
    "POST /assets": _BOOKKEEPERS,
    "GET /assets/<uuid:asset_id>": EVERYONE_INSIDE,
    "PATCH /assets/<uuid:asset_id>": _BOOKKEEPERS,
    "GET /assets/<uuid:asset_id>/changes": _OVERSEERS,
    "GET /codes/<code>": EVERYONE_INSIDE,
    "GET /summary": _OVERSEERS,
    "POST /label-sheets": allow("officer", "head", "service"),
    "POST /imports": _BOOKKEEPERS,
    "GET /imports/<uuid:import_id>": allow("officer", "accountant", "auditor", "service"),
    "POST /imports/<uuid:import_id>/commit": _BOOKKEEPERS,
    "GET /import-mappings": allow("officer", "accountant", "auditor", "service"),
    "POST /import-mappings": _BOOKKEEPERS,
    "GET /files": EVERYONE_INSIDE,
    "POST /files": _FILERS,
    "GET /files/<uuid:file_id>": EVERYONE_INSIDE,
    "GET /files/<uuid:file_id>/content": EVERYONE_INSIDE,
    "GET /files/<uuid:file_id>/thumbnail": EVERYONE_INSIDE,
    "POST /files/<uuid:file_id>/withdrawal": _FILERS,
    "GET /tasks/<uuid:task_id>": EVERYONE_INSIDE,
}
