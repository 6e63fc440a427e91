"""Excel workbooks, read by calamine: values as they were last saved. A formula is never computed."""

import io
import zipfile

from python_calamine import CalamineWorkbook

from services.assets.imports.tables import Table, checked, unreadable
from shared.errors import Malformed

MAX_UNPACKED_BYTES = 200 * 1024 * 1024

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(data: bytes) -> bool:
    """Whether `data` begins as XLSX/ODS (zip) or XLS (OLE) files do."""
    return data.startswith((_ZIP, _OLE))


def read_workbook(data: bytes, sheet: str | None = None) -> Table:
    """The rows of `sheet` (default: the first one that has rows); raises Malformed when it cannot."""
    if data.startswith(_ZIP):
        _refuse_bombs(data)
    try:
        return _read(data, sheet)
    except Malformed:
        raise
    except Exception as error:
        raise _broken() from error
    except BaseException as error:
        # A panic of the Rust reader derives from BaseException; it says no more than "this file is broken".
        if type(error).__name__ != "PanicException":
            raise
        raise _broken() from error


def _read(data: bytes, sheet: str | None) -> Table:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise unreadable(
                f"Tệp không có trang tính “{sheet}”. Các trang có: {', '.join(names)}.",
                f"The file has no sheet “{sheet}”. It has: {', '.join(names)}.",
            )
        for name in [sheet] if sheet else names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows or name == names[-1]:
                return checked(Table(rows, sheet=name, sheets=tuple(names)))
    return Table([], sheet=sheet, sheets=tuple(names))


def _refuse_bombs(data: bytes) -> None:
    """A small zip that unpacks to gigabytes must not reach the reader."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _broken() from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise unreadable("Tệp Excel quá lớn khi giải nén.", "The workbook is too large when unpacked.")


def _broken() -> Malformed:
    return unreadable(
        "Tệp Excel bị hỏng hoặc có mật khẩu, không đọc được. Hãy mở và lưu lại thành .xlsx.",
        "The workbook is damaged or has a password. Open it and save it again as .xlsx.",
    )
