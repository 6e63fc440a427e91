"""What a reminder says: the words of its kind, filled with the facts of its deadline."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from services.notifications import facts
from services.notifications.commands.projections import unit_name
from services.notifications.deadlines.plan import Telling
from services.notifications.deadlines.recipients import name_of
from services.notifications.wording import Wording, wording
from shared.vietnamese import short_date

# the kind of notice before the deadline, and after it
KIND_OF = {
    "recall": ("recall_due", "recall_overdue"),
    "record": ("record_reminder", "record_reminder"),
    "stocktake": ("stocktake_reminder", "stocktake_overdue"),
}
_MISSED_VI = " (Lần nhắc trước không gửi được đúng ngày vì hệ thống ngừng hoạt động.)"
_MISSED_EN = " (An earlier reminder did not go out on its day: the system stood still.)"


def words_of(session: Session, term: RowMapping, kind: str, role: str, telling: Telling) -> Wording:
    """The notice of `kind` to one who is told as `role`, saying so when an earlier one did not go out."""
    told = _facts(session, term)
    filled = wording(kind, role).filled(told)
    if not telling.missed:
        return filled
    return Wording(
        filled.subject_vi, filled.text_vi + _MISSED_VI, filled.subject_en, filled.text_en + _MISSED_EN
    )


def _facts(session: Session, term: RowMapping) -> Mapping[str, Any]:
    data, due = term["facts"], date.fromisoformat(str(term["due_on"]))
    if term["cause"] == "recall":
        person = name_of(session, term["person_id"])
        return facts.of_recall({**data, "deadline": str(due)}, person["name"], person["post"])
    if term["cause"] == "stocktake":
        return facts.of_stocktake(data, unit_name(session, term["unit_id"]))
    return {**facts.of_waiting_record(data), "deadline": short_date(due)}
