"""What callers send, made safe at the edge: JSON within limits, text in NFC, unknown fields refused."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from flask import Request
from marshmallow import Schema, ValidationError

from shared.errors import FieldError, Invalid, Malformed

_DEEPEST = 32  # levels of a body; ours have four


def body_of(request: Request, schema: Schema) -> dict[str, Any]:
    """The body of a write, loaded by `schema`: JSON, or a form with files (each file under its field's
    name).
    """
    if request.mimetype == "multipart/form-data":
        raw: Any = {**request.form.to_dict(), **request.files.to_dict()}
    else:
        try:
            raw = orjson.loads(request.get_data() or b"{}")
        except orjson.JSONDecodeError as error:
            raise _unreadable() from error
    return load(schema, raw, "")


def query_of(request: Request, schema: Schema) -> dict[str, Any]:
    """The query of a read, loaded by `schema`."""
    return load(schema, request.args.to_dict(), "?")


def load(schema: Schema, raw: Any, root: str) -> dict[str, Any]:
    """Load `raw` by `schema`; raises Invalid with a JSON pointer for every fault (`root` "?" for a query)."""
    if not isinstance(raw, dict):
        raise _unreadable()
    try:
        loaded: dict[str, Any] = schema.load(_clean(raw, root))
    except ValidationError as error:
        faults = tuple(_faults(error.messages_dict, root))
        raise Invalid(
            "invalid-fields",
            vi="Có mục chưa đúng. Xem từng mục bên dưới; những gì đã nhập vẫn còn.",
            en="Some fields are not right. See each below; nothing you typed is lost.",
            errors=faults,
        ) from error
    return loaded


def _clean(value: Any, where: str, depth: int = 0) -> Any:
    """`value` with every text in NFC and trimmed; a NUL, which PostgreSQL cannot keep, is refused."""
    if depth > _DEEPEST:
        raise _unreadable()
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise Malformed(
                "text-malformed",
                vi=f"Mục {where or '/'} có ký tự không hợp lệ.",
                en=f"{where or '/'} has a character that cannot be kept.",
            )
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, dict):
        return {key: _clean(item, f"{where}/{key}", depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, f"{where}/{number}", depth + 1) for number, item in enumerate(value)]
    return value


def _unreadable() -> Malformed:
    return Malformed(
        "json-malformed", vi="Nội dung gửi lên không phải JSON hợp lệ.", en="The body is not valid JSON."
    )


def _faults(messages: Mapping[Any, Any] | list[Any], pointer: str) -> Iterator[FieldError]:
    """Marshmallow's nested messages as JSON pointers (RFC 6901)."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            step = "" if name == "_schema" else f"/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from _faults(inner, f"{pointer}{step}")
    else:
        for message in messages:
            yield FieldError(pointer or "/", vi=_in_vietnamese(str(message)), en=str(message))


def _in_vietnamese(message: str) -> str:
    """Marshmallow's own English sentences in Vietnamese; what a schema says in Vietnamese stays as it is."""
    return next((vi for en, vi in _WORDS if message.startswith(en)), message)


_WORDS = (
    ("Missing data for required field", "Thiếu mục bắt buộc này."),
    ("Unknown field", "Không có mục này."),
    ("Field may not be null", "Mục này không được để trống."),
    ("Not a valid integer", "Phải là số nguyên."),
    ("Not a valid number", "Phải là số."),
    ("Not a valid string", "Phải là chữ."),
    ("Not a valid date", "Ngày không đúng (mẫu: 2026-03-05)."),
    ("Not a valid datetime", "Thời điểm không đúng."),
    ("Not a valid UUID", "Mã định danh không đúng."),
    ("Not a valid boolean", "Phải là đúng hoặc sai."),
    ("Not a valid email", "Địa chỉ thư điện tử không đúng."),
    ("Not a valid list", "Phải là một danh sách."),
    ("Not a valid mapping", "Phải là một nhóm mục."),
    ("Must be one of", "Giá trị không nằm trong danh sách cho phép."),
    ("Invalid input type", "Kiểu dữ liệu không đúng."),
    ("Shorter than minimum length", "Ngắn quá."),
    ("Longer than maximum length", "Dài quá."),
    ("Length must be", "Độ dài không đúng."),
    ("Must be greater than", "Nhỏ quá."),
    ("Must be less than", "Lớn quá."),
)
