"""How long a completed record may be disputed. Pure; today is given."""

from datetime import date, timedelta

from shared.errors import Conflict
from shared.law import rule
from shared.vietnamese import short_date


def check_disputable(completed_on: date, today: date) -> str:
    """The key of the rule of that day, when the time is not over; raises Conflict when it is."""
    one = rule("INT-DISPUTE", completed_on)
    last = completed_on + timedelta(days=int(one.parameters["days"]))
    if today > last:
        vi = f"Đã quá hạn nêu ý kiến về biên bản này (chậm nhất {short_date(last)})."
        raise Conflict("dispute-too-late", vi=vi, en=f"It could be disputed until {last.isoformat()}.")
    return one.key
