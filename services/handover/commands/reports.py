"""Making a report of custody, and giving out its files again: always the same bytes, or a loud refusal."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.ledger import acts
from services.handover.models import REPORTS
from services.handover.queries import reports
from services.handover.reports import files
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, Invalid
from shared.ids import uuid7
from shared.web.door import Document


def make_report(session: Session, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """Fix a question (loaded ReportIn) and the hashes of its answer; the manifest.

    The units that it covers are written down: the tree of units goes on changing.
    """
    about, about_id = _about(data)
    unit = reports.unit_of(session, about, about_id)
    units = _covered(session, actor, about, about_id)
    known_at = reports.settled_at(session, data.get("known_at"))
    report: dict[str, Any] = {
        "id": uuid7(),
        "unit_id": unit,
        "about": about,
        "about_id": about_id,
        "units": units,
        "as_of": reports.today_or(data.get("as_of"), known_at),
        "known_at": known_at,
        "form": files.FORM,
        "made_by": actor.subject,
        "made_at": clock.now(),
    }
    visibility.whole(session)
    report["about_name"] = reports.called(session, about, about_id, known_at)
    rows = reports.rows_of(session, report)
    made = {name: files.file_of(report, rows, name) for name in files.FORMATS}
    report |= {
        "rows": len(rows),
        "cost": sum(row["cost"] or 0 for row in rows),
        "files": {name: _hashed(content) for name, content in made.items() if content is not None},
    }
    session.execute(insert(REPORTS), report)
    _enter(session, actor, report)
    return reports.report_shape(report)


def file_again(session: Session, report_id: UUID, file_format: str) -> Document:
    """The file of a report, made again from the history. Raises Conflict when it is not what it was: then
    the history was changed, and somebody must know.
    """
    report = reports.report_row(session, report_id)
    said = report["files"].get(file_format)
    if said is None:
        raise Invalid(
            "too-many-rows-for-paper",
            vi=f"Bản in PDF có nhiều nhất {files.MOST_ON_PAPER} dòng. Hãy tải XLSX hoặc CSV.",
            en=f"A PDF has {files.MOST_ON_PAPER} rows at the most. Take XLSX or CSV.",
        )
    visibility.whole(session)
    content = files.file_of(report, reports.rows_of(session, report), file_format) or b""
    if _hashed(content) != said:
        raise Conflict(
            "report-differs",
            vi="Báo cáo lập lại không trùng với bản đã lập. Hãy báo ngay cho quản trị và kiểm toán.",
            en="The report made again is not what it was. Tell the administrator and the auditor at once.",
            expected=said["sha256"],
        )
    name = f"nguoi-giu-{report['as_of']}-{str(report_id)[-8:]}.{file_format}"
    return Document(content, files.MEDIA[file_format], name, inline=file_format == "pdf")


def _about(data: Mapping[str, Any]) -> tuple[str, UUID]:
    ((about, about_id),) = ((name, data[name]) for name in ("unit", "person", "asset") if data.get(name))
    return about, about_id


def _covered(session: Session, actor: Actor, about: str, about_id: UUID) -> list[UUID] | None:
    """The units whose rows the report may show: those of the question, of them those that the actor sees.
    None: all.
    """
    asked = set(reports.units_below(session, about_id)) if about == "unit" else None
    if actor.scope_all:
        return sorted(asked) if asked is not None else None
    mine = set(reports.units_below(session, actor.unit_id)) if actor.unit_id else set()
    if about == "unit" and about_id not in mine:
        raise _not_ours()
    return sorted(mine if asked is None else mine & asked)


def _hashed(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _enter(session: Session, actor: Actor, report: Mapping[str, Any]) -> None:
    """The hashes stand in the ledger: nobody can say later that the report was another."""
    told: dict[str, date | datetime | Any] = {
        name: report[name] for name in ("about", "about_id", "as_of", "form", "rows", "cost", "files")
    }
    acts.enter(session, actor, "report.made", report, {**told, "known_at": report["known_at"]})


def _not_ours() -> Invalid:
    return Invalid(
        "unit-not-ours",
        vi="Đơn vị này không thuộc phạm vi của anh/chị.",
        en="The unit is not one of yours.",
    )
