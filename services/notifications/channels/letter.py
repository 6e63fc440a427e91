"""A notice as an e-mail: Vietnamese first, English below, as plain text and as simple HTML. Pure."""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from typing import Any

from shared.text import clean

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


def compose(notice: Mapping[str, Any], *, sender: str, base_url: str, at: datetime) -> EmailMessage:
    """The e-mail of `notice` (its row with the recipient's `name` and `email`).

    Its Message-ID depends on the notice only, so that a repeat is the same letter to every mail program.
    Raises AddressUnusable.
    """
    facts = {name: clean(str(notice[name])) for name in ("name", "subject_vi", "text_vi", "text_en")}
    facts["link"] = f"{base_url}{notice['path']}"
    message = EmailMessage()
    message["Message-ID"] = f"<{notice['id']}.email@{sender.rpartition('@')[2]}>"
    message["Date"] = format_datetime(at)
    message["From"] = Address("Quản lý tài sản", addr_spec=sender)
    message["To"] = _address(facts["name"], notice["email"])
    message["Subject"] = facts["subject_vi"]
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
    message["Content-Language"] = "vi, en"
    message.set_content(_TEXT.format_map(facts))
    message.add_alternative(
        _HTML.format_map({key: escape(fact) for key, fact in facts.items()}), subtype="html"
    )
    return message


def _address(name: str, address: str | None) -> Address:
    if not address:
        raise AddressUnusable("the person has no e-mail address any more")
    if not address.isascii():
        raise AddressUnusable("the e-mail address has letters that mail servers do not take")
    try:
        parsed = Address(name, addr_spec=address)
    except (ValueError, IndexError, LookupError) as error:
        raise AddressUnusable(f"the e-mail address is not one: {error}") from error
    if not parsed.domain:
        raise AddressUnusable("the e-mail address has no domain")
    return parsed
