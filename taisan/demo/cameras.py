"""Where the sample's cameras stand and of what sort they are; some wards have not told yet."""

from taisan.demo.stage import Json

# By unit: latitude and longitude (WGS 84), essential, far from homes, who paid. Made up, within the district.
_PLACES: dict[str, tuple[float, float, bool, bool, str]] = {
    "Bồ Đề": (21.0356, 105.8712, True, False, "budget"),
    "Cự Khối": (21.0101, 105.8994, False, True, "community"),
    "Đức Giang": (21.0659, 105.8936, True, False, "budget"),
    "Gia Thụy": (21.0487, 105.8861, False, False, "community"),
    "Giang Biên": (21.0664, 105.9217, True, True, "budget"),
    "Ngọc Lâm": (21.0462, 105.8719, True, False, "community"),
    "Phúc Lợi": (21.0436, 105.9312, False, True, "budget"),
    "Thạch Bàn": (21.0224, 105.9131, False, False, "budget"),
    "Việt Hưng": (21.0571, 105.9041, False, False, "community"),
}


def position_of(ward: str) -> Json:
    """What the register is told of the ward's camera beyond its name; nothing where nobody measured."""
    if ward not in _PLACES:
        return {}
    latitude, longitude, essential, far, funding = _PLACES[ward]
    typed = {"essential": essential, "far_from_homes": far, "funding": funding}
    return {"latitude": latitude, "longitude": longitude, "attributes": typed}
