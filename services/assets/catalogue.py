"""The categories of assets that the register begins with, and the attributes that each kind of thing has.

An attribute is {name, label, label_en, type} and perhaps {unit, required, check, minimum, maximum, choices,
choice_labels, retired}; `type` is text, integer, number, boolean, date or choice, `check` is imei, and
`choice_labels` gives each choice its {vi, en}. The migrations write them into the table `categories`; from
then on the table decides, and an administrator may extend it.
"""

from dataclasses import dataclass, field
from typing import Any

Attribute = dict[str, Any]

# Circular 141/2025/TT-BTC Art. 4 (tangible 1-7, intangible 1-3).
GROUPS = (
    "house",
    "structure",
    "car",
    "other_transport",
    "machinery_equipment",
    "animals_perennials",
    "other_tangible",
    "land_use_right",
    "software",
    "other_intangible",
)


@dataclass(frozen=True)
class Category:
    """A kind of asset: its group by Circular 141 Art. 4, its unit of measure, whether it is a system that
    may have parts (Art. 3(1)), and whether it is used up within a year.
    """

    code: str
    name: str
    name_en: str
    attributes: list[Attribute] = field(default_factory=list)
    asset_group: str = "machinery_equipment"
    unit_of_measure: str = "chiếc"
    may_have_parts: bool = False
    short_lived: bool = False


def _attribute(name: str, label: str, label_en: str, kind: str = "text", **more: Any) -> Attribute:
    return {"name": name, "label": label, "label_en": label_en, "type": kind, **more}


def _count(name: str, label: str, label_en: str, **more: Any) -> Attribute:
    return _attribute(name, label, label_en, "integer", minimum=0, **more)


def _measure(name: str, label: str, label_en: str, unit: str, **more: Any) -> Attribute:
    return _attribute(name, label, label_en, "number", unit=unit, minimum=0, **more)


def _choice(name: str, label: str, label_en: str, **choices: tuple[str, str]) -> Attribute:
    labels = {code: {"vi": vi, "en": en} for code, (vi, en) in choices.items()}
    return _attribute(name, label, label_en, "choice", choices=list(choices), choice_labels=labels)


_SCREEN = _measure("screen_inches", "Màn hình (inch)", "Screen (inches)", "inch")
_NETWORK_ADDRESS = _attribute("ip_address", "Địa chỉ mạng", "Network address")
_MEMORY = _measure("memory_gigabytes", "Bộ nhớ (GB)", "Memory (GB)", "GB")
_STORAGE = _measure("storage_terabytes", "Dung lượng lưu trữ (TB)", "Storage (TB)", "TB")
_PROCESSOR = _attribute("processor", "Bộ xử lý", "Processor")
_SYSTEM = _attribute("operating_system", "Hệ điều hành", "Operating system")
_PAPER = _choice("paper", "Khổ giấy lớn nhất", "Largest paper", a4=("A4", "A4"), a3=("A3", "A3"))
_WALL = [
    _measure("width_metres", "Chiều rộng (m)", "Width (m)", "m"),
    _measure("height_metres", "Chiều cao (m)", "Height (m)", "m"),
    _measure("pitch_millimetres", "Khoảng cách điểm ảnh (mm)", "Pixel pitch (mm)", "mm"),
    _attribute("outdoor", "Lắp ngoài trời", "Outdoors", "boolean"),
]
_CAMERA = [
    _attribute("essential", "Vị trí trọng yếu", "Essential site", "boolean"),
    _attribute("far_from_homes", "Xa khu dân cư", "Far from homes", "boolean"),
    _choice(
        "funding",
        "Nguồn lắp đặt",
        "Funded by",
        budget=("Ngân sách", "Budget"),
        community=("Xã hội hoá", "Community"),
    ),
    _measure("coverage_metres", "Tầm quan sát (m)", "Coverage (m)", "m", maximum=5000),
    _count(
        "direction_degrees",
        "Hướng nhìn (độ từ hướng Bắc)",
        "Direction (degrees from north)",
        unit="°",
        maximum=359,
    ),
    _NETWORK_ADDRESS,
]
_SOFTWARE = [
    _attribute("version", "Phiên bản", "Version"),
    _count("seats", "Số bản quyền", "Licensed seats"),
    _count("users", "Số người dùng", "Users"),
    _attribute("licence_until", "Bản quyền đến ngày", "Licensed until", "date"),
    _attribute("replaced_by", "Phần mềm thay thế", "Replaced by"),
    _attribute("stop_on", "Ngày ngừng sử dụng", "Stops on", "date"),
]

CATEGORIES: tuple[Category, ...] = (
    Category(
        "tablet",
        "Máy tính bảng",
        "Tablet",
        [
            _attribute("imei", "Số IMEI", "IMEI", check="imei"),
            _attribute("sim", "Số SIM", "SIM number"),
            _SCREEN,
        ],
    ),
    Category("camera", "Camera an ninh", "Security camera", _CAMERA),
    Category(
        "camera_recorder",
        "Đầu ghi hình camera",
        "Camera recorder",
        [_count("channels", "Số kênh", "Channels"), _STORAGE],
    ),
    Category("led_screen", "Màn hình LED", "LED screen", _WALL, unit_of_measure="bộ", may_have_parts=True),
    Category(
        "telephone_exchange",
        "Tổng đài điện thoại",
        "Telephone exchange",
        [
            _count("outside_lines", "Số trung kế", "Outside lines"),
            _count("extensions", "Số máy nhánh", "Extensions"),
        ],
        unit_of_measure="hệ thống",
        may_have_parts=True,
    ),
    Category("telephone", "Điện thoại", "Telephone", [_attribute("extension", "Số máy nhánh", "Extension")]),
    Category(
        "meeting_equipment",
        "Thiết bị họp trực tuyến",
        "Video meeting equipment",
        [_count("points", "Số điểm cầu", "Meeting points")],
        unit_of_measure="bộ",
        may_have_parts=True,
    ),
    Category("computer", "Máy vi tính", "Computer", [_PROCESSOR, _MEMORY, _SYSTEM], unit_of_measure="bộ"),
    Category(
        "software",
        "Phần mềm",
        "Software",
        _SOFTWARE,
        asset_group="software",
        unit_of_measure="phần mềm",
    ),
    Category(
        "other",
        "Tài sản khác",
        "Other",
        [_attribute("described_as", "Loại ghi trong sổ cũ", "Category in the former books")],
        unit_of_measure="cái",
    ),
    Category(
        "camera_system",
        "Hệ thống camera",
        "Camera system",
        [
            _count("cameras", "Số camera theo thiết kế", "Cameras as designed"),
            _count("kept_days", "Số ngày lưu hình", "Days of recording kept", unit="ngày"),
        ],
        unit_of_measure="hệ thống",
        may_have_parts=True,
    ),
    Category(
        "led_wall",
        "Hệ thống màn hình LED ghép",
        "LED wall",
        [*_WALL, _count("panels", "Số tấm ghép", "Panels")],
        unit_of_measure="hệ thống",
        may_have_parts=True,
    ),
    Category(
        "network_equipment",
        "Thiết bị mạng",
        "Network equipment",
        [
            _choice(
                "function",
                "Chức năng",
                "Function",
                switch=("Chuyển mạch", "Switch"),
                router=("Định tuyến", "Router"),
                access_point=("Phát không dây", "Access point"),
                firewall=("Tường lửa", "Firewall"),
                other=("Khác", "Other"),
            ),
            _count("ports", "Số cổng", "Ports"),
            _NETWORK_ADDRESS,
        ],
    ),
    Category("server", "Máy chủ", "Server", [_PROCESSOR, _MEMORY, _STORAGE, _SYSTEM], may_have_parts=True),
    Category(
        "printer",
        "Máy in",
        "Printer",
        [
            _PAPER,
            _attribute("colour", "In màu", "Colour", "boolean"),
            _attribute("multifunction", "Đa chức năng", "Multifunction", "boolean"),
        ],
    ),
    Category(
        "scanner",
        "Máy quét",
        "Scanner",
        [
            _PAPER,
            _count("pages_a_minute", "Trang mỗi phút", "Pages a minute"),
        ],
    ),
    Category("television", "Tivi", "Television", [_SCREEN]),
    Category(
        "projector",
        "Máy chiếu",
        "Projector",
        [_count("lumens", "Độ sáng (lumen)", "Brightness (lm)", unit="lm")],
    ),
)
