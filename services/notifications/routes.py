"""The HTTP door of notices."""

from typing import Any
from uuid import UUID

from flask import current_app, request
from sqlalchemy.orm import Session

from services.notifications import queries
from services.notifications.channels import Channels
from services.notifications.commands import notices
from services.notifications.deadlines import policies, preview
from services.notifications.deadlines import schemas as shapes
from services.notifications.schemas import (
    AttemptPage,
    ChannelPage,
    NoticeOut,
    NoticePage,
    NoticeQuery,
    SendingOut,
)
from services.notifications.witness import shown
from services.notifications.witness.shapes import (
    CosignaturePage,
    CosignatureQuery,
    WitnessKeys,
    WitnessOut,
)
from shared.auth import Actor
from shared.web.door import Document, Door

door = Door("notifications")
CHANNELS = "taisan.channels"  # where the application keeps its channels


@door.get("/notices", query=NoticeQuery, answer=NoticePage)
def list_notices(session: Session, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Notices, newest first: one's own, and for overseers those to the people of their units."""
    return queries.page_of_notices(session, actor, _language(), **query)


@door.get("/notices/<uuid:notice_id>", answer=NoticeOut)
def read_notice(session: Session, actor: Actor, notice_id: UUID) -> dict[str, Any]:
    """One notice with its deliveries."""
    return queries.notice(session, actor, notice_id, _language())


@door.get("/notices/<uuid:notice_id>/attempts", answer=AttemptPage)
def list_attempts(session: Session, actor: Actor, notice_id: UUID) -> dict[str, Any]:
    """Every attempt to send a notice: when, how it ended, what the server said."""
    return queries.attempts_of(session, actor, notice_id)


@door.post("/notices/<uuid:notice_id>/reading", answer=NoticeOut, if_match=True)
def mark_read(session: Session, actor: Actor, notice_id: UUID, version: int) -> dict[str, Any]:
    """The recipient has seen the notice."""
    return notices.read_notice(session, actor, notice_id, version, _language())


@door.post("/notices/<uuid:notice_id>/acknowledgement", answer=NoticeOut, if_match=True)
def acknowledge(session: Session, actor: Actor, notice_id: UUID, version: int) -> dict[str, Any]:
    """The recipient confirms to have taken note."""
    return notices.acknowledge_notice(session, actor, notice_id, version, _language())


@door.post("/notices/<uuid:notice_id>/resending", answer=NoticeOut)
def resend(session: Session, actor: Actor, notice_id: UUID) -> dict[str, Any]:
    """Send once more what was given up; who asked for it stands among the attempts."""
    return notices.resend_notice(session, actor, notice_id, _language())


@door.get("/sending", answer=SendingOut)
def show_sending(session: Session) -> dict[str, Any]:
    """How e-mails to the people of the actor's units come along, with the alarms there are."""
    return queries.sending(session)


@door.get("/channels", answer=ChannelPage)
def list_channels() -> dict[str, Any]:
    """Which channels are on, and why the others are not."""
    channels: Channels = current_app.extensions[CHANNELS]
    return {"items": channels.described(_language()), "next": None}


@door.get("/witness", answer=WitnessOut)
def show_witness(session: Session) -> dict[str, Any]:
    """How the custody ledger stands before its witness, with both notes of every contradiction."""
    return shown.standing(session)


@door.get("/witness/checkpoint", produces="text/plain")
def show_cosigned_checkpoint(session: Session) -> Document:
    """The newest checkpoint of the ledger that was cosigned (C2SP tlog-cosignature)."""
    note = shown.cosigned_checkpoint(session)
    return Document(note.encode(), "text/plain; charset=utf-8", "cosigned-checkpoint.txt")


@door.get("/witness/cosignatures", query=CosignatureQuery, answer=CosignaturePage)
def list_cosignatures(session: Session, query: dict[str, Any]) -> dict[str, Any]:
    """Every cosignature there ever was, in order."""
    return shown.page_of_cosignatures(session, **query)


@door.get("/witness/keys", answer=WitnessKeys)
def list_witness_keys(session: Session) -> dict[str, Any]:
    """The keys that the witness cosigned with."""
    return {"items": shown.keys(session)}


@door.get("/policies", answer=shapes.PolicyPage)
def list_policies(session: Session) -> dict[str, Any]:
    """Who is told of deadlines, when and how: every policy that holds now."""
    return policies.list_policies(session)


@door.get("/policies/<name>/versions", answer=shapes.PolicyVersions)
def list_policy_versions(session: Session, name: str) -> dict[str, Any]:
    """Every version of one policy, the newest first."""
    return policies.versions_of(session, name)


@door.put("/policies/<name>", body=shapes.PolicyIn, answer=shapes.PolicyOut, if_match=True)
def change_policy(
    session: Session, actor: Actor, name: str, version: int, body: dict[str, Any]
) -> dict[str, Any]:
    """Let a new version of a policy hold from now on."""
    return policies.change_policy(session, actor, name, version, body)


@door.get("/previews", query=shapes.PreviewQuery, answer=shapes.PreviewOut)
def show_preview(session: Session, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Who would be told what of a deadline, and when; and what was told already."""
    return preview.preview(session, actor, query["about"])


def _language() -> str:
    return request.accept_languages.best_match(["vi", "en"], "vi") or "vi"
