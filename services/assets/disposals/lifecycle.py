"""The life of a disposal case, as one table. Pure: it knows neither the database nor the clock.

draft → submitted → decided → carried out → done → booked. A case is sent back or rejected instead of decided,
cancelled before the decision; a decision that expired or was withdrawn lapses and frees the assets.
"""

from dataclasses import dataclass

from shared.errors import Conflict

DRAFT = "draft"
SUBMITTED = "submitted"
RETURNED = "returned"
REJECTED = "rejected"
CANCELLED = "cancelled"
DECIDED = "decided"
CARRYING_OUT = "carrying_out"
DONE = "done"
BOOKED = "booked"
LAPSED = "lapsed"

STATES = {
    DRAFT: "đang lập hồ sơ",
    SUBMITTED: "chờ quyết định",
    RETURNED: "bị trả lại để bổ sung",
    REJECTED: "không được chấp thuận",
    CANCELLED: "đã hủy",
    DECIDED: "đã có quyết định",
    CARRYING_OUT: "đang thực hiện",
    DONE: "đã thực hiện, chờ ghi sổ",
    BOOKED: "đã ghi giảm",
    LAPSED: "quyết định hết hiệu lực",
}
ENDED = (REJECTED, CANCELLED, BOOKED, LAPSED)  # the case no longer holds its assets
EDITABLE = (DRAFT, RETURNED)

REQUESTER = "requester"  # keeps the unit's assets and draws the case up: officer
DECIDER = "decider"  # whom the deciding authority names; never who drafted or submitted
BOOKKEEPER = "bookkeeper"  # officer or accountant


@dataclass(frozen=True)
class Step:
    """One row: in state `before`, `act` leads to `after`; `who` may do it; `event` is what is published;
    `kinds` when only these forms of disposal know the row.
    """

    act: str
    before: str
    after: str
    who: str
    event: str | None = None
    kinds: tuple[str, ...] = ()


TABLE = (
    Step("change", DRAFT, DRAFT, REQUESTER),
    Step("change", RETURNED, RETURNED, REQUESTER),
    Step("submit", DRAFT, SUBMITTED, REQUESTER, "submitted"),
    Step("submit", RETURNED, SUBMITTED, REQUESTER, "submitted"),
    Step("cancel", DRAFT, CANCELLED, REQUESTER),
    Step("cancel", RETURNED, CANCELLED, REQUESTER),
    Step("cancel", SUBMITTED, CANCELLED, REQUESTER),
    Step("approve", SUBMITTED, DECIDED, DECIDER, "decided"),
    Step("reject", SUBMITTED, REJECTED, DECIDER, "decided"),
    Step("return", SUBMITTED, RETURNED, DECIDER, "decided"),
    Step("meet", DECIDED, DECIDED, REQUESTER),
    Step("meet", CARRYING_OUT, CARRYING_OUT, REQUESTER),
    Step("begin", DECIDED, CARRYING_OUT, REQUESTER),
    Step("extend", DECIDED, DECIDED, DECIDER, kinds=("sale",)),
    Step("extend", CARRYING_OUT, CARRYING_OUT, DECIDER, kinds=("sale",)),
    Step("finish", DECIDED, DONE, REQUESTER, "done"),
    Step("finish", CARRYING_OUT, DONE, REQUESTER, "done"),
    Step("lapse", DECIDED, LAPSED, DECIDER),
    Step("lapse", CARRYING_OUT, LAPSED, DECIDER),
    Step("settle", DONE, DONE, BOOKKEEPER),
    Step("settle", BOOKED, BOOKED, BOOKKEEPER),
    Step("book", DONE, BOOKED, BOOKKEEPER),
    # the books wait 30 days from the DECISION on a loss, not for the compensation (Decree 186 Art. 35)
    Step("book", DECIDED, BOOKED, BOOKKEEPER, kinds=("loss",)),
)

_STEPS = {(step.act, step.before): step for step in TABLE}
_ACTS = {
    "change": "sửa hồ sơ",
    "submit": "trình",
    "cancel": "hủy hồ sơ",
    "approve": "quyết định",
    "reject": "từ chối",
    "return": "trả lại",
    "meet": "ghi kết luận của hội đồng",
    "begin": "bắt đầu thực hiện",
    "extend": "gia hạn",
    "finish": "ghi kết quả",
    "lapse": "chấm dứt quyết định",
    "settle": "ghi tiền thu, chi",
    "book": "ghi sổ",
}


def step(act: str, state: str, kind: str) -> Step:
    """The step that `act` takes from `state` in a case of `kind`; raises Conflict where there is none."""
    found = _STEPS.get((act, state))
    if found is None or (found.kinds and kind not in found.kinds):
        raise Conflict(
            "disposal-state",
            vi=f"Hồ sơ ở trạng thái “{STATES[state]}” nên không {_ACTS[act]} được.",
            en=f"The case is {state}; this act ({act}) is not possible.",
            state=state,
        )
    return found


def acts_of(state: str, kind: str) -> dict[str, str]:
    """What may be done in `state` with a case of `kind`: {act: who}."""
    return {
        step.act: step.who
        for step in TABLE
        if step.before == state and (not step.kinds or kind in step.kinds)
    }
