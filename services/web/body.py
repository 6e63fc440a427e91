"""What every page shows of the body and the visitor: names of units and the number of unread notices.

Both are remembered for some seconds in the process, so that a page costs no more calls than its own.
"""

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask

from services.web.backstage import as_machine, attempt, fetch, visitor
from services.web.language import _
from services.web.shown import moment
from shared.clock import now
from shared.errors import Unavailable
from shared.peers import PeerRefused

_UNITS_KEPT = 60.0
_UNREAD_KEPT = 10.0

_kept: dict[str, tuple[float, Any]] = {}
_lock = threading.Lock()


def teach(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.globals.update(body_name=body_name, unread_count=unread_count, server_time=server_time)


def body_name() -> str:
    """The visitor's unit, or the name of the product for somebody who belongs to none."""
    return unit_name(visitor().unit_id) or _("Bàn giao, thu hồi bằng mã QR")


def unit_name(unit_id: UUID | None) -> str:
    """The name of a unit, "" when it is not known or the register does not answer."""
    if unit_id is None:
        return ""
    try:
        return str(
            _remembered(
                f"unit:{unit_id}", _UNITS_KEPT, lambda: as_machine("assets", f"/units/{unit_id}")["name"]
            )
        )
    except (Unavailable, PeerRefused):
        return ""


def unread_count() -> int:
    """How many unread notices the visitor has (0 when notices do not answer)."""
    person = visitor().person_id
    if person is None:
        return 0

    def count() -> int:
        page = attempt(
            lambda: fetch("notifications", "/notices", recipient=person, state="unread", limit=1, count=True),
            _("Thông báo"),
        )
        return int(page["unread"]) if page else 0

    return int(_remembered(f"unread:{person}", _UNREAD_KEPT, count))


def forget_unread(person: UUID | None) -> None:
    """Count again: the person has just dealt with a notice."""
    with _lock:
        _kept.pop(f"unread:{person}", None)


def server_time() -> str:
    """The present moment as the server has it."""
    return moment(now().isoformat())


def _remembered(name: str, seconds: float, ask: Callable[[], Any]) -> Any:
    held = _kept.get(name)
    if held is not None and held[0] > time.monotonic():
        return held[1]
    value = ask()
    with _lock:
        if len(_kept) > 4096:
            _kept.clear()
        _kept[name] = (time.monotonic() + seconds, value)
    return value
