"""What narrows a page of assets, and the orders in which it may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from services.assets.finding import within_unit
from services.assets.models import ASSET_MARKS, ASSETS, CATEGORIES, LABEL_CODES
from services.assets.queries.shapes import Row
from services.assets.queries.wear_decisions import decided_by_units, used_elsewhere
from services.assets.rules.lives import Decision, ruled
from shared.clock import today
from shared.text import words
from shared.web import pages

_FEW = 300
_LOOKED_AT = 2000  # of the newest assets: half a millisecond
_SAME = ("category", "kind", "department")
_CHOICES = ("essential", "far_from_homes")  # of cameras, typed attributes
# Plans are made once for all values (decision 0009): what decides the plan is written into the statement, so
# that the planner knows how many rows it lets through.
_WITHDRAWN: ColumnElement[str] = literal_column("'withdrawn'")
_NEVER = "0001-01-01"  # where things that were never put to use stand; the index says the same


@dataclass(frozen=True)
class Order:
    """One way to sort: by `value` and then by registration, both up or both down."""

    value: ColumnElement[Any] | None  # None: by registration alone
    kind: Any = str
    down: bool = False


_PUT_TO_USE = func.coalesce(ASSETS.c.put_to_use_on, literal_column(f"DATE '{_NEVER}'"))
ORDERS = {
    "registered": Order(None),
    "-registered": Order(None, down=True),
    "cost": Order(ASSETS.c.cost, int),
    "-cost": Order(ASSETS.c.cost, int, down=True),
    "put_to_use_on": Order(_PUT_TO_USE, date.fromisoformat),
    "-put_to_use_on": Order(_PUT_TO_USE, date.fromisoformat, down=True),
}


def ordered(chosen: Select[Any], query: dict[str, Any]) -> Select[Any]:
    """`chosen` in the order asked for, from the cursor on, one row longer than the page."""
    order = ORDERS[query["sort"]]
    keys: list[Any] = [ASSETS.c.id] if order.value is None else [order.value, ASSETS.c.id]
    if query["after"]:
        kinds = (UUID,) if order.value is None else (order.kind, UUID)
        place, here = tuple_(*keys), tuple_(*map(literal, pages.key_of(query["after"], *kinds)))
        chosen = chosen.where(place < here if order.down else place > here)
    ends = [key.desc() if order.down else key for key in keys]
    return chosen.order_by(*ends).limit(_literally(query["limit"] + 1))


def _literally(number: int) -> ColumnElement[int]:
    """`number` in the text of the statement: of an unknown limit the planner expects a tenth of all."""
    return literal_column(str(number))


def cursor_after(row: Row, query: dict[str, Any]) -> str:
    """The cursor behind `row` in the order asked for."""
    name = query["sort"].removeprefix("-")
    return pages.cursor_of(*([] if name == "registered" else [row[name] or _NEVER]), row["id"])


def narrowed(session: Session, chosen: Select[Any], query: dict[str, Any]) -> Select[Any]:
    """`chosen` with only what every filter of `query` admits; what was withdrawn must be asked for."""
    conditions = [ASSETS.c[name] == _said(query[name]) for name in _SAME if query[name]]
    status = query["status"]
    conditions.append(ASSETS.c.status == _said(status) if status else ASSETS.c.status != _WITHDRAWN)
    if query["q"]:
        conditions.append(found_by(session, query["q"]))
    if query["unit"]:
        conditions.append(within_unit(ASSETS.c.unit_id, query["unit"]))
    if query["holder"]:
        conditions.append(ASSETS.c.holder_person_id == query["holder"])
    conditions += _by_numbers(query)
    conditions += [attribute_is(name, said=query[name]) for name in _CHOICES if query[name] is not None]
    if query["label"]:
        conditions.append(_printed() if query["label"] == "printed" else not_(_printed()))
    if query["end_of_life"]:
        conditions.append(_served_its_life(session))
    return chosen.where(*conditions)


def _said(value: Any) -> ColumnElement[Any]:
    """`value` escaped into the text of the statement, so that its plan is made for it."""
    return bindparam(None, value, unique=True, literal_execute=True)


def _by_numbers(query: dict[str, Any]) -> list[ColumnElement[bool]]:
    """Cost in VND, both ends included, and the year in which it was put to use."""
    conditions = []
    if query["cost_from"] is not None:
        conditions.append(ASSETS.c.cost >= _said(query["cost_from"]))
    if query["cost_to"] is not None:
        conditions.append(ASSETS.c.cost <= _said(query["cost_to"]))
    if year := query["year"]:
        conditions.append(ASSETS.c.put_to_use_on.between(_said(date(year, 1, 1)), _said(date(year, 12, 31))))
    return conditions


def attribute_is(name: str, *, said: bool) -> ColumnElement[bool]:
    """Whether the typed attribute is true, or (`said` false) anything else: false or never told."""
    is_so = ASSETS.c.attributes[name] == cast(literal("true", Text), ASSETS.c.attributes.type)
    return func.coalesce(is_so, literal_column("false")).is_(true() if said else literal_column("false"))


def _printed() -> ColumnElement[bool]:
    """Whether the asset's label came out of a printer: on a sheet, or on the roll it was bound from."""
    out = or_(LABEL_CODES.c.printed_at.is_not(None), LABEL_CODES.c.roll_id.is_not(None))
    return exists().where(LABEL_CODES.c.code == ASSETS.c.code, out)


def _served_its_life(session: Session) -> ColumnElement[bool]:
    """Whether the years that an asset has to serve are over by the end of this year: those of the law, or
    those that its unit or one above decided; with what it had served before it came, where that was decided.
    """
    year = today().year
    categories = session.execute(select(CATEGORIES.c.code)).scalars().all()
    decided = decided_by_units(session, year)
    elsewhere = [unit for _decisions, units in decided for unit in units]
    ways: list[tuple[ColumnElement[bool], list[Decision]]] = [(ASSETS.c.unit_id.not_in(elsewhere), [])]
    ways += [(ASSETS.c.unit_id.in_(units), decisions) for decisions, units in decided]
    used = used_elsewhere(session, year)
    served: list[tuple[ColumnElement[bool], int]] = [(true(), 0)]
    served += [(ASSETS.c.id.in_(assets), years) for years, assets in used.items()]
    conditions = [
        and_(where, whom, _over(categories, year, decisions, before))
        for where, decisions in ways
        for whom, before in served
    ]
    return or_(literal_column("false"), *conditions)


def _over(
    categories: Sequence[str], year: int, decisions: Sequence[Decision], before: int
) -> ColumnElement[bool]:
    """Whether an asset that served `before` years elsewhere has served the life of its category by then."""
    conditions = []
    for code in categories:
        life = ruled(code, year, decisions).life
        if life is not None:
            begun = date(year - life.years + before, 12, 31)
            conditions.append(and_(ASSETS.c.category == code, ASSETS.c.put_to_use_on <= begun))
    return or_(literal_column("false"), *conditions)


def found_by(session: Session, text: str) -> ColumnElement[bool]:
    """That an asset has, for every word of `text`, a word beginning with it.

    Few hits are fetched by the index of words: left alone, the planner walks the whole register in the order
    of the page, which is right for common words and slow for a serial number. The index gathers every match
    before it gives the first, so whether the words are common is first asked of the newest assets.
    """
    wanted = cast(literal(" & ".join(f"'{word}':*" for word in words(text)[:12]), Text), TSQUERY)
    hits = select(ASSET_MARKS.c.asset_id).where(ASSET_MARKS.c.found_by.bool_op("@@")(wanted))
    if not _are_common(session, wanted):
        few = session.execute(hits.limit(_literally(_FEW + 1))).scalars().all()
        if len(few) <= _FEW:
            return ASSETS.c.id.in_(few)
    own = hits.where(ASSET_MARKS.c.asset_id == ASSETS.c.id).correlate(ASSETS)
    return exists(own.offset(_literally(0)))  # OFFSET keeps it a look at each row walked past


def _are_common(session: Session, wanted: ColumnElement[Any]) -> bool:
    """Whether more than _FEW of the newest assets have the words; false says nothing about the others."""
    newest = select(ASSET_MARKS.c.found_by).order_by(ASSET_MARKS.c.asset_id.desc())
    looked_at = newest.limit(_literally(_LOOKED_AT)).subquery()
    having = select(looked_at.c.found_by).where(looked_at.c.found_by.bool_op("@@")(wanted))
    found = having.limit(_literally(_FEW + 1)).subquery()
    return session.execute(select(func.count()).select_from(found)).scalar_one() > _FEW
