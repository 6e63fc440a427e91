"""What changes in the sample: identifiers of units, posts with a norm group, somebody who moves and somebody
who comes back. The merger of the 14 wards is an act for whoever uses the sample (decision 0006).
"""

from shared.clock import today
from taisan.demo.places import FOUNDED, Place
from taisan.demo.stage import Json, Stage, somebody

_SPECIALIST = "Quyết định 10/2026/QĐ-TTg, Phụ lục A, điểm VIII"


def reorganise(stage: Stage, place: Place) -> None:
    """Play it all."""
    with stage.on(340):
        _identifiers(stage, place)
        post = _posts(stage, place)
    with stage.on(200):
        person = place.people["Thạch Bàn 3"]
        gone = {"status": "transferred", "left_on": today().isoformat(), "basis": "Biệt phái về Sở"}
        place.people["Thạch Bàn 3"] = _act(stage, place, person, "departure", gone)
    with stage.on(40):
        back = {"returned_on": today().isoformat(), "basis": "Hết thời hạn biệt phái"}
        _act(stage, place, place.people["Thạch Bàn 3"], "return", back | _decision("702/QĐ-UBND"))
    with stage.on(30):
        move = {"moved_on": today().isoformat(), "unit_id": place.wards["Việt Hưng"], "post_id": post}
        move |= {"basis": "Điều động công chức", **_decision("688/QĐ-UBND")}
        _act(stage, place, place.people["Thượng Thanh 3"], "moves", move)


def _identifiers(stage: Stage, place: Place) -> None:
    """Made up, and says so: `DEMO-`."""
    known = (("budget_code", "DEMO-1000001", "2016-01-01"), ("electronic_id", "DEMO-H26.04", "2020-07-22"))
    for kind, value, day in known:
        body = {"kind": kind, "value": value, "valid_from": day, "note": "Số liệu mẫu"}
        stage.do("assets", "POST", f"/units/{place.root}/identifiers", body)


def _posts(stage: Stage, place: Place) -> str:
    """One whose group the decision names, one that nobody has decided about. Answers the first's id."""
    admin = somebody("admin", place.root)
    wanted = {"unit_id": place.root, "valid_from": FOUNDED}
    stage.do("assets", "POST", "/posts", {**wanted, "name": "Phó Chủ tịch UBND phường"}, actor=admin)
    post = stage.do("assets", "POST", "/posts", {**wanted, "name": "Chuyên viên"}, actor=admin)
    group = {"norm_group": "VIII", "valid_from": "2026-03-09", "basis": _SPECIALIST}
    stage.do("assets", "POST", f"/posts/{post['id']}/norm-groups", group, actor=admin)
    return str(post["id"])


def _act(stage: Stage, place: Place, person: Json, act: str, body: Json) -> Json:
    path = f"/people/{person['id']}/{act}"
    return stage.do("assets", "POST", path, body, actor=place.officer(), version=person["version"])


def _decision(number: str) -> Json:
    return {
        "document_number": number,
        "document_on": today().isoformat(),
        "document_authority": "UBND quận Long Biên",
    }
