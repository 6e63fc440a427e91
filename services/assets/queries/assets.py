"""Assets within the actor's units, by SQLAlchemy Core: one statement a page whatever its length."""

from typing import Any
from uuid import UUID

from sqlalchemy import cast, func, select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.labels.codes import parse, pretty
from services.assets.models import ASSET_MARKS, ASSETS, CATEGORIES, LABEL_CODES, UNITS
from services.assets.queries.asset_filters import cursor_after, narrowed, ordered
from services.assets.queries.shapes import ASSET, Row, Shape, asset_shape
from shared.auth import Actor
from shared.errors import NotFound, NotPermitted
from shared.web import pages

ASSET_ROWS = (
    select(
        *(ASSETS.c[name] for name in ASSET),
        UNITS.c.name.label("unit_name"),
        CATEGORIES.c.name.label("category_name"),
    )
    .join(UNITS, UNITS.c.id == ASSETS.c.unit_id)
    .join(CATEGORIES, CATEGORIES.c.code == ASSETS.c.category)
)


def page_of_assets(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """Assets that fit every filter, in the order asked for; a mere holder sees those in the own hands."""
    chosen = ordered(narrowed(session, ASSET_ROWS, query), query)
    if actor.roles == {"holder"}:
        chosen = chosen.where(ASSETS.c.holder_person_id == actor.person_id)
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], asset_shape, lambda row: cursor_after(row, query))


def asset(session: Session, asset_id: UUID) -> Shape:
    """One asset; raises NotFound."""
    row = session.execute(ASSET_ROWS.where(ASSETS.c.id == asset_id)).mappings().first()
    if row is None:
        raise missing("assets")
    return asset_shape(row)


def asset_behind_label(session: Session, scanned: str) -> Shape:
    """The asset whose label was scanned; with `retired` when the label is an old one. Raises NotFound for a
    misread or unknown code and for a label from a roll that has no asset yet (`code-unbound`), NotPermitted
    naming the unit (and nothing else) for an asset of somebody else's.
    """
    code = parse(scanned)
    if code is None:
        raise NotFound(
            "code-misread",
            vi="Mã tem đọc chưa đúng. Nếu đang bật bộ gõ tiếng Việt, hãy tắt rồi quét lại.",
            en="The code was misread. Scan it again, without a Vietnamese keyboard.",
        )
    row = session.execute(ASSET_ROWS.where(ASSETS.c.code == code)).mappings().first()
    return asset_shape(row) if row else _behind_other_label(session, code)


def counted(session: Session) -> Shape:
    """Assets counted by unit and status, with their cost (VND)."""
    columns = (ASSETS.c.unit_id, UNITS.c.name.label("unit_name"), ASSETS.c.status)
    chosen = select(
        *columns, func.count().label("count"), cast(func.sum(ASSETS.c.cost), ASSETS.c.cost.type).label("cost")
    )
    chosen = chosen.join(UNITS, UNITS.c.id == ASSETS.c.unit_id).where(ASSETS.c.status != "withdrawn")
    chosen = chosen.group_by(*columns).order_by(*columns)
    return {"items": [dict(row) for row in session.execute(chosen).mappings()]}


def _behind_other_label(session: Session, code: str) -> Shape:
    """The asset that the old label `code` was on; raises as `asset_behind_label` when there is none."""
    label = session.execute(select(LABEL_CODES).where(LABEL_CODES.c.code == code)).mappings().first()
    if label is None:
        raise NotFound(
            "code-unknown", vi=f"Mã {code} không có trong sổ.", en=f"No asset has the code {code}."
        )
    if label["asset_id"] is None:
        raise _without_asset(label)
    row = session.execute(ASSET_ROWS.where(ASSETS.c.id == label["asset_id"])).mappings().first()
    if row is None:
        raise _not_ours(session, label["asset_id"])
    retired = {"code": code, "at": label["retired_at"], "reason": label["reason"]}
    return {**asset_shape(row), "retired": retired}


def _without_asset(label: Row) -> NotFound:
    """What to say of a label from a roll that no asset bears."""
    code, unit = label["code"], str(label["unit_id"])
    if label["state"] == "void":
        vi, en = f"Tem {pretty(code)} đã huỷ, không dùng nữa.", f"Label {pretty(code)} was made void."
        return NotFound("code-void", vi=vi, en=en, unit_id=unit)
    vi = f"Tem {pretty(code)} chưa gắn cho tài sản nào."
    en = f"Label {pretty(code)} is not bound to an asset yet."
    return NotFound("code-unbound", vi=vi, en=en, unit_id=unit)


def _not_ours(session: Session, asset_id: UUID) -> NotPermitted:
    unit = select(UNITS.c.name).join(ASSET_MARKS, ASSET_MARKS.c.unit_id == UNITS.c.id)
    name = session.execute(unit.where(ASSET_MARKS.c.asset_id == asset_id)).scalar_one()
    return NotPermitted(
        "asset-of-another-unit",
        vi=f"Tài sản này thuộc {name}, ngoài phạm vi của tài khoản.",
        en=f"This asset belongs to {name}, outside of your units.",
        unit_name=name,
    )
