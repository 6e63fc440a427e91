"""The forms that can be exported, what an export is asked for, and the manifests of those that were made."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.forms import page
from services.assets.forms.catalogue import FORMS, Beside, Form, rows_of, tables_beside
from services.assets.forms.wording import GIVEN
from services.assets.models import ASSETS, EXPORTS, STOCKTAKES
from services.assets.queries.periods import Period, called, period_of
from services.assets.queries.shapes import Shape
from services.assets.queries.units import after_id
from shared.auth import Actor
from shared.clock import today
from shared.db import direct
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.law import Provision
from shared.sheets.layout import Column, Sheet, Side
from shared.vietnamese import short_date
from shared.web import pages

_ABOUT = ("asset", "source", "document", "stocktake")
_NEEDS = {
    "": (),
    "asset": ("asset",),
    "increase": ("asset", "source", "document"),
    "stocktake": ("stocktake",),
}


@dataclass(frozen=True)
class Order:
    """An export as it was understood: the form in the version of its last day, laid out for its period;
    `table` is one of the tables beside its rows when the file is of that alone, else "".
    """

    form: Form
    version: Provision
    sheet: Sheet
    table: str
    period: Period
    about: dict[str, Any]
    file_format: str
    bom: bool
    filename: str

    @property
    def rows(self) -> str:
        """The name of the statement of the rows."""
        return f"{self.form.name}.{self.table}" if self.table else self.form.name

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the rows."""
        if not self.table:
            return self.sheet.columns
        return next(one.columns for one in tables_beside(self.version) if one.name == self.table)


def order_of(session: Session, actor: Actor, name: str, query: dict[str, Any]) -> Order:
    """What is asked for. Raises NotFound for no such form, Invalid for what it needs and was not told,
    NotInForce when no version covers the last day.
    """
    form = FORMS.get(name)
    if form is None:
        raise NotFound("form-not-found", vi="Không có mẫu biểu này.", en="There is no such form.")
    period = period_of(session, actor, query)
    version = form.on(period.last)
    about = {key: query[key] for key in _ABOUT}
    table = _table(version, query)
    unit = called(session, period)
    wish = page.Wish(
        unit_code=unit.code,
        unit_name=unit.name,
        above_name=unit.above,
        budget_code=unit.budget_code,
        below=period.below,
        first=period.first,
        last=period.last,
        known_at=period.known_at,
        of=_told(session, form, about),
    )
    given, beside = {**period.parameters(), **about}, tables_beside(version)
    sides = () if query["format"] == "csv" else tuple(_side(session, form, one, given) for one in beside)
    sheet = page.sheet_of(form, version, wish, sides)
    filename = page.filename(form, wish, query["format"], table)
    return Order(form, version, sheet, table, period, about, query["format"], query["bom"], filename)


def _table(version: Provision, query: dict[str, Any]) -> str:
    """The table beside the rows that a CSV is asked of; raises Invalid when the form has no such, or for
    another format, which has them all.
    """
    table: str = query["table"]
    if table and (query["format"] != "csv" or table not in {one.name for one in tables_beside(version)}):
        vi = "Mẫu này không có bảng đó; chỉ tệp CSV lập riêng từng bảng, XLSX và PDF có đủ các bảng."
        en = "The form has no such table; only a CSV is of one table, XLSX and PDF have all of them."
        raise Invalid("form-table-unknown", vi=vi, en=en, errors=[FieldError("?/table", vi, en)])
    return table


def _side(session: Session, form: Form, beside: Beside, given: dict[str, Any]) -> Side:
    found = direct.rows(session, rows_of(f"{form.name}.{beside.name}"), {**given, **GIVEN})
    rows = tuple(tuple(_plain(getattr(row, column.key)) for column in beside.columns) for row in found)
    return Side(beside.title, beside.columns, rows, beside.below)


def _plain(cell: Any) -> str | int | None:
    """A cell as it is written: sums come as decimals."""
    return int(cell) if isinstance(cell, Decimal) else cell


def forms_today() -> Shape:
    """The forms that can be exported, in the versions of today."""
    items = []
    for one in FORMS.values():
        version = one.on(today())
        tables = [{"name": beside.name, "title": beside.title} for beside in tables_beside(version)]
        items.append(
            {"name": one.name, "over": one.over, "of": one.of, "tables": tables, **sureness(version)}
        )
    return {"items": items, "next": None}


def page_of_manifests(session: Session, query: dict[str, Any]) -> Shape:
    """Exports of the actor's units, the newest first."""
    chosen = select(EXPORTS).order_by(EXPORTS.c.id.desc()).limit(query["limit"] + 1)
    if query["sha256"]:
        chosen = chosen.where(EXPORTS.c.sha256 == query["sha256"])
    if query["after"]:
        chosen = chosen.where(EXPORTS.c.id < after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], dict, lambda row: pages.cursor_of(str(row["id"])))


def manifest(session: Session, export_id: UUID) -> Shape:
    """One export; raises NotFound."""
    row = session.execute(select(EXPORTS).where(EXPORTS.c.id == export_id)).mappings().first()
    if row is None:
        raise missing("exports")
    return dict(row)


def sureness(version: Provision) -> dict[str, str]:
    """What a form is called, where we have it from, and how sure we are of it."""
    return {
        "code": version.details["code"],
        "title": version.title,
        "certainty": version.certainty,
        "source": version.citation(),
        "note": version.details.get("note", ""),
    }


def _told(session: Session, form: Form, about: dict[str, Any]) -> str:
    """What the form is about, in words; "" when it is about a unit. Raises Invalid when it was not told."""
    wanted = _NEEDS[form.of]
    if wanted and not any(about[key] for key in wanted):
        vi = "Mẫu này lập cho một tài sản, chứng từ hoặc cuộc kiểm kê: hãy chọn."
        en = "Say for which asset, document or stocktake."
        raise Invalid("form-needs-more", vi=vi, en=en, errors=[FieldError(f"?/{wanted[0]}", vi, en)])
    if "asset" in wanted and about["asset"]:
        code = session.execute(select(ASSETS.c.code).where(ASSETS.c.id == about["asset"])).scalar()
        if code is None:
            raise missing("assets")
        return f"Tài sản mang mã {code}"
    if form.of == "stocktake":
        return _stocktake(session, about["stocktake"])
    return f"Chứng từ số: {about['document']}" if wanted and about["document"] else ""


def _stocktake(session: Session, stocktake_id: UUID) -> str:
    """A closed stocktake in words. Raises NotFound, or Conflict while it is not closed: until then its
    minutes are a draft, which its own page prints.
    """
    chosen = select(STOCKTAKES.c.title, STOCKTAKES.c.as_of, STOCKTAKES.c.state)
    row = session.execute(chosen.where(STOCKTAKES.c.id == stocktake_id)).first()
    if row is None:
        raise missing("stocktakes")
    if row.state != "closed":
        raise Conflict(
            "stocktake-not-closed", vi="Cuộc kiểm kê này chưa kết thúc.", en="This stocktake is not closed."
        )
    return f"{row.title}. Thời điểm kiểm kê: {short_date(row.as_of)}"
