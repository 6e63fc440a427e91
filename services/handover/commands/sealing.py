"""The agency's seal on the minutes of a completed record: prepared, made, then stored.

Token and time-stamping authority are asked between two transactions, so that a host that hangs holds neither
a lock nor a connection. Nothing is recorded before the last step; who breaks off before it has lost a
time-stamp and nothing else, and begins again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from services.handover import lifecycle, visibility
from services.handover.commands import writing
from services.handover.commands.files import content_of, keep_file, newest_file
from services.handover.ledger import acts
from services.handover.minutes import document
from services.handover.queries import records
from services.handover.signing.examination import examine
from services.handover.signing.office import Office
from services.handover.signing.seal import no_seal
from shared.auth import Actor
from shared.errors import Conflict

T = TypeVar("T")
Run = Callable[[Callable[[Session], T]], T]


@dataclass(frozen=True)
class Sealed:
    """A PDF with the seal on it: whose seal, made from the record at `version` with `before` its newest file
    (the number, 0 for none), and what its signatures are worth.
    """

    content: bytes
    holder: str
    version: int
    before: int
    report: Mapping[str, Any]


@dataclass(frozen=True)
class _Unsealed:
    pdf: bytes
    version: int
    before: int
    reason: str
    place: str


def make_seal(run: Run[Any], actor: Actor, record_id: UUID, office: Office) -> Sealed:
    """The minutes of a completed record under the agency's seal, recorded nowhere.

    When both sides signed the newest file digitally the seal joins them there; else it is put on the minutes
    as they stand now. Raises Conflict without a seal in the configuration, too early, for a second seal, and
    when the token or the time-stamping authority refuses.
    """
    if office.seal is None:
        raise no_seal()
    run(lambda session: _sealable(session, actor, record_id))  # a refusal of ours needs no token
    key = office.seal.key()
    wanted: _Unsealed = run(lambda session: _unsealed(session, actor, record_id, office, key.holder))
    field = f"DauSo{wanted.before + 1}"
    content = key.apply(wanted.pdf, field=field, reason=wanted.reason, place=wanted.place)
    return Sealed(content, key.holder, wanted.version, wanted.before, examine(content, office.roots))


def store_seal(session: Session, actor: Actor, record_id: UUID, made: Sealed) -> dict[str, Any]:
    """Keep what was made; answers the file. Raises Conflict when the record has changed since."""
    writing.held(session, actor, record_id)
    shown, newest = _sealable(session, actor, record_id)
    if (shown["version"], _number(newest)) != (made.version, made.before):
        raise _changed()
    before = newest if _joined(shown, newest) else None
    visibility.whole(session)
    file = keep_file(session, actor, record_id, "sealed", made.content, before=before, report=made.report)
    told = {"number": file["number"], "file": file["sha256"], "by": made.holder}
    acts.enter(session, actor, "record.sealed", shown, told)
    return file


def _unsealed(session: Session, actor: Actor, record_id: UUID, office: Office, holder: str) -> _Unsealed:
    shown, newest = _sealable(session, actor, record_id)
    if newest is not None and _joined(shown, newest):
        pdf = content_of(session, newest)
    else:
        printed: dict[str, Any] = {"sealed_by": holder, "copies": office.copies}
        pdf = document.minutes(session, actor, record_id, office.base_url, **printed).content
    reason = f"Biên bản {shown['number']}"
    return _Unsealed(pdf, shown["version"], _number(newest), reason, shown["place"])


def _sealable(session: Session, actor: Actor, record_id: UUID) -> tuple[dict[str, Any], RowMapping | None]:
    visibility.only_own(session, actor)
    shown = records.record(session, actor, record_id)
    if shown["state"] != lifecycle.COMPLETED:
        raise _too_early()
    newest = newest_file(session, record_id)
    if newest is not None and newest["kind"] == "sealed":
        raise Conflict("sealed-already", vi="Biên bản đã có dấu số.", en="The record bears the seal already.")
    return shown, newest


def _joined(shown: Mapping[str, Any], newest: RowMapping | None) -> bool:
    return newest is not None and {one["method"] for one in shown["signatures"]} == {"pades"}


def _number(newest: RowMapping | None) -> int:
    return 0 if newest is None else int(newest["number"])


def _changed() -> Conflict:
    return Conflict(
        "changed-while-sealing",
        vi="Biên bản vừa thay đổi trong lúc đóng dấu. Chưa ghi gì; hãy tải lại rồi đóng dấu lại.",
        en="The record changed while the seal was made. Nothing was recorded; load it and seal again.",
    )


def _too_early() -> Conflict:
    return Conflict(
        "seal-too-early",
        vi="Chỉ đóng dấu số khi hai bên đã ký xong.",
        en="The seal is put on a record that both sides have signed.",
    )
