"""Which pages of recalls and their campaigns are for whom; rows of access.PAGES."""

_EVERYBODY = frozenset({"officer", "holder", "head", "accountant", "auditor", "admin"})
_READERS = _EVERYBODY - {"holder"}
_DECIDERS = frozenset({"officer", "head", "admin"})

RECALL_PAGES: dict[str, frozenset[str]] = {
    "recalls.listing": _READERS,
    "recalls.page": _EVERYBODY,
    "recalls.do": _EVERYBODY,
    "recalls.notice": _EVERYBODY,
    "recalls.clearance": _EVERYBODY,
    "recalls.clearances": _READERS,
    "recalls.clear": _DECIDERS,
    "recalls.certificate": _EVERYBODY,
    "campaigns.listing": _READERS,
    "campaigns.new": _DECIDERS,
    "campaigns.upload_list": _DECIDERS,
    "campaigns.check": _DECIDERS,
    "campaigns.begin": _DECIDERS,
    "campaigns.page": _READERS,
    "campaigns.issue_notices": frozenset({"officer", "admin"}),
    "campaigns.notices": _READERS,
    "campaigns.people_file": _READERS,
}
