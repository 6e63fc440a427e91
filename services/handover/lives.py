"""The lives of assets that remaining values rest on, by the keys of law/lives.toml. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any


def is_life(key: str) -> bool:
    """Whether the key of a rule names a life of law/lives.toml."""
    return key.startswith("LIFE-")


def lives_behind(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lives that the remaining values of the lines rest on: what a record prints, it stands on."""
    told = (line["wear_lives"] for line in lines if line["remaining_value"] is not None)
    return sorted({key for lives in told for key in lives})
