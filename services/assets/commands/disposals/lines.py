"""The assets of a case: put in with what the books say of them, and taken out again, while it is drawn up."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.assets.commands.booking import worn_off
from services.assets.commands.disposals.writing import begun, law_and_case, lines_of, take_step
from services.assets.finding import Row
from services.assets.labels.codes import parse
from services.assets.models import ASSETS, CUSTODY_MARKS, DISPOSAL_LINES, DISPOSALS, PEOPLE
from services.assets.rules import disposals as rules
from shared.auth import Actor
from shared.clock import today
from shared.db import constraint_of
from shared.errors import Conflict, FieldError, Invalid
from shared.law import Provision
from shared.vietnamese import short_date

_FROZEN = ("code", "tag", "name", "serial", "category", "put_to_use_on", "cost", "cost_budget", "cost_other")
_SAID: dict[str, Any] = {
    "reason": "",
    "unrepairable": False,
    "repair_estimate": None,
    "new_price": None,
    "revalued": None,
}
_ONE_OPEN_CASE = "disposal_lines_one_open_case"


def put_in(session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]) -> None:
    """Put assets into a case, or say more of those in it: {lines: [{asset_id | code, reason, …}]}.

    All or none: one Invalid, Conflict or RefusedByLaw names each line that cannot be.
    """
    case = begun(session, disposal_id, version, "change")
    write_lines(session, case, body["lines"])
    take_step(session, actor, case, "change", told={"lines_put_in": len(body["lines"])})


def take_out(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Take assets out of a case that is being drawn up; those not in it are no matter."""
    case = begun(session, disposal_id, version, "change")
    gone = update(DISPOSAL_LINES).where(
        DISPOSAL_LINES.c.disposal_id == disposal_id, DISPOSAL_LINES.c.asset_id.in_(body["asset_ids"])
    )
    session.execute(gone.values(removed=True, holding=False))
    take_step(session, actor, case, "change", told={"lines_taken_out": body["asset_ids"]})


def write_lines(session: Session, case: Row, said: Sequence[Mapping[str, Any]]) -> None:
    """Freeze the assets that are `said` into lines of the case, with their value by the books of today."""
    if not said:
        return
    known = {line["asset_id"]: line for line in lines_of(session, case["id"])}
    assets = _named(session, said)
    law, _ = law_and_case(case)
    _refuse_other_case(session, case, assets)
    frozen = froze(session, case, assets, [_wanted(line) for line in said], known)
    rules.check_assets(law, {}, frozen, case["unit_id"], today())
    if len(known.keys() | {line["asset_id"] for line in frozen}) > rules.MOST_LINES:
        vi = f"Một hồ sơ có nhiều nhất {rules.MOST_LINES} tài sản. Hãy tách thành nhiều hồ sơ."
        raise Invalid("too-many-lines", vi=vi, en=f"A case has at most {rules.MOST_LINES} assets.")
    store_lines(session, frozen)


def froze(
    session: Session,
    case: Row,
    assets: Sequence[Row],
    said: Sequence[Mapping[str, Any]],
    known: Mapping[UUID, Row],
) -> list[Row]:
    """The lines of `assets` as the books have them now; what was said of a line before stays unless it is
    said anew.
    """
    worn = worn_off(session, [asset["id"] for asset in assets])
    last = max((line["position"] for line in known.values()), default=0)
    lines = []
    for asset, told in zip(assets, said, strict=True):
        before = known.get(asset["id"])
        last += before is None
        lines.append(
            {
                **_SAID,
                **({name: before[name] for name in _SAID} if before else {}),
                **told,
                **{name: asset[name] for name in _FROZEN},
                "disposal_id": case["id"],
                "asset_id": asset["id"],
                "position": before["position"] if before else last,
                "asset_kind": asset["kind"],
                "wear": worn[asset["id"]],
                "valued_on": today(),
                "status_before": asset["status"],
                "status": asset["status"],
                "unit_id": asset["unit_id"],
                "holder_person_id": asset["holder_person_id"],
            }
        )
    return lines


def store_lines(session: Session, lines: Sequence[Row]) -> None:
    """Write lines over those that are there. Raises Conflict when another open case has one of the assets."""
    columns = [column.name for column in DISPOSAL_LINES.c]
    rows = [{**line, "holding": True, "removed": False} for line in lines]
    rows = [{name: row[name] for name in columns} for row in rows]
    statement = insert_or_update(DISPOSAL_LINES)
    keys = ("disposal_id", "asset_id")
    fresh = {name: statement.excluded[name] for name in columns if name not in keys}
    try:
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), rows)
    except IntegrityError as error:
        if constraint_of(error) != _ONE_OPEN_CASE:
            raise
        raise _elsewhere([]) from error


def refuse_held(session: Session, law: Provision, lines: Sequence[Row]) -> None:
    """Raise Conflict naming who holds which asset by which record: it must be taken back first. A lost thing
    and a program need not be.
    """
    held = {line["asset_id"]: place for place, line in enumerate(lines) if line["holder_person_id"]}
    if law.details["may_be_held"] or not held:
        return
    wanted = (
        select(ASSETS.c.id, ASSETS.c.code, ASSETS.c.holder_person_id, PEOPLE.c.name, CUSTODY_MARKS)
        .join(PEOPLE, PEOPLE.c.id == ASSETS.c.holder_person_id, isouter=True)
        .join(CUSTODY_MARKS, CUSTODY_MARKS.c.asset_id == ASSETS.c.id, isouter=True)
        .where(ASSETS.c.id.in_(list(held)))
        .order_by(ASSETS.c.id)
    )
    rows = session.execute(wanted).all()
    faults = [
        FieldError(f"/lines/{held[row.id]}", _held(row), f"{row.code}: held by somebody; take it back first")
        for row in rows
    ]
    raise Conflict(
        "assets-held",
        vi=f"{len(faults)} tài sản đang có người giữ. {faults[0].vi}",
        en=f"{len(faults)} assets are in somebody's hands. {faults[0].en}",
        errors=faults,
        holder_id=rows[0].holder_person_id,
        record_id=rows[0].record_id,
    )


def _held(row: Any) -> str:
    paper = f" theo biên bản {row.record_number} ngày {short_date(row.since)}" if row.record_id else ""
    return f"{row.code} đang do {row.name or 'cán bộ đơn vị khác'} giữ{paper}; hãy thu hồi trước."


def _wanted(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in _SAID if name in line}


def _named(session: Session, said: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The assets that the lines name by id or code, locked in order of id, in the order said."""
    codes = [parse(line.get("code") or "") for line in said]
    ids = [line.get("asset_id") for line in said]
    either = ASSETS.c.code.in_([code for code in codes if code]) | ASSETS.c.id.in_(
        [one for one in ids if one]
    )
    rows = session.execute(select(ASSETS).where(either).order_by(ASSETS.c.id).with_for_update()).mappings()
    found: dict[Any, Row] = {}
    for row in rows:
        found[row["id"]] = found[row["code"]] = dict(row)
    chosen = [found.get(one or code) for one, code in zip(ids, codes, strict=True)]
    faults, seen = [], set()
    for place, asset in enumerate(chosen):
        name = said[place].get("code") or ids[place]
        if asset is None:
            faults.append(FieldError(f"/lines/{place}", f"Không có tài sản {name}.", f"No asset {name}."))
        elif asset["id"] in seen:
            faults.append(FieldError(f"/lines/{place}", f"{asset['code']} có hai lần.", "It stands twice."))
        else:
            seen.add(asset["id"])
    if faults:
        raise Invalid("lines-refused", vi=faults[0].vi, en=faults[0].en, errors=faults)
    return [asset for asset in chosen if asset is not None]


def _refuse_other_case(session: Session, case: Row, assets: Sequence[Row]) -> None:
    places = {asset["id"]: place for place, asset in enumerate(assets)}
    other = (
        select(DISPOSAL_LINES.c.asset_id, DISPOSAL_LINES.c.code, DISPOSALS.c.number, DISPOSALS.c.year)
        .join(DISPOSALS, DISPOSALS.c.id == DISPOSAL_LINES.c.disposal_id)
        .where(
            DISPOSAL_LINES.c.holding,
            DISPOSAL_LINES.c.disposal_id != case["id"],
            DISPOSAL_LINES.c.asset_id.in_(list(places)),
        )
    )
    faults = [
        FieldError(
            f"/lines/{places[row.asset_id]}",
            f"{row.code} đã nằm trong hồ sơ {rules.number_of(row.number, row.year)} chưa kết thúc.",
            f"{row.code} is in the open case {rules.number_of(row.number, row.year)}.",
        )
        for row in session.execute(other)
    ]
    if faults:
        raise _elsewhere(faults)


def _elsewhere(faults: list[FieldError]) -> Conflict:
    return Conflict(
        "asset-in-another-case",
        vi=faults[0].vi if faults else "Có tài sản đã nằm trong một hồ sơ xử lý khác chưa kết thúc.",
        en=faults[0].en if faults else "An asset is in another open case.",
        errors=faults,
    )
