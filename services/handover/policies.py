"""Who may knock at which route. What they then see or may do is for row policies and the rules to say."""

from shared.web.policy import PUBLIC, Policy, allow

_KEEPERS = allow("officer", "admin")
_APPROVERS = allow("head", "admin")
_DECIDERS = allow("officer", "head", "admin")
_SIGNERS = allow("officer", "head", "accountant", "holder", "admin")
_READERS = allow("officer", "head", "accountant", "auditor", "holder", "admin", "service")
_APPROVERS = allow("head")
_OVERSEERS = allow("officer", "head", "accountant", "auditor", "admin", "service")

POLICIES: dict[str, Policy] = {
    "POST /records": _KEEPERS,
    "GET /records": _READERS,
    "GET /records/<uuid:record_id>": _READERS,
    "GET /records/<uuid:record_id>/minutes.pdf": _READERS,
    "POST /records/<uuid:record_id>/issue": _KEEPERS,
    "POST /records/<uuid:record_id>/signatures": _SIGNERS,
    "POST /records/<uuid:record_id>/refusal": _SIGNERS,
    "POST /records/<uuid:record_id>/cancellation": _KEEPERS,
    # the web asks them for whoever holds a paper
    "GET /papers/<uuid:paper_id>": allow("service"),
    "POST /papers/<uuid:paper_id>/comparison": allow("service"),
    "GET /records/<uuid:record_id>/files": _READERS,
    "GET /records/<uuid:record_id>/files/<int:number>": _READERS,
    "POST /records/<uuid:record_id>/file-to-sign": _SIGNERS,
    "POST /records/<uuid:record_id>/signed-files": _SIGNERS,
    "POST /records/<uuid:record_id>/seal": allow("officer", "head", "admin"),
    "GET /custody": _READERS,
    "GET /custody-history": _OVERSEERS,
    "POST /custody-corrections": _KEEPERS,
    "GET /custody-corrections": _OVERSEERS,
    "GET /custody-corrections/<uuid:correction_id>": _OVERSEERS,
    "POST /custody-corrections/<uuid:correction_id>/approval": _APPROVERS,
    "POST /custody-corrections/<uuid:correction_id>/rejection": _APPROVERS,
    "GET /recalls": _READERS,
    "GET /recalls/<uuid:recall_id>": _READERS,
    "GET /recalls/<uuid:recall_id>/notice.pdf": _READERS,
    "GET /recalls/<uuid:recall_id>/clearance.pdf": _READERS,
    "POST /recalls": _KEEPERS,
    "GET /successions": _OVERSEERS,
    "GET /plans": _OVERSEERS,
    "POST /plans": _KEEPERS,
    "GET /plans/<uuid:plan_id>": _OVERSEERS,
    "PATCH /plans/<uuid:plan_id>": _KEEPERS,
    "GET /plans/<uuid:plan_id>/preview": _OVERSEERS,
    "GET /plans/<uuid:plan_id>/lines": _OVERSEERS,
    "POST /plans/<uuid:plan_id>/approval": _APPROVERS,
    "POST /plans/<uuid:plan_id>/cancellation": _KEEPERS,
    "GET /plans/<uuid:plan_id>/reconciliation": _OVERSEERS,
    "POST /plans/<uuid:plan_id>/completion": _APPROVERS,
    "POST /recalls/<uuid:recall_id>/outcomes": _KEEPERS,
    "POST /recalls/<uuid:recall_id>/extension": _DECIDERS,
    "POST /recalls/<uuid:recall_id>/notices": _KEEPERS,
    "POST /recalls/<uuid:recall_id>/deliveries": _KEEPERS,
    "POST /recalls/<uuid:recall_id>/acknowledgement": _SIGNERS,
    "POST /recalls/<uuid:recall_id>/representative": _KEEPERS,
    "POST /recalls/<uuid:recall_id>/representative/erasure": _KEEPERS,
    "GET /campaigns": _OVERSEERS,
    "POST /campaigns": _DECIDERS,
    "GET /campaigns/<uuid:campaign_id>": _OVERSEERS,
    "GET /campaigns/<uuid:campaign_id>/people": _OVERSEERS,
    "GET /campaigns/<uuid:campaign_id>/people.csv": _OVERSEERS,
    "POST /campaigns/<uuid:campaign_id>/notices": _KEEPERS,
    "GET /campaigns/<uuid:campaign_id>/notices.pdf": _OVERSEERS,
    "GET /clearances": _READERS,
    "POST /clearances": _DECIDERS,
    "GET /clearances/<uuid:clearance_id>/certificate.pdf": _READERS,
    "PUT /pins/<uuid:person_id>": _SIGNERS,
    "GET /ledger": _OVERSEERS,
    "GET /records/<uuid:record_id>/proof": _READERS,
    # hashes and signatures only: whoever holds a paper may hold the ledger to it
    "GET /ledger/checkpoint": PUBLIC,
    "GET /ledger/keys": PUBLIC,
    "GET /ledger/verify.py": PUBLIC,
    "GET /ledger/tile/<path:tile>": PUBLIC,
    "GET /ledger/consistency": PUBLIC,
}
