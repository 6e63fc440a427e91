"""Campaigns: one with its counts, by unit and by day; the people of its list, overdue ones first; as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.models import CAMPAIGNS
from services.handover.rules import SETTLED, is_overdue
from shared import clock
from shared.auth import Actor
from shared.errors import NotFound
from shared.text import name_sort_key
from shared.vietnamese import short_date
from shared.web.door import Document
from shared.web.pages import cursor_of, key_of

# Of a case that widened since, only what the campaign recalls is counted.
_PEOPLE = text(
    "SELECT p.campaign_id, p.person_id, p.person_name, p.person_unit_name, p.unit_id, p.reason, p.left_on,"
    " p.recall_id, r.state, r.deadline, r.closed_on,"
    " count(l.asset_id) AS lines, count(l.asset_id) FILTER (WHERE l.state = ANY(:settled)) AS done,"
    " count(l.asset_id) FILTER (WHERE l.state = 'lost') AS lost,"
    " EXISTS (SELECT 1 FROM recall_notices n WHERE n.recall_id = r.id) AS noticed,"
    " EXISTS (SELECT 1 FROM recall_deliveries d WHERE d.recall_id = r.id AND d.kind = 'acknowledged')"
    " AS acknowledged,"
    " EXISTS (SELECT 1 FROM recall_representatives h WHERE h.recall_id = r.id) AS represented"
    " FROM recall_campaign_people p JOIN recall_campaigns c ON c.id = p.campaign_id"
    " LEFT JOIN recalls r ON r.id = p.recall_id"
    " LEFT JOIN recall_lines l ON l.recall_id = r.id AND (c.category IS NULL OR l.category = c.category)"
    " WHERE p.campaign_id = ANY(CAST(:campaigns AS uuid[]))"
    " GROUP BY p.campaign_id, p.person_id, p.person_name, p.person_unit_name, p.unit_id, p.reason,"
    " p.left_on, p.recall_id, r.id"
)
_DAYS = text(
    "SELECT o.happened_on AS on, count(*) AS settled FROM recall_campaign_people p"
    " JOIN recall_campaigns c ON c.id = p.campaign_id"
    " JOIN recall_lines l ON l.recall_id = p.recall_id AND (c.category IS NULL OR l.category = c.category)"
    " JOIN LATERAL (SELECT min(happened_on) AS happened_on FROM recall_outcomes o"
    " WHERE o.recall_id = l.recall_id AND o.asset_id = l.asset_id AND o.outcome = ANY(:settled)) o ON true"
    " WHERE p.campaign_id = :campaign AND l.state = ANY(:settled) GROUP BY 1 ORDER BY 1"
)
_STATES = {"open": "Đang thu hồi", "closed": "Đã xong", "overdue": "Quá hạn", "nothing_held": "Không giữ"}
_COUNTED = ("lines", "done", "lost")
_TITLES = (
    *("Họ và tên", "Đơn vị", "Lý do", "Ngày nghỉ", "Trạng thái", "Hạn trả", "Tài sản", "Đã xong", "Báo mất"),
    *("Thông báo", "Đã nhận", "Xong ngày"),
)


def campaign(session: Session, actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """One campaign with its counts, by unit and by day; raises NotFound."""
    visibility.only_own(session, actor)
    head = _head(session, campaign_id)
    people = _people(session, [campaign_id])
    units = [
        {"unit_id": unit, "unit_name": rows[0]["person_unit_name"], **_counts(rows)}
        for unit, rows in _by(people, "unit_id").items()
    ]
    units.sort(key=lambda one: (-one["overdue"], one["done"] - one["lines"], one["unit_name"]))
    missing = sum(one["state"] in {"open", "overdue"} and not one["noticed"] for one in people)
    return {
        **head,
        "counts": _counts(people),
        "units": units,
        "days": _days(session, campaign_id),
        "notices_missing": missing,
    }


def page_of_campaigns(
    session: Session, actor: Actor, *, limit: int, after: str | None = None
) -> dict[str, Any]:
    """A page of the campaigns that the actor may see, the newest first."""
    visibility.only_own(session, actor)
    query = select(CAMPAIGNS).order_by(CAMPAIGNS.c.id.desc()).limit(limit + 1)
    if after is not None:
        (last,) = key_of(after, UUID)
        query = query.where(CAMPAIGNS.c.id < last)
    rows = session.execute(query).mappings().all()
    people = _by(_people(session, [row["id"] for row in rows[:limit]]), "campaign_id")
    items = [{**_shape(dict(row)), "counts": _counts(people.get(row["id"], []))} for row in rows[:limit]]
    return {"items": items, "next": cursor_of(str(items[-1]["id"])) if len(rows) > limit else None}


def people_of(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    *,
    state: str | None = None,
    unit: UUID | None = None,
) -> dict[str, Any]:
    """The people of a campaign: overdue ones first, then those not done, by name; raises NotFound."""
    visibility.only_own(session, actor)
    _head(session, campaign_id)
    order = ("overdue", "open", "closed", "nothing_held")
    rows = [
        row
        for row in _people(session, [campaign_id])
        if state in (None, row["state"]) and unit in (None, row["unit_id"])
    ]
    rows.sort(
        key=lambda row: (
            order.index(row["state"]),
            row["deadline"] or date.max,
            name_sort_key(row["person_name"]),
        )
    )
    return {"items": [{name: row[name] for name in row if name != "campaign_id"} for row in rows]}


def people_as_csv(session: Session, actor: Actor, campaign_id: UUID) -> Document:
    """The list of a campaign as CSV that Excel opens as it is (UTF-8 with its mark)."""
    out = io.StringIO()
    written = csv.writer(out)
    written.writerow(_TITLES)
    for row in people_of(session, actor, campaign_id)["items"]:
        days = [short_date(row[name]) if row[name] else "" for name in ("left_on", "deadline", "closed_on")]
        yes = ["có" if row[name] else "" for name in ("noticed", "acknowledged")]
        cells = [row["person_name"], row["person_unit_name"], _REASONS[row["reason"]], days[0]]
        counts = [row[name] for name in _COUNTED]
        written.writerow([*map(_plain, cells), _STATES[row["state"]], days[1], *counts, *yes, days[2]])
    content = "\ufeff" + out.getvalue()
    return Document(content.encode(), "text/csv; charset=utf-8", "thu-hoi.csv", inline=False)


def _people(session: Session, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    today = clock.today()
    found = []
    if ids:
        asked = {"campaigns": list(ids), "settled": list(SETTLED)}
        for row in session.execute(_PEOPLE, asked).mappings():
            state = row["state"] or "nothing_held"
            if state == "open" and is_overdue(row["deadline"], today):
                state = "overdue"
            found.append({**row, "state": state})
    return found


def _counts(people: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    states = [one["state"] for one in people]
    return {
        "people": len(people),
        "cases": len(people) - states.count("nothing_held"),
        "closed": states.count("closed"),
        "overdue": states.count("overdue"),
        **{name: sum(one[name] for one in people) for name in _COUNTED},
    }


def _days(session: Session, campaign_id: UUID) -> list[dict[str, Any]]:
    asked = {"campaign": campaign_id, "settled": list(SETTLED)}
    done, days = 0, []
    for row in session.execute(_DAYS, asked):
        done += row.settled
        days.append({"on": row.on, "settled": row.settled, "done": done})
    return days


def _head(session: Session, campaign_id: UUID) -> dict[str, Any]:
    row = session.execute(select(CAMPAIGNS).where(CAMPAIGNS.c.id == campaign_id)).mappings().first()
    if row is None:
        raise NotFound("campaign-not-found", vi="Không tìm thấy đợt thu hồi này.", en="No such campaign.")
    return _shape(dict(row))


def _shape(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in row if name != "created_at"}


def _by(rows: Sequence[dict[str, Any]], name: str) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def _plain(text_: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text_}" if text_[:1] in {"=", "+", "-", "@", "\t"} else text_


_REASONS = {
    "retired": "Nghỉ hưu",
    "transferred": "Chuyển công tác",
    "resigned": "Thôi việc",
    "dead": "Từ trần",
    "decision": "Theo quyết định",
}
