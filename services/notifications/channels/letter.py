"""A notice as an e-mail: Vietnamese first, English below, as plain text and as simple HTML. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from html import escape
from typing import Any

from shared.text import clean

# email.policy.SMTP loses spaces between encoded words of long headers (CPython gh-92081): so the older Header
_ON_THE_WIRE = compat32.clone(linesep="\r\n")
_TEXT = """Kính gửi ông/bà {name},

{text_vi}

{link}

Thư này do phần mềm quản lý tài sản gửi tự động, đề nghị không trả lời.

--------

Dear {name},

{text_en}

{link}

This message was sent automatically; please do not reply.
"""
_HTML = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{subject_vi}</title></head>
<body style="font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em">
<p>Kính gửi ông/bà {name},</p>
<p>{text_vi}</p>
<p><a href="{link}">Mở trong phần mềm</a></p>
<p><small>Thư này do phần mềm quản lý tài sản gửi tự động, đề nghị không trả lời.</small></p>
<hr>
<div lang="en">
<p>Dear {name},</p>
<p>{text_en}</p>
<p><a href="{link}">Open it in the application</a></p>
<p><small>This message was sent automatically; please do not reply.</small></p>
</div>
</body>
</html>
"""


class AddressUnusable(Exception):
    """Nothing can be sent to such an address; the message says why."""


@dataclass(frozen=True)
class Letter:
    """What the server is given: whom to bring it to, and its bytes as they travel."""

    to: str
    content: bytes


def compose(notice: Mapping[Any, Any], *, sender: str, base_url: str, at: datetime) -> Letter:
    """The e-mail of `notice` (its row with the recipient's `name` and `email`).

    Its Message-ID depends on the notice only, so that a repeat is the same letter to every mail program.
    Raises AddressUnusable.
    """
    to = _usable(notice["email"])
    facts = {name: clean(str(notice[name])) for name in ("name", "subject_vi", "text_vi", "text_en")}
    facts["link"] = f"{base_url}{notice['path']}"
    message: Message[Any, Any] = MIMEMultipart("alternative", policy=_ON_THE_WIRE)
    message["Message-ID"] = f"<{notice['id']}.email@{sender.rpartition('@')[2]}>"
    message["Date"] = format_datetime(at)
    message["From"] = _header("From", "Quản lý tài sản", sender)
    message["To"] = _header("To", facts["name"], to)
    message["Subject"] = _header("Subject", facts["subject_vi"])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
    message["Content-Language"] = "vi, en"
    message.attach(MIMEText(_TEXT.format_map(facts), "plain", "utf-8"))
    message.attach(
        MIMEText(_HTML.format_map({key: escape(fact) for key, fact in facts.items()}), "html", "utf-8")
    )
    return Letter(to, message.as_bytes(policy=_ON_THE_WIRE))


def _header(name: str, words: str, address: str = "") -> Header:
    """`words`, as RFC 2047 encodes them, and the address that they name."""
    header = Header(words, "utf-8", header_name=name)
    if address:
        header.append(f"<{address}>", "us-ascii")
    return header


def _usable(address: str | None) -> str:
    if not address:
        raise AddressUnusable("the person has no e-mail address any more")
    if not address.isascii():
        raise AddressUnusable("the e-mail address has letters that mail servers do not take")
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, LookupError, MessageError) as error:
        raise AddressUnusable(f"the e-mail address is not one: {error}") from error
    if not parsed.username or not parsed.domain:
        raise AddressUnusable("the e-mail address lacks a part")
    return parsed.addr_spec
