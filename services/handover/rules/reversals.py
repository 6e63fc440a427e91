"""Whether a completed record may be taken back. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.handover.lifecycle import KINDS
from services.handover.numbers import label
from shared.errors import Conflict, FieldError
from shared.law import provisions
from shared.vietnamese import short_date


def check_reversible(kind: str, on: date) -> None:
    """Raise Conflict for a kind whose result only a new act of its own can undo, citing what the law of the
    day `on` says of it.
    """
    if not KINDS[kind].reversible:
        title, (vi, en) = KINDS[kind].title.lower(), KINDS[kind].instead
        told = [
            one.citation() for id_ in KINDS[kind].law for one in provisions("rule")[id_] if one.covers(on)
        ]
        law = f" ({'; '.join(dict.fromkeys(told))})" if told else ""
        raise Conflict(
            "kind-not-reversible",
            vi=f"Không hủy kết quả biên bản {title}: {vi}{law}.",
            en=f"A record of kind {kind} is not reversed: {en}{law}.",
        )


def refuse_later(lines: Sequence[tuple[str, Any]]) -> None:
    """Raise one Conflict naming, line by line, the later record (id, number, happened_on) that depends on
    what is to be taken back; `lines` are (code, that record or None).
    """
    faults = [
        FieldError(
            f"/lines/{place}",
            f"{code}: sau đó đã có biên bản {label(later.number)} ngày {short_date(later.happened_on)}",
            f"{code}: record {label(later.number)} came later",
        )
        for place, (code, later) in enumerate(lines)
        if later is not None
    ]
    if not faults:
        return
    newest = {later.id: label(later.number) for _, later in lines if later is not None}
    raise Conflict(
        "record-depended-on",
        vi=f"{len(faults)}/{len(lines)} tài sản đã có biên bản sau dựa vào biên bản này. {faults[0].vi}.",
        en=f"Later records depend on it. {faults[0].en}.",
        errors=faults,
        next_steps=[
            {"act": "open_record", "record_id": id_, "number": number, "codes": []}
            for id_, number in newest.items()
        ],
    )
