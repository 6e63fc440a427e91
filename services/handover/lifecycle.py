"""The life of a handover record, as one table. Pure: it knows neither the database nor the clock.

draft → issued → signed (one side) → completed (both sides). Either side may refuse until both have signed;
the officer may cancel only while nobody has signed. Nothing signed is ever edited: a correction is a new
record.
"""

from dataclasses import dataclass

from shared.errors import Conflict

KINDS = ("internal_handover", "internal_return", "internal_recall")

DRAFT = "draft"
ISSUED = "issued"
SIGNED = "signed"
COMPLETED = "completed"
REFUSED = "refused"
CANCELLED = "cancelled"

WAITING = (ISSUED, SIGNED)  # the states in which a record binds its assets

STATES = {
    DRAFT: "bản nháp",
    ISSUED: "đã lập, chờ ký",
    SIGNED: "đã có một bên ký",
    COMPLETED: "đã hoàn thành",
    REFUSED: "đã bị từ chối",
    CANCELLED: "đã hủy",
}


@dataclass(frozen=True)
class Step:
    """One row: in state `before`, `act` leads to `after`; `who` may do it; `event` is what is published."""

    act: str
    before: str
    after: str
    who: str  # officer: keeps the unit's assets; party: the giver or the receiver, each for the own side
    event: str | None


TABLE = (
    Step("issue", DRAFT, ISSUED, "officer", "issued"),
    Step("sign", ISSUED, SIGNED, "party", "signed"),
    Step("sign", SIGNED, COMPLETED, "party", "completed"),
    Step("refuse", ISSUED, REFUSED, "party", "refused"),
    Step("refuse", SIGNED, REFUSED, "party", "refused"),
    Step("cancel", DRAFT, CANCELLED, "officer", "cancelled"),
    Step("cancel", ISSUED, CANCELLED, "officer", "cancelled"),
)

_STEPS = {(step.act, step.before): step for step in TABLE}
_ACTS = {"issue": "phát hành", "sign": "ký", "refuse": "từ chối ký", "cancel": "hủy"}


def step(act: str, state: str) -> Step:
    """The step that `act` takes from `state`; raises Conflict where the table has none."""
    found = _STEPS.get((act, state))
    if found is None:
        raise Conflict(
            f"record-{state}",
            vi=f"Biên bản ở trạng thái “{STATES[state]}”, không {_ACTS[act]} được nữa.",
            en=f"The record is {state}; it can no longer be changed by this act ({act}).",
            state=state,
        )
    return found
