"""Disposal cases of the sample: one booked, one being carried out, one that waits and is late, a draft."""

from typing import Any

from shared.auth import Actor
from shared.clock import today
from taisan.demo.places import Place
from taisan.demo.stage import Json, Stage, somebody

_UNREPAIRABLE = {"unrepairable": True, "reason": "Nước vào máy, hãng không còn linh kiện"}
_COUNCIL = (
    ("head", "chair"),
    ("accountant", "member"),
    ("clerk", "secretary"),
)


def tell(stage: Stage, place: Place) -> None:
    """Play them, the oldest first."""
    _decentralised(stage, place)
    _phones_scrapped(stage, place)
    _meeting_set_sold(stage, place)
    _camera_waits_too_long(stage, place)
    _program_drafted(stage, place)


def _decentralised(stage: Stage, place: Place) -> None:
    """Fixed assets up to 500 million: the district's own decision to make."""
    row = {
        "unit_id": place.root,
        "asset_kind": "fixed_asset",
        "cost_from": 10_000_000,
        "role": "head",
        "cost_to": 500_000_000,
        "title": "Chủ tịch UBND quận",
        "valid_from": "2025-07-01",
        "document": "Quyết định phân cấp (dữ liệu mẫu)",
    }
    with stage.on(60):
        stage.do("assets", "POST", "/disposal-authorities", row, actor=_head(place))


def _phones_scrapped(stage: Stage, place: Place) -> None:
    """Three desk phones, tools: decided, scrapped by a council, written off."""
    with stage.on(55):
        case = _submitted(stage, place, place.office, "Điện thoại để bàn", 3)
    with stage.on(48):
        case = _approved(stage, place, case, "512/QĐ-UBND")
    with stage.on(40):
        case = _council(stage, place, case)
        result = {"mode": "scrapping", "result": "Đã phá dỡ, bàn giao vật liệu cho đơn vị môi trường"}
        case = _act(
            stage, case, "execution", {**result, "done_on": _day(), "minutes_number": "03/BB-HĐTL"}, place
        )
    with stage.on(38):
        _act(stage, case, "booking", {}, place)


def _meeting_set_sold(stage: Stage, place: Place) -> None:
    """A set of meeting equipment: the decision is there, the auction is on."""
    with stage.on(30):
        case = _submitted(stage, place, place.office, "Thiết bị họp trực tuyến", 1, kind="sale", legal="43")
    with stage.on(20):
        case = _approved(stage, place, case, "590/QĐ-UBND")
    with stage.on(18):
        _act(stage, case, "beginning", {}, place)


def _camera_waits_too_long(stage: Stage, place: Place) -> None:
    """A camera of a ward: the file is complete for 25 days and nobody has decided."""
    with stage.on(25):
        _submitted(stage, place, place.wards["Ngọc Thụy"], "Camera an ninh", 1)


def _program_drafted(stage: Stage, place: Place) -> None:
    with stage.on(2):
        what = ("Phần mềm quản lý văn bản", 1)
        _drafted(stage, place, place.office, what, kind="software_uninstall", legal_case="45.1.b")


def _submitted(
    stage: Stage, place: Place, unit_id: str, name: str, count: int, *, kind: str = "", legal: str = "45.1.b"
) -> Json:
    case = _drafted(stage, place, unit_id, (name, count), kind=kind or "liquidation", legal_case=legal)
    for paper in case["papers"]:
        if paper["required"] and not paper["present"]:
            said = {"paper": paper["paper"], "number": "14/BB-KT", "dated_on": _day()}
            case = _act(stage, case, "papers", said, place)
    return _act(stage, case, "submission", {}, place)


def _drafted(stage: Stage, place: Place, unit_id: str, what: tuple[str, int], **law: str) -> Json:
    lines = [{"asset_id": asset["id"], **_UNREPAIRABLE} for asset in place.in_store(unit_id, *what)]
    body: dict[str, Any] = {"unit_id": unit_id, **law, "lines": lines}
    return stage.do("assets", "POST", "/disposals", body, actor=place.officer())


def _approved(stage: Stage, place: Place, case: Json, number: str) -> Json:
    said = {
        "outcome": "approved",
        "decision_number": number,
        "decision_on": _day(),
        "signer": "Chủ tịch UBND quận",
        "responsibility": "Văn phòng HĐND&UBND quận tổ chức thực hiện",
        "note": "Tiền thu được nộp tài khoản tạm giữ tại Kho bạc Nhà nước",
    }
    return _act(stage, case, "decision", said, place, by=_head(place))


def _council(stage: Stage, place: Place, case: Json) -> Json:
    people = [(place.people[key], role) for key, role in _COUNCIL]
    members = [{"name": one["name"], "post": one["post"], "role": role} for one, role in people]
    said = {"members": members, "met_on": _day(), "conclusion": "Thống nhất phá dỡ, hủy bỏ toàn bộ."}
    return _act(stage, case, "council", said, place)


def _act(stage: Stage, case: Json, what: str, body: Json, place: Place, *, by: Actor | None = None) -> Json:
    path, actor = f"/disposals/{case['id']}/{what}", by or place.officer()
    return stage.do("assets", "POST", path, body, actor=actor, version=case["version"])


def _head(place: Place) -> Actor:
    return somebody("head", place.root, place.people["head"]["id"])


def _day() -> str:
    return today().isoformat()
