"""Ids that come back in page cursors."""

from uuid import UUID

from shared.errors import Malformed


def uuid_in_cursor(part: object) -> UUID:
    """The id in one part of a cursor; raises Malformed when it is none."""
    try:
        return UUID(str(part))
    except ValueError as error:
        raise Malformed(
            "cursor-malformed", vi="Con trỏ trang không hợp lệ.", en="The cursor is not ours."
        ) from error
