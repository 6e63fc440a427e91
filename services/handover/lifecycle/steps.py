"""The states of a record and the steps between them: who may take each, and what is told of it."""

from dataclasses import dataclass

from shared.errors import Conflict

DRAFT = "draft"
ISSUED = "issued"
SIGNED = "signed"
COMPLETED = "completed"
REFUSED = "refused"
CANCELLED = "cancelled"
DISPUTED = "disputed"
UPHELD = "upheld"
REVERSED = "reversed"

WAITING = (ISSUED, SIGNED)  # the states in which a record binds its assets
STANDING = (COMPLETED, DISPUTED, UPHELD)  # both sides have signed, and nothing has taken it back

STATES = {
    DRAFT: "bản nháp",
    ISSUED: "đã lập, chờ ký",
    SIGNED: "đã có một bên ký",
    COMPLETED: "đã hoàn thành",
    REFUSED: "đã bị từ chối",
    CANCELLED: "đã hủy",
    DISPUTED: "có ý kiến không đồng ý, chờ thủ trưởng quyết định",
    UPHELD: "ý kiến được chấp nhận, chờ hủy kết quả",
    REVERSED: "đã hủy kết quả bằng biên bản khác",
}

OFFICER = "officer"  # keeps the unit's assets
PARTY = "party"  # the giver or the receiver, each for the own side
HEAD = "head"  # of the unit, and not one of the two
BOTH = "both"  # happens when the second side signs a reversal

WHO = {
    OFFICER: "cán bộ quản lý tài sản",
    PARTY: "bên giao, bên nhận (mỗi bên cho mình)",
    HEAD: "thủ trưởng đơn vị, không phải một trong hai bên",
    BOTH: "hai bên, khi ký xong biên bản hủy kết quả",
}


@dataclass(frozen=True)
class Step:
    """One row: in state `before`, `act` leads to `after`; `who` may do it; `event` is what is published."""

    act: str
    before: str
    after: str
    who: str
    event: str | None


TABLE = (
    Step("issue", DRAFT, ISSUED, OFFICER, "issued"),
    Step("sign", ISSUED, SIGNED, PARTY, "signed"),
    Step("sign", SIGNED, COMPLETED, PARTY, "completed"),
    Step("refuse", ISSUED, REFUSED, PARTY, "refused"),
    Step("refuse", SIGNED, REFUSED, PARTY, "refused"),
    Step("cancel", DRAFT, CANCELLED, OFFICER, "cancelled"),
    Step("cancel", ISSUED, CANCELLED, OFFICER, "cancelled"),
    Step("dispute", COMPLETED, DISPUTED, PARTY, "disputed"),
    Step("dismiss", DISPUTED, COMPLETED, HEAD, "decided"),
    Step("uphold", DISPUTED, UPHELD, HEAD, "decided"),
    Step("reverse", COMPLETED, REVERSED, BOTH, "reversed"),
    Step("reverse", UPHELD, REVERSED, BOTH, "reversed"),
)

_STEPS = {(step.act, step.before): step for step in TABLE}
ACTS = {
    "issue": "phát hành",
    "sign": "ký",
    "refuse": "từ chối ký",
    "cancel": "hủy",
    "dispute": "nêu ý kiến không đồng ý",
    "dismiss": "bác ý kiến",
    "uphold": "chấp nhận ý kiến",
    "reverse": "hủy kết quả",
}


def step(act: str, state: str) -> Step:
    """The step that `act` takes from `state`; raises Conflict where the table has none."""
    found = _STEPS.get((act, state))
    if found is None:
        raise Conflict(
            f"record-{state}",
            vi=f"Biên bản ở trạng thái “{STATES[state]}”, không {ACTS[act]} được nữa.",
            en=f"The record is {state}; it can no longer be changed by this act ({act}).",
            state=state,
        )
    return found
