"""The register of the sample: units as the asset book of 2018 names them, their people and assets."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field

from shared.auth import Actor
from taisan.demo.cameras import position_of
from taisan.demo.names import names
from taisan.demo.stage import Json, Stage, somebody

SEED = 2025
WARDS = (
    "Bồ Đề",
    "Cự Khối",
    "Đức Giang",
    "Gia Thụy",
    "Giang Biên",
    "Long Biên",
    "Ngọc Lâm",
    "Ngọc Thụy",
    "Phúc Đồng",
    "Phúc Lợi",
    "Sài Đồng",
    "Thạch Bàn",
    "Thượng Thanh",
    "Việt Hưng",
)
FOUNDED = "2004-01-01"
PIN = "246810"

# (key, post, duties) of the people of the district: who keeps the assets of all the wards below it
_DISTRICT: tuple[tuple[str, str, list[str]], ...] = (
    ("officer", "Chuyên viên quản lý tài sản", ["officer"]),
    ("head", "Phó Chủ tịch UBND quận", ["head"]),
    ("accountant", "Kế toán", ["accountant"]),
    ("auditor", "Thanh tra viên", ["auditor"]),
    ("admin", "Chuyên viên công nghệ thông tin", []),
    ("second", "Chuyên viên quản lý tài sản", ["officer"]),
)
_OFFICE = (("chief", "Chánh Văn phòng"), ("clerk", "Văn thư"))
_WARD = (
    "Phó Chủ tịch UBND phường",
    "Công chức văn hóa - xã hội",
    "Công chức địa chính",
    "Công chức tài chính",
)

# category, name, maker, model, cost in VND, year
_TABLET = ("tablet", "Máy tính bảng", "Samsung", "Galaxy Tab A8 (SM-X205)", 7_990_000, 2023)
_LAPTOP = ("computer", "Máy vi tính xách tay", "Dell", "Latitude 3440", 18_490_000, 2024)
_CAMERA = ("camera", "Camera an ninh", "Hikvision", "DS-2CD2T47G2", 4_850_000, 2022)
_RECORDER = ("camera_recorder", "Đầu ghi hình camera", "Hikvision", "DS-7616NI-K2", 9_200_000, 2022)
_MEETING = ("meeting_equipment", "Thiết bị họp trực tuyến", "Logitech", "Group", 32_500_000, 2023)
_LED = ("led_screen", "Màn hình LED trong nhà P3", "Absen", "KL3", 385_000_000, 2021)
_EXCHANGE = ("telephone_exchange", "Tổng đài điện thoại", "Panasonic", "KX-NS300", 68_700_000, 2019)
_PHONE = ("telephone", "Điện thoại để bàn", "Panasonic", "KX-TS500", 520_000, 2019)
_PROGRAM = ("software", "Phần mềm quản lý văn bản", "", "Phiên bản 4.1", 96_000_000, 2022)

Kind = tuple[str, str, str, str, int, int]


@dataclass
class Place:
    """What has been registered: the district, its wards by name, people by key, assets by unit id."""

    root: str = ""
    office: str = ""
    wards: dict[str, str] = field(default_factory=dict)
    people: dict[str, Json] = field(default_factory=dict)
    assets: dict[str, list[Json]] = field(default_factory=dict)

    def officer(self) -> Actor:
        """The officer of the district, at work."""
        return somebody("officer", self.root, self.people["officer"]["id"])

    def in_store(self, unit_id: str, name: str, count: int) -> list[Json]:
        """Take the next `count` assets of that name in the unit that nobody has had yet."""
        fitting = [asset for asset in self.assets[unit_id] if asset["name"] == name][:count]
        self.assets[unit_id] = [asset for asset in self.assets[unit_id] if asset not in fitting]
        return fitting


def furnish(stage: Stage) -> Place:
    """Register units, people and assets, a year ago."""
    place = Place()
    with stage.on(365):
        _units(stage, place)
    with stage.on(360):
        _people(stage, place)
    with stage.on(350):
        _assets(stage, place)
    return place


def _units(stage: Stage, place: Place) -> None:
    def unit(code: str, name: str, kind: str) -> str:
        body = {
            "code": code,
            "name": name,
            "kind": kind,
            "parent_id": place.root or None,
            "valid_from": FOUNDED,
        }
        return str(stage.do("assets", "POST", "/units", body)["id"])

    place.root = unit("LB", "UBND quận Long Biên", "district")
    place.office = unit("LB-VP", "Văn phòng HĐND&UBND quận", "office")
    for number, ward in enumerate(WARDS, 1):
        place.wards[ward] = unit(f"LB-{number:02d}", f"UBND phường {ward}", "ward")


def _people(stage: Stage, place: Place) -> None:
    admin, name = somebody("admin", place.root), names(SEED)
    posts = [(key, post, duties, place.root) for key, post, duties in _DISTRICT]
    posts += [(key, post, [], place.office) for key, post in _OFFICE]
    for ward, unit_id in place.wards.items():
        four = _WARD if len(posts) < 56 else _WARD[:3]
        posts += [(f"{ward} {number}", post, [], unit_id) for number, post in enumerate(four, 1)]
    for number, (key, post, duties, unit_id) in enumerate(posts, 1):
        body = {
            "code": f"CB{number:03d}",
            "name": next(name),
            "post": post,
            "unit_id": unit_id,
            "email": f"cb{number:03d}@longbien.example",
            "duties": duties,
        }
        place.people[key] = stage.do("assets", "POST", "/people", body, actor=admin)
    stage.carry()
    _pins(stage, place, admin)


def _pins(stage: Stage, place: Place, admin: Actor) -> None:
    """The same PIN for everybody, two at a time: hashing is slow on purpose and lets other threads go on."""

    def give(person: Json) -> None:
        stage.do("handover", "PUT", f"/pins/{person['id']}", {"pin": PIN}, actor=admin)

    with ThreadPoolExecutor(2) as pool:  # the clock of the story stands in the context: each takes one along
        given = [pool.submit(copy_context().run, give, person) for person in place.people.values()]
    for one in given:
        one.result()


def _assets(stage: Stage, place: Place) -> None:
    officer, ward_of = place.officer(), {unit_id: ward for ward, unit_id in place.wards.items()}
    for number, (unit_id, kind) in enumerate(_things(place), 1):
        category, name, maker, model, cost, year = kind
        body = {
            "name": name,
            "category": category,
            "maker": maker,
            "model": model,
            "serial": f"DEMO-{number:05d}",
            "unit_id": unit_id,
            "made_year": year,
            "cost": cost,
            "cost_budget": cost,
            "put_to_use_on": f"{year}-{number % 12 + 1:02d}-15",
        }
        if category == "camera":
            body |= position_of(ward_of[unit_id])
        asset = stage.do("assets", "POST", "/assets", body, actor=officer)
        place.assets.setdefault(unit_id, []).append(asset)


def _things(place: Place) -> Iterator[tuple[str, Kind]]:
    for position, unit_id in enumerate(place.wards.values()):
        usual = [_TABLET, _TABLET, _TABLET, _LAPTOP, _CAMERA]
        extra = {0: [_RECORDER], 4: [_MEETING], 7: [_RECORDER], 9: [_MEETING], 12: [_TABLET]}
        yield from ((unit_id, kind) for kind in usual + extra.get(position, []))
    office = [
        _LED,
        _LED,
        _EXCHANGE,
        _PHONE,
        _PHONE,
        _PHONE,
        _PHONE,
        _MEETING,
        _PROGRAM,
        _LAPTOP,
        _LAPTOP,
        _TABLET,
    ]
    yield from ((place.office, kind) for kind in office)
