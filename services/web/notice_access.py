"""Which pages of notices and reminders are for whom; rows of access.PAGES."""

_EVERYBODY = frozenset({"officer", "holder", "head", "accountant", "auditor", "admin"})
_READERS = _EVERYBODY - {"holder"}
_ORGANISERS = frozenset({"admin"})

NOTICE_PAGES: dict[str, frozenset[str]] = {
    "notices.listing": _EVERYBODY,
    "notices.acknowledge": _EVERYBODY,
    "notices.page": _EVERYBODY,
    "notices.resend": frozenset({"officer", "head", "admin"}),
    "notices.proof": _READERS,
    "reminders.listing": _READERS,
    "reminders.policy": _READERS,
    "reminders.change_policy": _ORGANISERS,
    "reminders.plan": _EVERYBODY,
}
