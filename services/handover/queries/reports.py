"""Who answered for what, by the names and places of then; and the reports that were made."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.handover.models import REPORTS
from shared import clock
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.web.pages import cursor_of, key_of

# What was known at a moment is the oldest of what has been replaced since; where nothing has, what is known.
_ROWS = text("""
SELECT coalesce(fu.code, u.code, '') AS unit_code, coalesce(fu.name, u.name, '') AS unit_name,
       CASE WHEN fp.person_id IS NULL THEN p.code ELSE fp.code END AS person_code,
       coalesce(fp.name, p.name) AS person_name,
       coalesce(fa.code, a.code) AS code, coalesce(fa.name, a.name) AS name,
       CASE WHEN fa.asset_id IS NULL THEN a.serial ELSE fa.serial END AS serial,
       CASE WHEN fa.asset_id IS NULL THEN a.cost ELSE fa.cost END AS cost,
       c.since, CASE WHEN c.closed_at <= :known THEN c.until END AS until, c.number, c.asset_id::text AS id
FROM custody c
LEFT JOIN LATERAL (SELECT unit_id FROM former_places f WHERE f.custody_id = c.id AND f.known_until > :known
                   ORDER BY known_until LIMIT 1) place ON true
JOIN known_assets a ON a.id = c.asset_id
JOIN known_people p ON p.id = c.person_id
LEFT JOIN known_units u ON u.id = coalesce(place.unit_id, c.unit_id)
LEFT JOIN LATERAL (SELECT * FROM former_units f WHERE f.unit_id = u.id AND f.known_until > :known
                   ORDER BY known_until LIMIT 1) fu ON true
LEFT JOIN LATERAL (SELECT * FROM former_people f WHERE f.person_id = p.id AND f.known_until > :known
                   ORDER BY known_until LIMIT 1) fp ON true
LEFT JOIN LATERAL (SELECT * FROM former_assets f WHERE f.asset_id = a.id AND f.known_until > :known
                   ORDER BY known_until LIMIT 1) fa ON true
WHERE c.opened_at <= :known AND (c.superseded_at IS NULL OR c.superseded_at > :known)
  AND c.since <= :day AND (c.until IS NULL OR c.closed_at > :known OR c.until > :day)
  AND (CAST(:units AS uuid[]) IS NULL OR coalesce(place.unit_id, c.unit_id) = ANY(CAST(:units AS uuid[])))
  AND (CAST(:person AS uuid) IS NULL OR c.person_id = :person)
  AND (CAST(:asset AS uuid) IS NULL OR c.asset_id = :asset)
""")
# A transaction that still writes may yet commit what it says it recorded a moment ago.
_OLDEST = text(
    "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
)
_BELOW = text("SELECT descendant_id FROM unit_scope WHERE ancestor_id = :unit ORDER BY 1")
_UNITS = {
    "unit": text("SELECT id FROM known_units WHERE id = :id"),
    "person": text("SELECT unit_id FROM known_people WHERE id = :id"),
    "asset": text("SELECT unit_id FROM known_assets WHERE id = :id"),
}
_FORMER = (
    "(SELECT {0} FROM former_{1} f WHERE f.{2} = k.id AND f.known_until > :known"
    " ORDER BY known_until LIMIT 1)"
)
_CALLED = {
    about: text(
        f"SELECT coalesce({_FORMER.format(name, many, f'{about}_id')}, {name}) FROM known_{many} k"  # noqa: S608
        " WHERE id = :id"
    )
    for about, many, name in (
        ("unit", "units", "name"),
        ("person", "people", "name"),
        ("asset", "assets", "code || ' ' || name"),
    )
}
_SORTED = ("unit_code", "person_code", "person_name", "code", "since", "id")


def rows_of(session: Session, report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a report, in an order that no collation changes. The caller has been let in."""
    given = {"known": report["known_at"], "day": report["as_of"], "units": report["units"]}
    given |= {name: report["about_id"] if report["about"] == name else None for name in ("person", "asset")}
    found = [dict(row) for row in session.execute(_ROWS, given).mappings()]
    return sorted(found, key=lambda row: tuple(str(row[name] or "") for name in _SORTED))


def settled_at(session: Session, asked: datetime | None) -> datetime:
    """The moment `asked`, or the last one of which everything that was recorded can be seen. Raises Invalid
    for one that lies ahead, Conflict for one so recent that something of it may still be on its way.
    """
    now = clock.now()
    oldest = session.execute(_OLDEST).scalar()
    settled = min(now, oldest) if oldest else now
    if asked is None:
        return settled
    if asked > now:
        vi = "Thời điểm này ở tương lai."
        raise Invalid(
            "known-ahead", vi=vi, en="It lies ahead.", errors=[FieldError("/known_at", vi, "Ahead.")]
        )
    if asked > settled:
        raise Conflict(
            "still-being-recorded",
            vi="Còn việc đang được ghi vào sổ. Hãy thử lại sau vài giây.",
            en="Something is still being recorded. Try again in a few seconds.",
        )
    return asked


def unit_of(session: Session, about: str, about_id: UUID) -> UUID:
    """Whose report it is: the unit of what it is about, which the actor must see; raises NotFound."""
    unit: UUID | None = session.execute(_UNITS[about], {"id": about_id}).scalar()
    if unit is None:
        raise NotFound("subject-unknown", vi="Không tìm thấy đối tượng của báo cáo.", en="No such subject.")
    return unit


def called(session: Session, about: str, about_id: UUID, known: datetime) -> str:
    """How what a report is about was called, as it was known at `known`."""
    return str(session.execute(_CALLED[about], {"id": about_id, "known": known}).scalar())


def units_below(session: Session, unit: UUID) -> list[UUID]:
    """The unit and all below it, as the tree is now."""
    return list(session.execute(_BELOW, {"unit": unit}).scalars())


def report_row(session: Session, report_id: UUID) -> dict[str, Any]:
    """One report that was made; raises NotFound."""
    row = session.execute(select(REPORTS).where(REPORTS.c.id == report_id)).mappings().first()
    if row is None:
        raise NotFound("report-unknown", vi="Không tìm thấy báo cáo này.", en="There is no such report.")
    return dict(row)


def page_of_reports(session: Session, *, limit: int, after: str | None = None) -> dict[str, Any]:
    """A page of the reports that the actor may see, the newest first."""
    query = select(REPORTS).order_by(REPORTS.c.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(REPORTS.c.id < key_of(after, UUID)[0])
    rows = session.execute(query).mappings().all()
    shown = rows[:limit]
    following = cursor_of(str(shown[-1]["id"])) if len(rows) > limit else None
    return {"items": [report_shape(dict(row)) for row in shown], "next": following}


def report_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest of a report, as the API shows it."""
    shown = ("id", "unit_id", "as_of", "known_at", "form", "rows", "cost", "files", "made_by", "made_at")
    about = {"kind": row["about"], "id": row["about_id"], "name": row["about_name"]}
    return {**{name: row[name] for name in shown}, "about": about, "units": row["units"]}


def today_or(day: date | None, known: datetime) -> date:
    """The day of a report: said, or the day on which it was known."""
    return day or clock.legal_date(known)
