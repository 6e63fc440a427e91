"""Which asset may be a part of which (Circular 141/2025/TT-BTC Art. 3(1)). Pure."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from shared.errors import Conflict, FieldError, Invalid

DEEPEST = 3  # a system, its parts, and theirs


def check_part(
    asset: Mapping[str, Any],
    parent: Mapping[str, Any],
    *,
    parent_may: bool,
    above: Collection[UUID],
    levels_below: int,
) -> None:
    """Raise Invalid or Conflict when `asset`, with `levels_below` levels of parts of its own, cannot be a
    part of `parent`, which stands below the assets `above`.
    """
    if not parent_may:
        raise _wrong(
            "parent-no-system",
            "Loại tài sản này không phải hệ thống nên không có bộ phận.",
            "Assets of that category have no parts.",
        )
    if asset["unit_id"] != parent["unit_id"]:
        raise _wrong(
            "parent-of-another-unit",
            "Bộ phận và hệ thống phải cùng đơn vị quản lý.",
            "A part belongs to the unit of its system.",
        )
    if parent["id"] == asset["id"] or asset["id"] in above:
        raise _wrong(
            "part-of-itself", "Một tài sản không thể là bộ phận của chính nó.", "Nothing is a part of itself."
        )
    if len(above) + 1 + 1 + levels_below > DEEPEST:
        raise _wrong(
            "parts-too-deep",
            f"Hệ thống có nhiều nhất {DEEPEST} tầng.",
            f"A system has {DEEPEST} levels at the most.",
        )
    if parent["status"] == "disposed":
        raise Conflict("parent-disposed", vi="Hệ thống này đã ghi giảm.", en="That system was written off.")


def _wrong(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/parent_id", vi, en)])
