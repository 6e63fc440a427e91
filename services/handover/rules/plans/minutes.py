"""How the decided assets of a plan fall into minutes: one for each old unit, successor and receiver, cut into
several where there are more lines than a record holds. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

MOST_LINES = 1000


@dataclass(frozen=True)
class Batch:
    """What one record will hand over."""

    old_unit_id: UUID
    successor_id: UUID
    receiver_id: UUID
    asset_ids: tuple[UUID, ...]


def cut(lines: Iterable[Mapping[str, Any]], most: int = MOST_LINES) -> list[Batch]:
    """The batches of `lines` {old_unit_id, successor_id, receiver_id, asset_id}, by unit, successor and
    receiver, each of at most `most` assets in the order of their ids: the same lines are cut the same way.
    """
    grouped: dict[tuple[UUID, UUID, UUID], list[UUID]] = defaultdict(list)
    for line in lines:
        grouped[line["old_unit_id"], line["successor_id"], line["receiver_id"]].append(line["asset_id"])
    return [
        Batch(*pair, tuple(ids[start : start + most]))
        for pair, unsorted in sorted(grouped.items())
        for ids in [sorted(unsorted)]
        for start in range(0, len(ids), most)
    ]
