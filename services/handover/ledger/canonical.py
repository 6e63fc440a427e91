"""The one byte form of what is hashed. The bytes that are stored are the bytes that were hashed.

Only ASCII keys, strings, whole numbers below 2^53, booleans, null, lists and maps: for these the sorted form
of orjson, of Python's json and of RFC 8785 (JCS) are the same bytes, so anybody can check with any of them.
Ids, dates and instants are written as strings.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

_LARGEST = 2**53 - 1
_ATOMS = frozenset({str, bool, type(None), UUID, date, datetime})
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z


def canonical(value: dict[str, Any]) -> bytes:
    """`value` as canonical JSON bytes. Raises TypeError for a float or anything else without one form."""
    _refuse_ambiguity(value)
    return orjson.dumps(value, option=_OPTIONS)


def instant(moment: datetime) -> str:
    """An aware UTC instant with microseconds: 2026-11-22T01:02:03.000004Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _refuse_ambiguity(value: Any) -> None:
    """Raise TypeError unless every part of `value` has exactly one canonical form."""
    rest = [value]
    while rest:
        item = rest.pop()
        kind = type(item)
        if kind is dict:
            if not "".join(item).isascii():
                raise TypeError(f"keys must be ASCII: {list(item)}")
            rest.extend(item.values())
        elif kind in {list, tuple}:
            rest.extend(item)
        elif kind not in _ATOMS and not (kind is int and abs(item) <= _LARGEST):
            raise TypeError(f"{item!r} has no canonical form")
