"""The forms that can be exported, what an export is asked for, and the manifests of those that were made."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.forms import page
from services.assets.forms.catalogue import FORMS, Form
from services.assets.models import ASSETS, EXPORTS, STOCKTAKES
from services.assets.queries.periods import Period, name_of_unit, period_of
from services.assets.queries.shapes import Shape
from services.assets.queries.units import after_id
from shared.auth import Actor
from shared.clock import today
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.law import Provision
from shared.sheets.layout import Sheet
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
    """An export as it was understood: the form in the version of its last day, laid out for its period."""

    form: Form
    version: Provision
    sheet: Sheet
    period: Period
    about: dict[str, Any]
    file_format: str
    bom: bool
    filename: str


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
    wish = page.Wish(
        unit_code=period.unit["code"],
        unit_name=period.unit["name"],
        above_name=name_of_unit(session, period.unit["parent_id"]),
        below=period.below,
        first=period.first,
        last=period.last,
        known_at=period.known_at,
        of=_told(session, form, about),
    )
    sheet, filename = page.sheet_of(form, version, wish), page.filename(form, wish, query["format"])
    return Order(form, version, sheet, period, about, query["format"], query["bom"], filename)


def forms_today() -> Shape:
    """The forms that can be exported, in the versions of today."""
    items = []
    for one in FORMS.values():
        version = one.on(today())
        items.append({"name": one.name, "over": one.over, "of": one.of, **sureness(version)})
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
