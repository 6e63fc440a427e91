"""A record as it stood when the ledger had come to a checkpoint. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

_SIGNING = ("signed", "completed")
_ENDED = ("refused", "cancelled")
_STATES = ("issued", *_SIGNING, *_ENDED, "disputed", "reversed")


def as_of(shown: Mapping[str, Any], verbs: Sequence[str], *, all_of_them: bool) -> dict[str, Any]:
    """`shown` (as record_shape has it) after the acts `verbs` alone; as it is when these are `all_of_them`.

    A dispute that was decided leaves the record completed until the act that follows from it.
    """
    if all_of_them:
        return dict(shown)
    known = ["completed" if verb == "decided" else verb for verb in verbs]
    state = next((verb for verb in reversed(known) if verb in _STATES), "issued")
    signed = sum(verb in _SIGNING for verb in verbs)
    return {
        **shown,
        "state": state,
        "signatures": list(shown["signatures"])[:signed],
        "refusal": shown["refusal"] if state in _ENDED else None,
        "reversed_by": shown.get("reversed_by") if state == "reversed" else None,
        "completed_at": shown["completed_at"] if "completed" in verbs else None,
    }
