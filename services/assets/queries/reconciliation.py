"""The books reconciled: opening + in − out ± changes = closing, and the books against the register itself.

Two checks that do not lean on one another: the sums over the period, each taken from the movements by itself;
and, whatever the period, each asset of the whole book as known then against its row in the register then.
"""

from typing import Any

from sqlalchemy.orm import Session

from services.assets.forms.catalogue import rows_of
from services.assets.queries.periods import period_of
from services.assets.queries.shapes import Shape
from shared.auth import Actor
from shared.db import direct, take_long

MOST = 100
_AMOUNTS = ("quantity", "cost", "wear")


def reconciled(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """The answer to a PeriodQuery; raises as `period_of`."""
    period = period_of(session, actor, query)
    take_long(session)
    given = {**period.parameters(), "most": MOST + 1}
    rows = [_row(row._asdict()) for row in direct.rows(session, rows_of("reconciliation"), given)]
    differences = [row._asdict() for row in direct.rows(session, rows_of("differences"), given)]
    return {
        "unit_id": period.unit["id"],
        "unit_code": period.unit["code"],
        "unit_name": period.unit["name"],
        "from": period.first,
        "to": period.last,
        "known_at": period.known_at,
        "rows": rows,
        "differences": [_difference(row) for row in differences[:MOST]],
        "more_differences": len(differences) > MOST,
        "agrees": not differences and all(row["holds"] for row in rows),
    }


def _row(sums: dict[str, Any]) -> Shape:
    parts = {
        name: {amount: int(sums.get(f"{prefix}_{amount}", 0)) for amount in _AMOUNTS}
        for name, prefix in (
            ("opening", "opening"), ("came_in", "in"), ("went_out", "out"), ("changed", "changed"),
            ("closing", "closing"),
        )
    }  # fmt: skip
    opening, came, went, changed, closing = parts.values()
    holds = all(opening[a] + came[a] - went[a] + changed[a] == closing[a] for a in _AMOUNTS)
    named = {name: sums[name] for name in ("category", "category_name", "asset_kind")}
    return {**named, **parts, "holds": holds}


def _difference(row: dict[str, Any]) -> Shape:
    amounts = ("book_quantity", "book_cost", "book_wear", "register_quantity", "register_cost")
    named = {name: row[name] for name in ("asset_id", "code", "name", "category_name")}
    return {**named, **{name: int(row[name]) for name in amounts}}
