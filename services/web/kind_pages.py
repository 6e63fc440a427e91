"""Which pages of the many kinds of records are for whom: part of access.PAGES."""

_OFFICERS = frozenset({"officer"})
_KEEPERS = frozenset({"officer", "admin"})
_READERS = frozenset({"officer", "head", "accountant", "auditor", "admin"})
_EVERYBODY = _READERS | {"holder"}

KIND_PAGES: dict[str, frozenset[str]] = {
    "records.new": _OFFICERS,
    "taking_back.ask_reversal": _KEEPERS,
    "taking_back.reverse": _KEEPERS,
    "taking_back.ask_dispute": _EVERYBODY,
    "taking_back.dispute": _EVERYBODY,
    "taking_back.ask_decision": frozenset({"head"}),
    "taking_back.decide": frozenset({"head"}),
    "repairs.listing": _READERS,
    "repairs.out": _OFFICERS,
    "repairs.send": _OFFICERS,
    "repairs.back": _OFFICERS,
    "repairs.take_back": _OFFICERS,
    "carrying_out.ask": _OFFICERS,
    "carrying_out.draw_up": _OFFICERS,
}
