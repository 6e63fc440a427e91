"""The table of the minutes: columns of the form and ours, the four groups, what each cell says, the sums."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.law import Provision
from shared.vietnamese import vnd, vnd_in_words

# Group of the form by category; what is no machine is "other". A and B never hold IT assets, but the form has
# them.
GROUPS = (
    ("A", "Trụ sở làm việc, cơ sở hoạt động sự nghiệp"),
    ("B", "Xe ô tô"),
    ("C", "Máy móc, thiết bị"),
    ("D", "Tài sản khác"),
)
_OTHER = ("software", "other")
_UNITS = {
    "tablet": "chiếc",
    "camera": "chiếc",
    "camera_recorder": "chiếc",
    "led_screen": "bộ",
    "telephone_exchange": "bộ",
    "telephone": "chiếc",
    "meeting_equipment": "bộ",
    "computer": "bộ",
    "software": "bản",
}

# Columns of the forms: title, width in mm (165 in all), alignment. `added` ones are ours, as the parties may
# add.
_COLUMNS: Mapping[str, tuple[str, float, str]] = {
    "stt": ("STT", 7, "center"),
    "danh_muc": ("Danh mục tài sản (chi tiết theo từng loại tài sản)", 35, "left"),
    "don_vi_tinh": ("Đơn vị tính", 10, "center"),
    "so_luong": ("Số lượng", 10, "center"),
    "nguyen_gia": ("Nguyên giá (đồng)", 20, "right"),
    "gia_tri_con_lai": ("Giá trị còn lại (đồng)", 18, "right"),
    "ma_tai_san": ("Mã tài sản", 18, "center"),
    "so_serial": ("Số serial", 19, "left"),
    "tinh_trang": ("Tình trạng", 15, "left"),
    "ghi_chu": ("Ghi chú", 13, "left"),
}
_WIDTH = 165.0


def columns(form: Provision) -> list[dict[str, Any]]:
    """The columns of the form in its order, ours before the last one (Ghi chú), stretched to the text's
    width.
    """
    keys = [*form.details["columns"][:-1], *form.details["added"], form.details["columns"][-1]]
    spare = _WIDTH - sum(_COLUMNS[key][1] for key in keys)
    made = []
    for key in keys:
        title, width, align = _COLUMNS[key]
        made.append(
            {"key": key, "title": title, "width": width + (spare if key == "danh_muc" else 0), "align": align}
        )
    return made


def groups(lines: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> list[dict[str, Any]]:
    """The four groups of the form; the numbering runs on through them."""
    sorted_in: dict[str, list[list[str]]] = {mark: [] for mark, _ in GROUPS}
    ordered = sorted(lines, key=lambda line: line["category"] in _OTHER)
    for number, line in enumerate(ordered, start=1):
        mark = "D" if line["category"] in _OTHER else "C"
        cells = _cells(number, line)
        sorted_in[mark].append([cells[key] for key in keys])
    return [{"mark": mark, "name": name, "rows": sorted_in[mark]} for mark, name in GROUPS]


def _cells(number: int, line: Mapping[str, Any]) -> dict[str, str]:
    return {
        "stt": str(number),
        "danh_muc": line["name"],
        "don_vi_tinh": _UNITS.get(line["category"], "cái"),
        "so_luong": "1",
        "nguyen_gia": _amount(line["cost"]),
        "gia_tri_con_lai": _amount(line["remaining_value"]),
        "ma_tai_san": line["code"],
        "so_serial": _breakable(line["serial"] or ""),
        "tinh_trang": line["condition"],
        "ghi_chu": line["note"],
    }


def total(lines: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> list[str]:
    """The cells of the last row, Tổng cộng."""
    cells = {
        "danh_muc": "Tổng cộng",
        "so_luong": str(len(lines)),
        "nguyen_gia": vnd(sum(line["cost"] or 0 for line in lines)),
        "gia_tri_con_lai": vnd(remaining) if (remaining := _remaining(lines)) is not None else "",
    }
    return [cells.get(key, "") for key in keys]


def sums(lines: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The sums in figures and in words, for the sentence below the table."""
    cost, remaining = sum(line["cost"] or 0 for line in lines), _remaining(lines)
    told = "Giá trị còn lại: chưa có số liệu trong sổ."
    if remaining is not None:
        told = f"Tổng giá trị còn lại: {vnd(remaining)} đồng (bằng chữ: {vnd_in_words(remaining)})."
    return {
        "count": f"{len(lines):02d}",
        "cost": f"{vnd(cost)} đồng",
        "cost_words": vnd_in_words(cost),
        "remaining": told,
    }


def _remaining(lines: Sequence[Mapping[str, Any]]) -> int | None:
    """The sum of the remaining values; None as soon as one is not known, for a part is not a sum."""
    values = [line["remaining_value"] for line in lines]
    return None if any(value is None for value in values) else sum(values)


def _amount(amount: int | None) -> str:
    return "" if amount is None else vnd(amount)


def _breakable(serial: str) -> str:
    """A long serial with places where a narrow column may break it (zero-width spaces)."""
    return (
        serial if len(serial) <= 10 else "\u200b".join(serial[at : at + 8] for at in range(0, len(serial), 8))
    )
