"""Which maintenance may be recorded. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.errors import Conflict, FieldError, Invalid


def check_maintenance(asset: Mapping[str, Any], said: Mapping[str, Any], today: date) -> None:
    """Raise Invalid for work dated after today, Conflict for an asset that was written off."""
    if said["done_on"] > today:
        vi, en = "Ngày làm không được sau hôm nay.", "The work cannot be dated after today."
        raise Invalid("maintenance-day", vi=vi, en=en, errors=[FieldError("/done_on", vi, en)])
    if asset["status"] == "disposed":
        raise Conflict("asset-disposed", vi="Tài sản này đã ghi giảm.", en="The asset was written off.")
