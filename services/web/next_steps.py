"""What a refusal offers to do next, as buttons: the service says which act, the page knows where."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from services.web.access import may_open
from services.web.backstage import visitor
from services.web.language import _

_MOST = 5
Step = tuple[str, str]  # address, text


def steps_of(problem: Mapping[str, Any]) -> list[Step]:
    """The buttons for the `next_steps` of a problem that the visitor may follow, five at the most."""
    told: Sequence[Mapping[str, Any]] = problem.get("next_steps") or ()
    return [step for one in told[:_MOST] if (step := _step(one)) is not None]


def _step(one: Mapping[str, Any]) -> Step | None:
    act = one.get("act")
    if act == "open_record":
        address = url_for("records.page", record_id=one["record_id"])
        return address, _("Mở biên bản %(number)s", number=one["number"])
    if act == "take_back" and may_open("returns.begin", visitor().roles):
        address = url_for("returns.begin", person=one["person_id"], code=one["codes"])
        return address, _("Lập biên bản thu hồi của %(name)s", name=one["name"])
    if act == "bring_back" and may_open("repairs.back", visitor().roles):
        address = url_for("repairs.back", record_id=one["record_id"])
        return address, _("Nhận về từ nơi sửa chữa")
    return None
