"""The one byte form of what is hashed. The bytes that are stored are the bytes that were hashed.

Only ASCII keys, strings, whole numbers below 2^53, booleans, null, lists and maps: for these the sorted form
of orjson, of Python's json and of RFC 8785 (JCS) are the same bytes, so anybody can check with any of them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

_LARGEST = 2**53 - 1


def canonical(value: Mapping[str, Any]) -> bytes:
    """`value` as canonical JSON bytes; UUIDs and dates become their strings. Raises TypeError for a float."""
    return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)


def instant(moment: datetime) -> str:
    """An aware UTC instant with microseconds: 2026-11-22T01:02:03.000004Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _atom(value)


def _key(key: Any) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise TypeError(f"{key!r} is no ASCII key")
    return key


def _atom(value: Any) -> str | int | bool | None:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date | UUID):
        return str(value)
    raise TypeError(f"{value!r} has no canonical form")
