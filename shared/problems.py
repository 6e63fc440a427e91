"""What went wrong, as RFC 9457 problems: one table from the kind of error to the HTTP status and its
titles.
"""

from collections.abc import Callable, Mapping
from typing import Any

from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared import errors
from shared.db import constraint_of, server_is_gone

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[errors.DomainError], tuple[int, str, str]] = {
    errors.Malformed: (400, "Không đọc được yêu cầu", "The request cannot be read"),
    errors.Unauthenticated: (401, "Cần đăng nhập", "Log in first"),
    errors.NotPermitted: (403, "Không có quyền", "Not permitted"),
    errors.NotFound: (404, "Không tìm thấy", "Not found"),
    errors.Conflict: (409, "Chưa thực hiện được", "It conflicts with the present state"),
    errors.Stale: (412, "Đã có người sửa trước", "Somebody else changed it first"),
    errors.Invalid: (422, "Dữ liệu chưa đúng", "The data is not right"),
    errors.RefusedByLaw: (422, "Pháp luật không cho phép", "The law does not allow it"),
    errors.VersionRequired: (428, "Thiếu phiên bản", "The version is required"),
    errors.Unavailable: (503, "Tạm thời chưa phục vụ được", "Temporarily unavailable"),
}


def problem(
    error: errors.DomainError, language: str, instance: str, request_id: str | None
) -> dict[str, Any]:
    """The problem of `error` for one reader; `language` is "vi" or "en"."""
    status, title_vi, title_en = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    vietnamese = language != "en"
    body: dict[str, Any] = {
        "type": f"/problems/{error.slug}",
        "title": title_vi if vietnamese else title_en,
        "status": status,
        "detail": error.vi if vietnamese else error.en,
        "instance": instance,
        "request_id": request_id,
    }
    if error.errors:
        body["errors"] = [
            {"pointer": e.pointer, "detail": e.vi if vietnamese else e.en} for e in error.errors
        ]
    return {**error.facts, **body}


def from_database(error: DBAPIError | PoolTimeout) -> errors.DomainError | None:
    """The refusal that a database error means to a person; None when it is our own fault."""
    if isinstance(error, PoolTimeout) or server_is_gone(error):
        return _unavailable(None)
    for causes, refusal in _REFUSALS:
        if isinstance(error.orig, causes):
            return refusal(constraint_of(error))
    return None


def _exists(constraint: str | None) -> errors.DomainError:
    return errors.Conflict(
        "already-exists",
        vi="Dữ liệu này đã có trong sổ, hoặc vừa có người khác ghi trước.",
        en="It exists already, or somebody else has just recorded it.",
        constraint=constraint,
    )


def _busy(_constraint: str | None) -> errors.DomainError:
    return errors.Conflict(
        "busy",
        vi="Có người khác đang thao tác trên cùng dữ liệu. Hãy thử lại sau giây lát.",
        en="Somebody else is working on the same data. Try again in a moment.",
    )


def _outside(_constraint: str | None) -> errors.DomainError:
    return errors.NotPermitted(
        "outside-your-units",
        vi="Dữ liệu thuộc đơn vị ngoài quyền của anh/chị.",
        en="It belongs to a unit outside your authority.",
    )


def _refused_value(constraint: str | None) -> errors.DomainError:
    return errors.Invalid(
        "value-refused",
        vi="Có giá trị nằm ngoài phạm vi cho phép hoặc trỏ tới dữ liệu không có trong sổ.",
        en="A value is out of range or points to something that is not recorded.",
        constraint=constraint,
    )


def _unavailable(_constraint: str | None) -> errors.DomainError:
    return errors.Unavailable(
        "database-busy",
        vi="Cơ sở dữ liệu đang bận hoặc khởi động lại. Dữ liệu đã ghi không mất; hãy thử lại sau ít phút.",
        en="The database is busy or restarting. Nothing recorded is lost; try again in a few minutes.",
    )


_REFUSALS: tuple[tuple[tuple[type[Exception], ...], Callable[[str | None], errors.DomainError]], ...] = (
    ((pg.UniqueViolation, pg.ExclusionViolation), _exists),
    ((pg.LockNotAvailable, pg.DeadlockDetected, pg.SerializationFailure), _busy),
    ((pg.InsufficientPrivilege,), _outside),
    ((pg.DataError, pg.CheckViolation, pg.ForeignKeyViolation, pg.NotNullViolation), _refused_value),
    ((pg.QueryCanceled,), _unavailable),
)
