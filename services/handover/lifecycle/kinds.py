"""The kinds of record: who stands on which side, what the law asks, what becomes of custody."""

from dataclasses import dataclass

# How somebody stands on a side.
STORE = "store"  # a person for the unit, which keeps the asset in store
HOLDER = "holder"  # a person who answers for the asset with the own name
UNIT = "unit"  # a person for another unit of the register, which takes the asset over
OUTSIDE = "outside"  # somebody for a body that is not in the register; named, without an account
REPAIRER = "repairer"  # somebody for whoever repairs it; named, without an account

ROLES = {
    STORE: "kho của đơn vị",
    HOLDER: "người giữ",
    UNIT: "đơn vị khác",
    OUTSIDE: "cơ quan ngoài hệ thống",
    REPAIRER: "nơi sửa chữa",
}
STRANGERS = (OUTSIDE, REPAIRER)  # they sign in place, never by an account of ours

# What becomes of custody when the record is completed.
PASSES = "passes"
STAYS = "stays"
AWAY = "away"
BACK = "back"
UNDONE = "undone"

CUSTODY = {
    PASSES: "người trả lời cho tài sản đổi theo hai bên",
    STAYS: "ai đang giữ vẫn giữ",
    AWAY: "ai trả lời vẫn trả lời; đánh dấu “đang ở nơi sửa chữa”",
    BACK: "ai trả lời vẫn trả lời; bỏ dấu “đang ở nơi sửa chữa”",
    UNDONE: "trở lại như trước biên bản bị hủy kết quả",
}

# The states of an asset in the register in which a kind may take it.
_SOUND = ("in_store", "in_use")
_DECIDED = ("awaiting_disposal",)
_KEPT = ("in_store", "in_use", "broken", "lost", "awaiting_disposal")
_ANY = (*_KEPT, "disposed", "withdrawn")  # what somebody answers for is taken back whatever became of it


@dataclass(frozen=True)
class Kind:
    """One kind of record; `sides` are the pairs (giver, receiver) it knows, the first is the usual one."""

    code: str
    title: str
    sides: tuple[tuple[str, str], ...]
    statuses: tuple[str, ...]
    custody: str
    keeper: str  # what becomes of the unit that keeps the asset in its books, said for people
    asks: tuple[str, ...] = ()  # fields that must be said besides parties and lines
    law: tuple[str, ...] = ()  # ids of law/, chosen by the date of the act
    decided: str = ""  # the form of disposal whose decision it carries out
    reversible: bool = False
    instead: tuple[str, str] = ("", "")  # why it is not reversed and what to do, in both languages
    takes_back: bool = False
    held_too: bool = False  # assets in somebody's hands go with it, and stay in these hands


_SAME = "không đổi"
_INTERNAL = ("L15-23", "INT-HANDOVER")
_RECALL = (*_INTERNAL, "INT-RECALL")
_DECISION = ("decision_number", "decision_on", "decision_by")

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "internal_handover",
            "Bàn giao nội bộ",
            ((STORE, HOLDER), (HOLDER, HOLDER)),
            _SOUND,
            PASSES,
            _SAME,
            law=_INTERNAL,
            reversible=True,
        ),
        Kind(
            "internal_return",
            "Trả lại tài sản",
            ((HOLDER, STORE),),
            _ANY,
            PASSES,
            _SAME,
            law=_INTERNAL,
            reversible=True,
            takes_back=True,
        ),
        Kind(
            "internal_recall",
            "Thu hồi nội bộ",
            ((HOLDER, STORE),),
            _ANY,
            PASSES,
            _SAME,
            law=_RECALL,
            reversible=True,
            takes_back=True,
        ),
        Kind(
            "transfer",
            "Điều chuyển",
            ((STORE, UNIT), (STORE, OUTSIDE)),
            _DECIDED,
            STAYS,
            "ra khỏi sổ bên giao, vào sổ bên nhận khi kế toán ghi sổ hồ sơ xử lý",
            asks=("disposal_id",),
            law=("L15-42-1", "L15-42-3", "D186-21d"),
            decided="transfer",
            instead=(
                (
                    "tài sản đã chuyển theo quyết định của cấp có thẩm quyền;"
                    " muốn trả lại phải có quyết định điều chuyển mới"
                ),
                "it carries out an authority's decision; giving it back takes a new decision of transfer",
            ),
        ),
        Kind(
            "state_recall",
            "Nhà nước thu hồi",
            ((STORE, UNIT), (STORE, OUTSIDE)),
            _DECIDED,
            STAYS,
            "ra khỏi sổ bên giao khi kế toán ghi sổ hồ sơ xử lý",
            asks=("disposal_id",),
            law=("L15-41-2", "D186-18d"),
            decided="state_recall",
            instead=(
                (
                    "tài sản đã thu hồi theo quyết định của cấp có thẩm quyền;"
                    " muốn trả lại phải có quyết định mới"
                ),
                "it carries out an authority's decision; giving it back takes a new decision",
            ),
        ),
        Kind(
            "merger_handover",
            "Bàn giao khi sắp xếp đơn vị",
            ((STORE, UNIT),),
            _KEPT,
            STAYS,
            "ra khỏi sổ bên giao, vào sổ bên nhận ngay khi hoàn thành",
            asks=("to_unit_id", *_DECISION),
            law=("GOV-5",),
            instead=(
                (
                    "tài sản đã bàn giao theo văn bản phê duyệt sắp xếp;"
                    " bên nhận giao lại bằng quyết định điều chuyển"
                ),
                (
                    "it carries out the approved reorganisation;"
                    " the receiver gives back by a decision of transfer"
                ),
            ),
            held_too=True,
        ),
        Kind(
            "repair_out",
            "Đưa đi sửa chữa",
            ((STORE, REPAIRER), (HOLDER, REPAIRER)),
            (*_SOUND, "broken"),
            AWAY,
            _SAME,
            asks=("due_on",),
            law=("L15-39", "L15-23"),
            reversible=True,
        ),
        Kind(
            "repair_in",
            "Nhận về sau sửa chữa",
            ((REPAIRER, STORE), (REPAIRER, HOLDER)),
            _ANY,
            BACK,
            _SAME,
            law=("L15-39", "L15-23"),
            reversible=True,
        ),
        Kind(
            "reversal",
            "Hủy kết quả biên bản",
            (
                (HOLDER, STORE),
                (HOLDER, HOLDER),
                (STORE, HOLDER),
                (REPAIRER, STORE),
                (REPAIRER, HOLDER),
                (STORE, REPAIRER),
                (HOLDER, REPAIRER),
            ),
            _ANY,
            UNDONE,
            _SAME,
            asks=("reverses", "reason"),
            instead=(
                "hai bên đã ký hủy kết quả; muốn giao lại thì lập biên bản mới",
                "both sides signed it; to give again, draw up a new record",
            ),
            law=_INTERNAL,
        ),
    )
}


def effect(giver_as: str, receiver_as: str) -> str:
    """What becomes of custody between two sides: the same for a record and for the one that reverses it."""
    if receiver_as == REPAIRER:
        return AWAY
    if giver_as == REPAIRER:
        return BACK
    return PASSES if HOLDER in (giver_as, receiver_as) else STAYS
