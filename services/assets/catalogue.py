"""The categories of assets that the register begins with, and the attributes that each kind of thing has.

An attribute is {name, label, label_en, type, choices?}; `type` is text, integer, number, boolean, date or
choice. The first migration writes them into the table `categories`.
"""

from typing import Any

Attribute = dict[str, Any]


def _attribute(name: str, label: str, label_en: str, kind: str = "text", **more: Any) -> Attribute:
    return {"name": name, "label": label, "label_en": label_en, "type": kind, **more}


CATEGORIES: tuple[tuple[str, str, str, list[Attribute]], ...] = (
    (
        "tablet",
        "Máy tính bảng",
        "Tablet",
        [
            _attribute("imei", "Số IMEI", "IMEI"),
            _attribute("sim", "Số SIM", "SIM number"),
            _attribute("screen_inches", "Màn hình (inch)", "Screen (inches)", "number"),
        ],
    ),
    (
        "camera",
        "Camera an ninh",
        "Security camera",
        [
            _attribute("essential", "Vị trí trọng yếu", "Essential site", "boolean"),
            _attribute("far_from_homes", "Xa khu dân cư", "Far from homes", "boolean"),
            _attribute(
                "funding",
                "Nguồn lắp đặt",
                "Funded by",
                "choice",
                choices=["budget", "community"],
            ),
            _attribute("ip_address", "Địa chỉ mạng", "Network address"),
        ],
    ),
    (
        "camera_recorder",
        "Đầu ghi hình camera",
        "Camera recorder",
        [
            _attribute("channels", "Số kênh", "Channels", "integer"),
            _attribute("storage_terabytes", "Dung lượng lưu trữ (TB)", "Storage (TB)", "number"),
        ],
    ),
    (
        "led_screen",
        "Màn hình LED",
        "LED screen",
        [
            _attribute("width_metres", "Chiều rộng (m)", "Width (m)", "number"),
            _attribute("height_metres", "Chiều cao (m)", "Height (m)", "number"),
            _attribute("pitch_millimetres", "Khoảng cách điểm ảnh (mm)", "Pixel pitch (mm)", "number"),
            _attribute("outdoor", "Lắp ngoài trời", "Outdoors", "boolean"),
        ],
    ),
    (
        "telephone_exchange",
        "Tổng đài điện thoại",
        "Telephone exchange",
        [
            _attribute("outside_lines", "Số trung kế", "Outside lines", "integer"),
            _attribute("extensions", "Số máy nhánh", "Extensions", "integer"),
        ],
    ),
    (
        "telephone",
        "Điện thoại",
        "Telephone",
        [_attribute("extension", "Số máy nhánh", "Extension")],
    ),
    (
        "meeting_equipment",
        "Thiết bị họp trực tuyến",
        "Video meeting equipment",
        [_attribute("points", "Số điểm cầu", "Meeting points", "integer")],
    ),
    (
        "computer",
        "Máy vi tính",
        "Computer",
        [
            _attribute("processor", "Bộ xử lý", "Processor"),
            _attribute("memory_gigabytes", "Bộ nhớ (GB)", "Memory (GB)", "number"),
            _attribute("operating_system", "Hệ điều hành", "Operating system"),
        ],
    ),
    (
        "software",
        "Phần mềm",
        "Software",
        [
            _attribute("version", "Phiên bản", "Version"),
            _attribute("seats", "Số bản quyền", "Licensed seats", "integer"),
            _attribute("users", "Số người dùng", "Users", "integer"),
            _attribute("licence_until", "Bản quyền đến ngày", "Licensed until", "date"),
        ],
    ),
    (
        "other",
        "Tài sản khác",
        "Other",
        [_attribute("described_as", "Loại ghi trong sổ cũ", "Category in the former books")],
    ),
)
