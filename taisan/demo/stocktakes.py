"""Two stocktakes of the sample: one closed whose differences wait for decisions, one under way."""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from shared.auth import Actor
from shared.clock import now, today
from taisan.demo.places import Place
from taisan.demo.stage import Json, Stage

_ROOM = "Phòng máy chủ, tầng 2"


def count_things(stage: Stage, place: Place) -> None:
    """Last week the office was counted to the end; today a ward is being counted."""
    with stage.on(7):
        done = _opened(stage, place, "Kiểm kê đột xuất thiết bị tại văn phòng", place.office)
        lines = _lines(stage, done)
        scans = [{"text": line["code"]} for line in lines[:-2]]
        scans[0]["place"] = _ROOM
        scans[1]["condition"] = "broken"
        scans.append({"description": "Máy in Canon LBP 2900, không có tem", "place": _ROOM})
        _scan(stage, place, done, scans)
        note = "Hai tài sản chưa thấy đã yêu cầu người sử dụng giải trình."
        _step(stage, place, done, "closing", {"note": note})
    with stage.on(0):
        ward = place.wards["Bồ Đề"]
        running = _opened(stage, place, "Kiểm kê quý IV tại phường Bồ Đề", ward)
        lines = _lines(stage, running)
        _scan(stage, place, running, [{"text": line["code"]} for line in lines[: len(lines) - 2]])


def _opened(stage: Stage, place: Place, title: str, unit_id: str) -> Json:
    board = [
        _member(place, "head", "chair"),
        *(_member(place, key, "member") for key in ("officer", "accountant")),
    ]
    body = {
        "title": title,
        "kind": "unscheduled",
        "unit_id": unit_id,
        "as_of": today().isoformat(),
        "basis": "Quyết định số 731/QĐ-UBND về việc thành lập Ban kiểm kê",
        "board": board,
    }
    plan = stage.do("assets", "POST", "/stocktakes", body, actor=place.officer())
    return _step(stage, place, plan, "opening", {})


def _member(place: Place, key: str, role: str) -> Json:
    person = place.people[key]
    return {
        "person_id": person["id"],
        "name": person["name"],
        "post": person["post"],
        "represents": "UBND quận Long Biên",
        "role": role,
    }


def _lines(stage: Stage, stocktake: Json) -> list[Json]:
    found: list[Json] = stage.see("assets", f"/stocktakes/{stocktake['id']}/lines", limit=200)["items"]
    return found


def _step(stage: Stage, place: Place, stocktake: Json, what: str, body: Json) -> Json:
    path = f"/stocktakes/{stocktake['id']}/{what}"
    return stage.do("assets", "POST", path, body, actor=place.officer(), version=stocktake["version"])


def _scan(stage: Stage, place: Place, stocktake: Json, scans: list[Json]) -> None:
    """Scans ten seconds apart; their ids follow from what they are, so that a broken loading goes on."""
    began = now() - timedelta(seconds=10 * len(scans))
    batch = [
        {
            "scan_id": str(_scan_id(stocktake, number)),
            "device_id": "dien-thoai-mau",
            "device_time": (began + timedelta(seconds=10 * number)).isoformat(),
            **scan,
        }
        for number, scan in enumerate(scans)
    ]
    actor: Actor = place.officer()
    stage.do("assets", "POST", f"/stocktakes/{stocktake['id']}/scans", {"scans": batch}, actor=actor)


def _scan_id(stocktake: Json, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"{stocktake['id']}/{number}")
