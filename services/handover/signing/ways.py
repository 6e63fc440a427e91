"""The ways of signing, and what each of them proves. Pure.

The sentence stands on the page and on the minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.auth import Actor


@dataclass(frozen=True)
class Way:
    """One way: `said` in a few words, `proves` in one sentence, honest about what it does not prove."""

    said: str
    proves: str


WAYS: Mapping[str, Way] = {
    "pin_own": Way(
        "mã PIN, từ tài khoản của người ký",
        "Người ký đã đăng nhập tài khoản của mình và nhập đúng mã PIN riêng.",
    ),
    "pin_shared": Way(
        "mã PIN, trên máy của người khác",
        "Mã PIN riêng của người ký được nhập đúng trên máy của người vận hành; ai bấm phím thì phần mềm"
        " không thấy.",
    ),
    "drawn_own": Way(
        "chữ ký vẽ, từ tài khoản của người ký",
        "Người đăng nhập tài khoản của người ký đã vẽ nét ký; nét chữ không được đối chiếu.",
    ),
    "drawn_shared": Way(
        "chữ ký vẽ, trên máy của người khác",
        "Có người vẽ nét ký trên máy của người vận hành, và người vận hành chịu trách nhiệm rằng đó là người"
        " ký.",
    ),
    "paper": Way(
        "ký tay trên bản giấy",
        "Bản giấy đã ký được quét và lưu nguyên; cán bộ nêu tên đã xem ảnh và xác nhận thấy chữ ký.",
    ),
    "pades": Way(
        "chữ ký số",
        "Khoá riêng của chứng thư mang tên người ký đã ký đúng tệp này; đổi một byte là lộ. Việc thu hồi"
        " chứng thư chưa được hỏi.",
    ),
}


def way_of(method: str, signer: UUID | None, actor: Actor) -> str:
    """The way of a signature given by `method` (pin, drawn, paper, pades) through the account of `actor`."""
    if method in {"paper", "pades"}:
        return method
    own = signer is not None and actor.person_id == signer
    return f"{method}_{'own' if own else 'shared'}"


def said(way: str | None, method: str) -> str:
    """The way in a few words; of signatures from before ways were recorded only the method is known."""
    if way is not None:
        return WAYS[way].said
    return {"pin": "mã PIN", "drawn": "chữ ký vẽ"}.get(method, method)
