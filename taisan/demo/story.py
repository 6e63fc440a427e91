"""What has happened in the sample: assets given out and taken back, records that wait, people who left."""

from shared.clock import today
from taisan.demo import catalogue, disposals, plans, wear
from taisan.demo.labels import stick
from taisan.demo.places import Place
from taisan.demo.recalls import recall_tablets
from taisan.demo.scribble import signature_of
from taisan.demo.stage import Json, Stage, somebody
from taisan.demo.stocktakes import count_things
from taisan.demo.units import reorganise

_BASIS = "Đề nghị trang cấp thiết bị của UBND phường"


def tell(stage: Stage, place: Place) -> None:
    """Play it all, the oldest first."""
    stick(stage, place)
    reorganise(stage, place)
    _give_tablets(stage, place)
    _give_laptops(stage, place)
    _take_some_back(stage, place)
    _somebody_retires(stage, place)
    recall_tablets(stage, place)
    _read_old_notices(stage, place)
    _somebody_moves(stage, place)
    _records_that_wait(stage, place)
    catalogue.equip(stage, place)
    count_things(stage, place)
    wear.close_last_year(stage, place)
    disposals.tell(stage, place)
    stage.live_through(75)
    plans.draw_up(stage, place)


def _give_tablets(stage: Stage, place: Place) -> None:
    for number, (ward, unit_id) in enumerate(place.wards.items()):
        with stage.on(300 - number * 9):
            for holder in (1, 2):
                _signed(stage, place, _given(stage, place, unit_id, "Máy tính bảng", to=f"{ward} {holder}"))


def _give_laptops(stage: Stage, place: Place) -> None:
    for number, (ward, unit_id) in enumerate(list(place.wards.items())[:10]):
        with stage.on(150 - number * 7):
            _signed(stage, place, _given(stage, place, unit_id, "Máy vi tính xách tay", to=f"{ward} 3"))
    with stage.on(75):
        _signed(stage, place, _given(stage, place, place.office, "Máy vi tính xách tay", to="chief", count=2))


def _take_some_back(stage: Stage, place: Place) -> None:
    for days_ago, ward in ((60, "Thạch Bàn"), (52, "Việt Hưng")):
        with stage.on(days_ago):
            _signed(stage, place, _returned(stage, place, f"{ward} 2", "internal_return"))
    with stage.on(45):
        record = _given(stage, place, place.wards["Sài Đồng"], "Máy tính bảng", to="Sài Đồng 3")
        reason = {"reason": "Thiếu bộ sạc so với danh sách, đề nghị bổ sung rồi lập lại biên bản."}
        _act(stage, place, record, "refusal", reason)


def _somebody_retires(stage: Stage, place: Place) -> None:
    """One who retired long ago and still has a tablet (overdue), one who gave everything back."""
    with stage.on(70):
        _leaves(stage, place, "Gia Thụy 1", "retired", "Quyết định số 412/QĐ-UBND về việc nghỉ hưu")
    with stage.on(66):
        _signed(stage, place, _returned(stage, place, "Gia Thụy 1", "internal_recall"))
    with stage.on(48):
        _leaves(stage, place, "Ngọc Lâm 1", "retired", "Quyết định số 468/QĐ-UBND về việc nghỉ hưu")


def _somebody_moves(stage: Stage, place: Place) -> None:
    with stage.on(2):
        _leaves(
            stage, place, "Phúc Lợi 2", "transferred", "Quyết định số 655/QĐ-UBND về việc điều động công chức"
        )


def _records_that_wait(stage: Stage, place: Place) -> None:
    """For the sample holder one to sign, one that nobody has signed, one that the receiver has to sign."""
    with stage.on(3):
        ward = place.wards["Bồ Đề"]
        _sign(stage, place, _given(stage, place, ward, "Máy tính bảng", to="Bồ Đề 2"), "giver")
    with stage.on(1):
        _given(stage, place, place.wards["Đức Giang"], "Máy tính bảng", to="Đức Giang 3")
    with stage.on(1, 40):
        record = _given(stage, place, place.wards["Long Biên"], "Máy tính bảng", to="Long Biên 3")
        _sign(stage, place, record, "receiver")


def _read_old_notices(stage: Stage, place: Place) -> None:
    """The officer and the head have dealt with everything of the last months."""
    for role in ("officer", "head"):
        person = place.people[role]["id"]
        for notice in stage.see("notifications", "/notices", recipient=person, state="unread", limit=200)[
            "items"
        ]:
            actor, path = somebody(role, place.root, person), f"/notices/{notice['id']}/acknowledgement"
            stage.do("notifications", "POST", path, {}, actor=actor, version=notice["version"])


def _given(stage: Stage, place: Place, unit_id: str, name: str, *, to: str, count: int = 1) -> Json:
    lines = [
        {"asset_id": asset["id"], "condition": "Hoạt động tốt", "accessories": "Bộ sạc, bao da", "note": ""}
        for asset in place.in_store(unit_id, name, count)
    ]
    body = {
        "kind": "internal_handover",
        "from": {"person_id": place.people["officer"]["id"]},
        "to": {"person_id": place.people[to]["id"]},
        "lines": lines,
        "place": "Trụ sở UBND quận Long Biên",
        "basis": _BASIS,
    }
    return _record(stage, place, body)


def _returned(stage: Stage, place: Place, who: str, kind: str) -> Json:
    """Everything that the person holds comes back."""
    person = place.people[who]["id"]
    held = stage.see("handover", "/custody", person=person)["items"]
    lines = [
        {"asset_id": row["asset_id"], "condition": "Hoạt động bình thường", "accessories": "Bộ sạc"}
        for row in held
    ]
    body = {
        "kind": kind,
        "from": {"person_id": person},
        "to": {"person_id": place.people["officer"]["id"]},
        "lines": lines,
        "place": "Trụ sở UBND quận Long Biên",
    }
    return _record(stage, place, body)


def _record(stage: Stage, place: Place, body: Json) -> Json:
    return stage.do("handover", "POST", "/records", body, actor=place.officer())


def _signed(stage: Stage, place: Place, record: Json) -> None:
    _sign(stage, place, _sign(stage, place, record, "giver"), "receiver")


def _sign(stage: Stage, place: Place, record: Json, side: str) -> Json:
    drawing = signature_of(record[side]["name"])
    return _act(stage, place, record, "signatures", {"side": side, "method": "drawn", "drawing": drawing})


def _act(stage: Stage, place: Place, record: Json, what: str, body: Json) -> Json:
    path = f"/records/{record['id']}/{what}"
    return stage.do("handover", "POST", path, body, actor=place.officer(), version=record["version"])


def _leaves(stage: Stage, place: Place, who: str, status: str, basis: str) -> None:
    person = place.people[who]
    body = {"status": status, "left_on": today().isoformat(), "basis": basis}
    path = f"/people/{person['id']}/departure"
    stage.do("assets", "POST", path, body, actor=place.officer(), version=person["version"])
