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
    """An opaque cursor after the row whose sort key is `key` (JSON values)."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def key_of(cursor: str, length: int = 1) -> list[Any]:
    """The sort key behind a cursor; raises Malformed when it is not one of ours."""
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise _not_ours() from error
    if (
        not isinstance(key, list)
        or len(key) != length
        or not all(isinstance(part, str | int) for part in key)
    ):
        raise _not_ours()
    return key


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
