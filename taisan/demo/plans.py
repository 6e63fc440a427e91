"""A mass handover in the sample: four wards to come, and a plan for all that the fourteen have, ready in
preview. Which ward goes where is made up, for nobody wrote it down (law.md GOV-3), and the plan says so.
"""

from shared.clock import today
from taisan.demo.places import PIN, Place
from taisan.demo.stage import Json, Stage, somebody

_TO_COME = {
    "Long Biên": ("Long Biên", "Cự Khối", "Thạch Bàn"),
    "Bồ Đề": ("Bồ Đề", "Ngọc Lâm", "Ngọc Thụy"),
    "Việt Hưng": ("Việt Hưng", "Đức Giang", "Thượng Thanh", "Giang Biên"),
    "Phúc Lợi": ("Phúc Lợi", "Phúc Đồng", "Sài Đồng", "Gia Thụy"),
}
_KEEPERS = ("Vũ Thị Hạnh", "Trần Quốc Bảo", "Đinh Thu Trang", "Lưu Văn Thắng")


def draw_up(stage: Stage, place: Place) -> None:
    """The wards and who keeps their assets, then the plan: the head approves, the officer carries it out."""
    with stage.on(1, 60):
        new = {name: _ward(stage, place, number, name) for number, name in enumerate(_TO_COME, 1)}
        stage.carry()
        admin = somebody("admin", place.root)
        for _unit, keeper in new.values():
            stage.do("handover", "PUT", f"/pins/{keeper}", {"pin": PIN}, actor=admin)
        _plan(stage, place, new)


def _ward(stage: Stage, place: Place, number: int, name: str) -> tuple[str, str]:
    """A ward to come and who keeps its assets."""
    unit = {"code": f"LB-M{number}", "name": f"UBND phường {name} (sau sắp xếp)", "kind": "ward"}
    unit |= {"parent_id": place.root, "valid_from": today().isoformat()}
    unit_id = str(stage.do("assets", "POST", "/units", unit)["id"])
    person: Json = {"code": f"CBM{number}", "name": _KEEPERS[number - 1], "post": "Công chức Văn phòng"}
    person |= {"unit_id": unit_id, "email": f"cbm{number}@longbien.example", "duties": ["officer"]}
    made = stage.do("assets", "POST", "/people", person, actor=somebody("admin", place.root))
    return unit_id, str(made["id"])


def _plan(stage: Stage, place: Place, new: dict[str, tuple[str, str]]) -> None:
    officer = place.people["officer"]["id"]
    body: Json = {
        "title": "Bàn giao tài sản 14 phường về 4 phường (số liệu mẫu)",
        "document_number": "MẪU-01/NQ",
        "document_on": today().isoformat(),
        "document_signer": "Chủ tịch HĐND (số liệu mẫu)",
        "effective_on": today().isoformat(),
        "old": [{"unit_id": unit_id, "person_id": officer} for unit_id in place.wards.values()],
        "new": [{"unit_id": unit_id, "person_id": keeper} for unit_id, keeper in new.values()],
        "rules": [
            {"unit_id": place.wards[ward], "successor_id": new[name][0]}
            for name, wards in _TO_COME.items()
            for ward in wards
        ],
    }
    stage.do("handover", "POST", "/plans", body, actor=place.officer())
