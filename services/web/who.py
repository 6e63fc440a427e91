"""Who did what: the register knows only the subject of an account; here accounts have names."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from services.web.backstage import backstage
from services.web.language import _
from services.web.models import ACCOUNTS
from shared.auth import system_actor


def names_of(subjects: Iterable[str]) -> dict[str, str]:
    """The name behind each subject: of the account, else what the subject itself says of it."""
    wanted = set(subjects)
    accounts = {subject: id_ for subject in wanted if (id_ := _account(subject))}
    names: dict[UUID, str] = {}
    if accounts:
        chosen = sa.select(ACCOUNTS.c.id, ACCOUNTS.c.name).where(ACCOUNTS.c.id.in_(accounts.values()))
        with backstage().database.transaction(system_actor("web")) as session:
            names = {row.id: row.name for row in session.execute(chosen)}
    return {
        subject: names.get(accounts[subject], _("tài khoản không còn"))
        if subject in accounts
        else _told(subject)
        for subject in wanted
    }


def _account(subject: str) -> UUID | None:
    kind, _colon, rest = subject.partition(":")
    try:
        return UUID(rest) if kind == "account" else None
    except ValueError:
        return None


def _told(subject: str) -> str:
    """A subject that is no account of ours: the machinery, sample data, a script."""
    kind, _colon, rest = subject.partition(":")
    match kind:
        case "sample":
            return _("dữ liệu mẫu")
        case "service" | "system":
            return _("phần mềm tự ghi (%(name)s)", name=rest or kind)
    return subject
