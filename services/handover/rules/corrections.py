"""What a correction dated back makes of the known custody of one asset. Pure: intervals in, intervals out.

Days are half-open: who holds from `since` until `until` answers on `since` and no more on `until`; None means
still.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotPermitted
from shared.vietnamese import short_date


@dataclass(frozen=True)
class Interval:
    """Somebody's custody of one asset, as it is known; `row` is where it is written (None: nowhere yet)."""

    row: UUID | None
    person_id: UUID
    since: date
    until: date | None


def check_days(from_on: date, until_on: date | None, today: date) -> None:
    """What is put right lies in the past, or lasts until now. Raises Invalid."""
    faults = []
    if from_on > today:
        vi = f"Ngày {short_date(from_on)} ở tương lai; chỉ đính chính việc đã diễn ra."
        faults.append(FieldError("/from_on", vi, "The day lies ahead."))
    if until_on is not None and until_on <= from_on:
        faults.append(FieldError("/until_on", "Ngày kết thúc phải sau ngày bắt đầu.", "It ends too early."))
    if until_on is not None and until_on > today:
        faults.append(FieldError("/until_on", "Ngày kết thúc không được ở tương lai.", "The end is ahead."))
    if faults:
        raise Invalid("correction-days", vi=faults[0].vi, en=faults[0].en, errors=faults)


def may_decide(proposed_by: str, proposed_person: UUID | None, actor: Actor) -> None:
    """Who proposed a correction does not decide on it. Raises NotPermitted."""
    same_person = proposed_person is not None and proposed_person == actor.person_id
    if same_person or proposed_by == actor.subject:
        raise NotPermitted(
            "own-correction",
            vi="Người đề nghị đính chính không tự duyệt được. Hãy để lãnh đạo khác duyệt.",
            en="Whoever proposed a correction does not approve it.",
        )


def still_proposed(state: str) -> None:
    """A correction is decided on once. Raises Conflict."""
    if state != "proposed":
        raise Conflict(
            f"correction-{state}",
            vi="Đề nghị đính chính này đã được quyết định.",
            en=f"The correction is {state} already.",
        )


def touched(known: Sequence[Interval], from_on: date, until_on: date | None) -> list[Interval]:
    """The intervals that a correction of these days supersedes: all that share a day with them."""
    return [
        one
        for one in known
        if (until_on is None or one.since < until_on)
        and (one.until is None or (one.until > from_on and one.until > one.since))
    ]


def says_nothing_new(
    held: Sequence[Interval], holder: UUID | None, from_on: date, until_on: date | None
) -> bool:
    """Whether the touched intervals already say that `holder` (None: nobody) answers on all those days."""
    if holder is None or not held:
        return holder is None and not held
    rows = sorted(held, key=lambda one: one.since)
    ends = [one.until for one in rows]
    gapless = all(end == after.since for end, after in zip(ends, rows[1:], strict=False))
    last = ends[-1]
    reaches = last is None or (until_on is not None and last >= until_on)
    return gapless and reaches and rows[0].since <= from_on and {one.person_id for one in rows} == {holder}


def corrected(
    held: Sequence[Interval], holder: UUID | None, from_on: date, until_on: date | None
) -> list[Interval]:
    """What takes the place of the touched intervals: what is left of each before and after, and between them
    the holder. `row` says of which interval a piece is left.
    """
    pieces = []
    for one in held:
        if one.since < from_on:
            pieces.append(Interval(one.row, one.person_id, one.since, from_on))
        if until_on is not None and (one.until is None or one.until > until_on):
            pieces.append(Interval(one.row, one.person_id, until_on, one.until))
    if holder is not None:
        pieces.append(Interval(None, holder, from_on, until_on))
    return pieces
