"""What the minutes say of signatures: whose, how given, what each proves; witnesses; copies. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.handover.signing.ways import WAYS
from shared.clock import HANOI
from shared.vietnamese import short_date

_SIDES = {"giver": "Bên giao", "receiver": "Bên nhận"}
_ACTS = {
    "pin": "Đã ký bằng mã PIN",
    "drawn": "Ký trực tiếp trên màn hình",
    "paper": "Đã ký tay trên bản giấy",
    "pades": "Đã ký số",
}


def signature(record: Mapping[str, Any], side: str, drawing: bytes) -> dict[str, Any]:
    found = next((one for one in record["signatures"] if one["side"] == side), None)
    how = "" if found is None else _how(found)
    return {"name": record[side]["name"], "drawing": list(drawing), "how": how}


def witness(one: Mapping[str, Any], drawing: bytes) -> dict[str, Any]:
    """A witness as a party of the table of names, and the signature below."""
    told = {name: one[name] for name in ("name", "post", "unit_name")}
    return {**told, "as": "witness", "drawing": list(drawing), "how": _how(one)}


def _how(signature: Mapping[str, Any]) -> str:
    """How and when somebody signed; whose device or whose eyes, where that matters to the reader."""
    operator = signature.get("operator_name")
    where = ""
    if operator and str(signature.get("way")).endswith("_shared"):
        where = f", trên máy của {operator},"
    if operator and signature["method"] == "paper":
        where = f", {operator} xác nhận,"
    return f"{_ACTS[signature['method']]}{where} lúc {moment(signature['signed_at'])}"


def ways(record: Mapping[str, Any], witnesses: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each signature proves, a line each; nothing for those from before that was recorded."""
    told = [(_SIDES[one["side"]], record[one["side"]]["name"], one) for one in record["signatures"]]
    told += [("Người chứng kiến", one["name"], one) for one in witnesses]
    return [
        f"{who} ({name}): {WAYS[one['way']].said}. {WAYS[one['way']].proves}"
        for who, name, one in told
        if one.get("way")
    ]


def copies_words(count: int) -> str:
    """How many copies there are and who keeps them; the law says nothing of it, so a setting does."""
    if count < 2:
        return ""
    rest = ", số còn lại lưu hồ sơ" if count > 2 else ""
    return f"Biên bản được lập thành {count:02d} bản có giá trị như nhau, mỗi bên giữ 01 bản{rest}."


def moment(at: datetime) -> str:
    here = at.astimezone(HANOI)
    return f"{here:%H:%M} ngày {short_date(here.date())}"
