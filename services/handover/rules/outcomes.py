"""What may become of a line of a recall case, as one table. Pure.

open → returned | passed_on, by a completed record only; open → lost → compensated; returned → broken →
compensated. A correction is a new entry and leads along the same table: lost → open when the thing was found
at the leaver's, broken → returned when it was not broken after all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.errors import FieldError, Invalid

OPEN = "open"
LOST = "lost"
RETURNED = "returned"
PASSED_ON = "passed_on"
BROKEN = "broken"
COMPENSATED = "compensated"
KEPT = "kept"

# nothing more is asked of the leaver; a lost thing is not settled before it is compensated, or released from
# compensation by a decision (an amount of 0 with its document)
SETTLED = (RETURNED, PASSED_ON, BROKEN, COMPENSATED, KEPT)
SAID = (PASSED_ON, LOST, BROKEN, COMPENSATED, KEPT, RETURNED, OPEN)
NAMES = {
    OPEN: "chưa trả",
    LOST: "đã báo mất",
    RETURNED: "đã trả",
    PASSED_ON: "đã giao người kế nhiệm",
    BROKEN: "đã trả, hỏng",
    COMPENSATED: "đã bồi thường",
    KEPT: "mang theo khi chuyển",
}


@dataclass(frozen=True)
class Turn:
    """One row: a line in state `before` may be said to be `after`; `needs` what must be told with it."""

    before: str
    after: str
    needs: tuple[str, ...] = ()


TABLE = (
    Turn(OPEN, PASSED_ON, ("successor_id",)),
    Turn(OPEN, LOST),
    Turn(OPEN, COMPENSATED, ("amount", "document")),
    Turn(OPEN, KEPT, ("document",)),
    Turn(LOST, COMPENSATED, ("amount", "document")),
    Turn(LOST, OPEN),
    Turn(RETURNED, BROKEN),
    Turn(BROKEN, RETURNED),
    Turn(BROKEN, COMPENSATED, ("amount", "document")),
    Turn(COMPENSATED, COMPENSATED, ("amount", "document")),
    Turn(KEPT, OPEN),
)
_NEEDED = {
    "successor_id": ("Hãy chọn người kế nhiệm.", "Name the successor."),
    "amount": ("Hãy ghi số tiền bồi thường (0 nếu được miễn).", "Say the amount (0 when released)."),
    "document": ("Hãy ghi văn bản làm căn cứ.", "Name the document."),
}
_TURNS = {(turn.before, turn.after): turn for turn in TABLE}


def check_outcome(outcome: str, said: Mapping[str, Any], today: date) -> None:
    """What is said is complete, and not ahead of the day. Raises Invalid naming each field."""
    needed = next((turn.needs for turn in TABLE if turn.after == outcome), ())
    faults = [FieldError(f"/{name}", *_NEEDED[name]) for name in needed if said.get(name) in (None, "")]
    if said["happened_on"] > today:
        faults.append(FieldError("/happened_on", "Ngày ở tương lai; chỉ ghi việc đã xảy ra.", "Ahead."))
    if said.get("amount") is not None and outcome != COMPENSATED:
        faults.append(FieldError("/amount", "Chỉ ghi số tiền khi bồi thường.", "Only for compensation."))
    if faults:
        raise Invalid("outcome-incomplete", vi=faults[0].vi, en=faults[0].en, errors=faults)


def may_settle(state: str, outcome: str) -> tuple[str, str] | None:
    """Why a line in `state` cannot be said to be `outcome`, as (Vietnamese, English); None when it can."""
    if (state, outcome) in _TURNS:
        return None
    if outcome == RETURNED:
        vi = "Ghi nhận đã trả bằng biên bản thu hồi có đủ hai chữ ký, không ghi tay."
        return vi, "A return is recorded by a record that both sides sign."
    if outcome == BROKEN:
        vi = "Nhận lại bằng biên bản trước, rồi ghi là hỏng."
        return vi, "Take it back by a record first, then say that it is broken."
    return (
        f"Tài sản đang ở trạng thái “{NAMES[state]}”, không ghi là “{NAMES[outcome]}” được.",
        f"The line is {state}; it cannot become {outcome}.",
    )
