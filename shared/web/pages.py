"""Keyset pages: `?limit=&after=`, stable under inserts and as quick on the last page as on the first."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from shared.errors import Malformed

MOST = 200
USUAL = 50


def cursor_of(*key: Any) -> str:
    """An opaque cursor after the row whose sort key is `key`; each part travels as text."""
    return base64.urlsafe_b64encode(orjson.dumps([str(part) for part in key])).decode().rstrip("=")


def key_of(cursor: str, *kinds: Callable[[str], Any]) -> tuple[Any, ...]:
    """The sort key behind a cursor, each part read by its kind (`UUID`, `str`, `date.fromisoformat`).

    Raises Malformed when it is not one of ours: another length, a part that its kind refuses, a NUL.
    """
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list) or not all(
            isinstance(part, str) and "\x00" not in part for part in parts
        ):
            raise _not_ours()
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, binascii.Error) as error:
        raise _not_ours() from error


def page(
    rows: Sequence[Any], limit: int, shape: Callable[[Any], dict[str, Any]], cursor: Callable[[Any], str]
) -> dict[str, Any]:
    """The page {"items", "next"} of `rows`, of which the caller fetched `limit` + 1 to learn if there are
    more.
    """
    shown = rows[:limit]
    return {"items": [shape(row) for row in shown], "next": cursor(shown[-1]) if len(rows) > limit else None}


def _not_ours() -> Malformed:
    return Malformed("cursor-malformed", vi="Con trỏ trang không hợp lệ.", en="The page cursor is not valid.")
