"""What the signatures of a sent PDF are worth (examining.py read them). Pure."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from shared.errors import FieldError, Invalid

Report = Mapping[str, Any]

_UNHARMED = ("none", "lta_updates", "form_filling")  # what may follow a signature that others sign after


def check_readable(report: Report) -> None:
    """Raises Invalid for a file that is no readable PDF."""
    refused = report.get("refused")
    if refused == "paper-locked":
        raise _refused(
            "paper-locked",
            "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.",
            "The PDF is locked by a password.",
        )
    if refused == "file-too-heavy":
        raise _refused(
            "file-too-heavy",
            "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc.",
            "The file takes too much memory or time to be read.",
        )
    if refused is not None:
        raise _refused(
            "paper-unreadable",
            "Tệp không phải PDF đọc được, hoặc đã hỏng.",
            "The file is no PDF that can be read.",
        )


def new_signatures(report: Report, size_before: int) -> list[dict[str, Any]]:
    """The signatures of persons and agencies that came after the first `size_before` bytes. Raises Invalid
    naming every fault of the file: signatures that do not hold, changes after them, issuers nobody trusts.
    """
    signatures = [one for one in report["signatures"] if one["kind"] == "signature"]
    new = [one for one in signatures if one["ends_at"] > size_before]
    if not new:
        raise _refused(
            "no-new-signature",
            "Tệp không có chữ ký số nào mới.",
            "The file carries no new digital signature.",
        )
    faults = [fault for one in report["signatures"] for fault in _broken(one, last=one is new[-1])]
    faults += [_stranger(one) for one in new if one["intact"] and one["valid"] and not one["trusted"]]
    if faults:
        errors = [FieldError("/file", vi, en) for vi, en in faults]
        raise Invalid(
            "signature-not-sound",
            vi=" ".join(vi for vi, _ in faults),
            en=" ".join(en for _, en in faults),
            errors=errors,
        )
    return new


def side_of(signature: Mapping[str, Any], names: Mapping[str, str], said: str | None) -> str | None:
    """Whose signature it is: the side (giver, receiver) whose name the certificate bears; None for neither.

    `names`: side → name. `said`: the side that the sender named, which must fit.
    """
    fitting = [side for side, name in names.items() if same_name(signature["name"], name)]
    if said is not None:
        return said if said in fitting else None
    return fitting[0] if len(fitting) == 1 else None


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spaces and the form of their accents."""
    return _plain(one) == _plain(other) != ""


def not_a_party(signature: Mapping[str, Any], names: Mapping[str, str]) -> Invalid:
    """The refusal of a signature whose certificate bears the name of no side."""
    wanted = " hoặc ".join(names.values())
    vi = f"Chứng thư mang tên “{signature['name']}”, không phải {wanted}."
    en = f"The certificate names {signature['name']!r}, who is no party of this record."
    return _refused("certificate-of-another", vi, en)


def _broken(one: Mapping[str, Any], *, last: bool) -> list[tuple[str, str]]:
    who = one["name"] or one["field"]
    if not one["intact"]:
        size = one["ends_at"]
        vi = f"Chữ ký số của {who} không khớp: trong {size} byte mà chữ ký bao trùm có byte đã bị đổi."
        return [(vi, f"The signature of {who} does not fit: a byte of the {size} it covers was changed.")]
    if not one["valid"]:
        return [(f"Chữ ký số của {who} không hợp lệ. {one['why']}", f"The signature of {who} is not valid.")]
    whole = one["covers"] == "entire_file" or one["after"] == "lta_updates"
    if one["after"] not in _UNHARMED or (last and not whole):
        vi = f"Sau chữ ký số của {who} (byte {one['ends_at']}) tệp bị thêm hoặc sửa. {one['why']}"
        return [(vi.strip(), f"The file was changed after the signature of {who} (byte {one['ends_at']}).")]
    return []


def _stranger(one: Mapping[str, Any]) -> tuple[str, str]:
    return (
        f"Chứng thư của {one['name']} do “{one['issuer']}” cấp, chưa nằm trong các gốc tin cậy đã cấu hình.",
        f"The certificate of {one['name']} leads to no trusted root ({one['issuer']}).",
    )


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _refused(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/file", vi, en)])
