"""What may be done with an import in which state, and what keeps a batch from being undone. Pure."""

from collections.abc import Mapping, Sequence

from shared.errors import Conflict

MOST_NAMED = 20  # assets that a refusal to undo names

# Why an asset keeps its batch from being undone, the first that holds.
REASONS: Mapping[str, tuple[str, str]] = {
    "held": ("đang có người giữ", "somebody holds it"),
    "changed": ("đã được sửa hoặc bàn giao sau khi nhập", "it was changed or handed over since"),
    "booked": ("đã có bút toán khác trong sổ", "other entries were booked for it"),
    "referred": ("đã được nhắc tới trong {where}", "{where} refer to it"),
}
# What the tables that may refer to an asset are called; any other is called by its name.
TABLES: Mapping[str, str] = {
    "wear_rows": "sổ hao mòn năm đã khoá",
    "assets": "tài sản khác (là bộ phận của nhau)",
    "stocktake_lines": "biên bản kiểm kê",
    "stocktake_scans": "lần quét kiểm kê",
    "stocktake_proposals": "đề xuất sau kiểm kê",
    "disposal_lines": "hồ sơ xử lý tài sản",
    "waiting_records": "biên bản bàn giao chờ ký",
    "custody_marks": "biên bản bàn giao đã ký",
    "files": "ảnh hoặc giấy tờ đính kèm",
    "asset_files": "ảnh hoặc giấy tờ đính kèm",
    "maintenance": "sổ bảo trì",
    "cost_changes": "hồ sơ thay đổi nguyên giá",
    "wear_decisions": "quyết định về hao mòn",
}


def refuse_unless_readable(state: str) -> None:
    """Raise Conflict when the file of an import in `state` can no longer be read another way."""
    if state in {"committed", "undone"}:
        raise Conflict(
            "import-closed",
            vi="Lần nhập này đã ghi vào sổ. Muốn đọc tệp theo cách khác, hãy tải tệp lên lần nữa.",
            en="This import was committed. Upload the file again to read it another way.",
        )


def refuse_unless_committable(state: str) -> None:
    """Raise Conflict when an import in `state` has nothing checked to write."""
    if state in {"reading", "unread"}:
        raise Conflict(
            "import-not-read",
            vi="Tệp chưa được đọc xong. Hãy chọn cột, trang tính hoặc bảng mã trước.",
            en="The file is not read yet. Choose its columns, sheet or encoding first.",
        )
    if state == "undone":
        raise Conflict(
            "import-undone",
            vi="Lần nhập này đã huỷ. Hãy tải tệp (đã sửa) lên lần nữa.",
            en="This import was undone. Upload the (mended) file again.",
        )


def refuse_unless_committed(state: str) -> None:
    """Raise Conflict when there is nothing to undo."""
    if state != "committed":
        raise Conflict(
            "import-not-committed",
            vi="Lần nhập này chưa ghi vào sổ hoặc đã huỷ rồi.",
            en="This import was not committed, or is undone already.",
        )


def refuse_dependents(found: Sequence[tuple[str, str, str]], more: int) -> None:
    """Raise Conflict naming the assets (code, reason, table) that other acts depend on; `more` counts those
    that are not named.
    """
    if not found:
        return
    said = [
        {
            "code": code,
            "reason": REASONS[why][0].format(where=TABLES.get(table, table)),
            "reason_en": REASONS[why][1].format(where=table),
        }
        for code, why, table in found
    ]
    listed = "; ".join(f"{one['code']}: {one['reason']}" for one in said[:5])
    rest = f" và {len(said) + more - 5} tài sản khác" if len(said) + more > 5 else ""
    raise Conflict(
        "import-in-use",
        vi=f"Chưa huỷ được vì có tài sản của lần nhập này đã được dùng tới: {listed}{rest}.",
        en=f"{len(said) + more} assets of this import are depended on.",
        assets=said,
        total=len(said) + more,
    )
