"""Rows that a command is about to change, found and locked, or a clear word why not."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, Text, bindparam, func, select, text
from sqlalchemy.orm import Session

from services.assets.models import CATEGORIES, UNITS
from shared.auth import Actor
from shared.db.tables import UNIT_SCOPE
from shared.errors import FieldError, Invalid, NotFound, NotPermitted, Stale

Row = dict[str, Any]

_NOUNS = {
    "units": ("unit", "đơn vị"),
    "people": ("person", "người"),
    "assets": ("asset", "tài sản"),
    "imports": ("import", "lần nhập sổ"),
    "exports": ("export", "lần xuất sổ"),
    "files": ("file", "tệp"),
    "list_imports": ("import", "lần nhập danh sách"),
    "posts": ("post", "chức danh"),
    "unit_identifiers": ("identifier", "mã định danh"),
    "label_printers": ("printer", "máy in tem"),
    "label_rolls": ("roll", "cuộn tem"),
    "stocktakes": ("stocktake", "đợt kiểm kê"),
    "stocktake_proposals": ("proposal", "đề xuất"),
    "year_closings": ("year-closing", "lần khoá sổ"),
    "disposals": ("disposal", "hồ sơ xử lý tài sản"),
    "disposal_authorities": ("authority", "quy định thẩm quyền"),
    "categories": ("category", "loại tài sản"),
    "makers": ("maker", "hãng"),
    "cost_changes": ("cost-change", "lần thay đổi nguyên giá"),
    "wear_corrections": ("wear-correction", "đề nghị điều chỉnh hao mòn"),
}


def locked(session: Session, table: Table, key: UUID, version: int | None = None) -> Row:
    """The row of `table` with id `key`, locked until the transaction ends.

    Raises NotFound when the actor sees no such row, Stale when it is no longer at `version`.
    """
    row = session.execute(select(table).where(table.c.id == key).with_for_update()).mappings().first()
    if row is None:
        raise missing(table.name)
    if version is not None and row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Có người đã sửa trước anh/chị. Hãy tải lại để xem bản mới.",
            en="It was changed since you read it. Load it again.",
            current_version=row["version"],
        )
    return dict(row)


def missing(table: str) -> NotFound:
    """That there is no such row, or none that the actor may see."""
    noun, vi = _NOUNS[table]
    return NotFound(f"{noun}-not-found", vi=f"Không có {vi} này trong sổ.", en=f"There is no such {noun}.")


def category_row(session: Session, code: str) -> Row:
    """The category with that code; raises Invalid when there is none."""
    row = session.execute(select(CATEGORIES).where(CATEGORIES.c.code == code)).mappings().first()
    if row is None:
        vi, en = "Không có loại tài sản này.", "There is no such category."
        raise Invalid("category-not-found", vi=vi, en=en, errors=[FieldError("/category", vi, en)])
    return dict(row)


def units_below(top: Any) -> Select[Any]:
    """The ids of the unit `top` and of all below it, as a sub-select."""
    return select(UNIT_SCOPE.c.descendant_id).where(UNIT_SCOPE.c.ancestor_id == top)


def within_unit(column: ColumnElement[UUID], said: str) -> ColumnElement[bool]:
    """Whether `column` names the unit that was `said` (its id or its code) or one below it."""
    try:
        return column.in_(units_below(UUID(said)))
    except ValueError:
        return column.in_(units_below(select(UNITS.c.id).where(UNITS.c.code == said).scalar_subquery()))


def unit_within(session: Session, actor: Actor, unit_id: UUID, pointer: str = "/unit_id") -> Row:
    """The unit with id `unit_id`; raises Invalid when there is none, NotPermitted when it lies outside the
    actor's units.
    """
    inside = UNITS.c.id.in_(units_below(actor.unit_id)).label("inside")
    row = session.execute(select(UNITS, inside).where(UNITS.c.id == unit_id)).mappings().first()
    if row is None:
        vi, en = "Đơn vị này không có trong sổ.", "There is no such unit."
        raise Invalid("unit-not-found", vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
    if not (row["inside"] or actor.scope_all):
        raise NotPermitted(
            "unit-outside-scope",
            vi=f"{row['name']} nằm ngoài phạm vi quản lý của tài khoản.",
            en=f"{row['name']} is outside of your units.",
        )
    return dict(row)


def listed() -> Select[Any]:
    """The lines of the parameter `keys`, however many, as a sub-select: unlike a long ANY it is hashed, and
    one text travels many times quicker than an array.
    """
    return select(func.unnest(func.string_to_array(bindparam("keys", type_=Text), "\n")))


def wait_turn(session: Session, name: str) -> None:
    """Let only one transaction at a time work on what `name` says, until it ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})
