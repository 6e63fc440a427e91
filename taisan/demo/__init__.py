"""The sample data: the old district of Long Biên with made-up people, loaded through the services' own doors.

Everything goes the way of a user's request, at the clock of its day; idempotency keys are derived from what
is asked, so that a loading that was broken off goes on where it stopped.
"""

from collections.abc import Callable, Mapping
from typing import Any

from shared.settings import Settings
from taisan.demo.accounts import open_accounts, opened_accounts
from taisan.demo.places import furnish
from taisan.demo.stage import Stage
from taisan.demo.story import tell

Say = Callable[[str, str], Any]


def load(settings: Mapping[str, Settings], say: Say) -> list[dict[str, str]]:
    """Load the sample data unless it is there; returns the accounts {login, role, name} to try it with."""
    if found := opened_accounts(settings["web"]):
        return found
    with Stage(settings) as stage:
        say("dữ liệu mẫu: đơn vị, cán bộ, tài sản", "sample data: units, people, assets")
        place = furnish(stage)
        say("dữ liệu mẫu: biên bản, thu hồi, thông báo", "sample data: records, recalls, notices")
        tell(stage, place)
    say("dữ liệu mẫu: tài khoản dùng thử", "sample data: accounts to try")
    return open_accounts(settings["web"], place)
