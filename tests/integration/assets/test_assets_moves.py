"""People who move, leave and come back; posts with norm groups that people set."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.clock import frozen

pytestmark = pytest.mark.postgres

Json = dict[str, Any]
BASIS = {"basis": "Quyết định điều động", "document_number": "655/QĐ-UBND", "document_on": "2026-02-20"}


def history(register, person: Json, **query: Any) -> list[tuple[Any, ...]]:
    items = register.officer.get(f"/people/{person['id']}/assignments", **query).json["items"]
    return [(one["act"], one["from_on"], one["until"], one["unit_name"][-7:]) for one in items]


def moved(register, person: Json, version: int, **body: Any) -> Any:
    return register.officer.post(f"/people/{person['id']}/moves", BASIS | body, version=version)


def test_a_person_moves_on_a_day_and_the_history_is_kept(register):
    person = register.person(register.bo_de, since="2020-01-01", duties=["officer"])
    answer = moved(register, person, 1, moved_on="2026-03-01", unit_id=register.cu_khoi["id"])
    assert answer.status_code == 200, answer.json
    after = answer.json
    assert (after["unit_id"], after["version"], after["duties"]) == (register.cu_khoi["id"], 2, [])
    assert history(register, person) == [
        ("registered", "2020-01-01", "2026-02-28", "g Bồ Đề"),
        ("moved", "2026-03-01", None, "Cự Khối"),
    ]
    data = register.look("SELECT type, data FROM outbox WHERE subject = %s AND sequence = 2", person["id"])
    assert data[0][0] == "assets.person.moved.v1"
    assert data[0][1]["previous_unit_id"] == register.bo_de["id"]
    assert register.ward_officer.get(f"/people/{person['id']}").status_code == 404, (
        "the old unit sees them no more"
    )


def test_a_back_dated_move_is_kept_where_it_belongs_and_as_it_became_known(register):
    with frozen(datetime(2026, 1, 5, 2, tzinfo=UTC)):
        person = register.person(register.bo_de, since="2020-01-01")
    third = register.ward("GT", "UBND phường Gia Thụy")
    with frozen(datetime(2026, 3, 2, 2, tzinfo=UTC)):
        moved(register, person, 1, moved_on="2026-03-01", unit_id=register.cu_khoi["id"])
    with frozen(datetime(2026, 5, 5, 2, tzinfo=UTC)):
        late = moved(register, person, 2, moved_on="2025-06-01", unit_id=third["id"])
    assert late.json["unit_id"] == register.cu_khoi["id"], "the later move stands"
    known_then = history(register, person, known_on="2026-04-01")
    assert [row[:2] for row in known_then] == [("registered", "2020-01-01"), ("moved", "2026-03-01")]
    assert [row[:3] for row in history(register, person)] == [
        ("registered", "2020-01-01", "2025-05-31"),
        ("moved", "2025-06-01", "2026-02-28"),
        ("moved", "2026-03-01", None),
    ]


def test_moves_ahead_before_the_beginning_or_while_away_are_refused(register):
    person = register.person(register.bo_de, since="2020-01-01")
    assert moved(register, person, 1, moved_on="2999-01-01").json["type"] == "/problems/not-yet-effective"
    assert moved(register, person, 1, moved_on="2019-01-01").json["type"] == "/problems/person-not-working"
    early = moved(register, person, 1, moved_on="2021-01-01", unit_id=register.district["id"])
    assert early.json["type"] == "/problems/unit-not-there", "the district of the fixture began today"
    left = {"status": "resigned", "left_on": "2026-01-01"}
    register.officer.post(f"/people/{person['id']}/departure", left, version=1)
    assert moved(register, person, 2, moved_on="2026-02-01").json["type"] == "/problems/person-not-working"
    assert moved(register, person, 1, moved_on="2025-02-01").status_code == 412
    assert (
        register.officer.post(f"/people/{person['id']}/moves", {"moved_on": "2025-01-01"}).status_code == 428
    )


def test_somebody_leaves_and_comes_back_and_nothing_is_forgotten(register):
    person = register.person(register.bo_de, since="2020-01-01", duties=["head"])
    path = f"/people/{person['id']}"
    back = {"returned_on": "2026-04-01", "unit_id": register.cu_khoi["id"], "post": "Phó Chủ tịch", **BASIS}
    here = register.officer.post(f"{path}/return", back, version=1)
    assert here.json["type"] == "/problems/person-cannot-return"
    register.officer.post(f"{path}/departure", {"status": "retired", "left_on": "2026-01-01"}, version=1)
    early = register.officer.post(f"{path}/return", back | {"returned_on": "2026-01-01"}, version=2)
    assert early.json["type"] == "/problems/return-day"
    after = register.officer.post(f"{path}/return", back, version=2).json
    assert (after["status"], after["left_on"], after["duties"]) == ("working", None, [])
    assert (after["post"], after["unit_name"]) == ("Phó Chủ tịch", "UBND phường Cự Khối")
    assert [row[:3] for row in history(register, person)] == [
        ("registered", "2020-01-01", "2025-12-31"),
        ("left", "2026-01-01", "2026-03-31"),
        ("returned", "2026-04-01", None),
    ]
    assert [kind for kind, _ in register.told(person["id"])][1:] == [
        "assets.person.left.v1",
        "assets.person.returned.v1",
    ]
    sooner = {"status": "resigned", "left_on": "2026-03-01"}
    contrary = register.officer.post(f"{path}/departure", sooner, version=3)
    assert contrary.json["type"] == "/problems/left-before-change"
    gone = register.officer.post(f"{path}/departure", {"status": "dead", "left_on": "2026-05-01"}, version=3)
    assert gone.status_code == 200
    assert register.officer.post(f"{path}/return", back, version=4).status_code == 409


def test_a_post_has_the_norm_group_that_somebody_set_from_the_day_they_said(register):
    admin = register.caller({"admin"}, register.district["id"])
    wanted = {"unit_id": register.bo_de["id"], "name": "Chủ tịch UBND phường", "valid_from": "2020-01-01"}
    post = admin.made("/posts", wanted)
    assert post["norm_group"] is None, "nobody said it, so it is not known"
    for group, day in (("VIII", "2025-07-01"), ("V", "2026-03-09")):
        body = {"norm_group": group, "valid_from": day, "basis": "Thông báo số 5"}
        assert admin.made(f"/posts/{post['id']}/norm-groups", body)["version"] == 1
    assert admin.get("/posts", on="2026-01-01").json["items"][0]["norm_group"] == "VIII"
    assert admin.get("/posts", on="2026-03-09").json["items"][0]["norm_group"] == "V"
    assert admin.get("/posts", on="2019-12-31").json["items"] == []
    assert admin.get("/posts", unit=register.cu_khoi["id"]).json["items"] == []
    wrong = {"norm_group": "I", "valid_from": "2026-03-09"}
    assert admin.post(f"/posts/{post['id']}/norm-groups", wrong).status_code == 422
    person = register.person(register.bo_de, since="2020-01-01", post_id=post["id"], post="")
    assert person["post"] == "Chủ tịch UBND phường"
    held = register.officer.get(f"/people/{person['id']}/assignments").json["items"]
    assert held[0]["norm_group"] == "V"
    elsewhere = moved(register, person, 1, moved_on="2026-03-01", unit_id=register.cu_khoi["id"])
    assert (elsewhere.json["post_id"], elsewhere.json["post"]) == (None, "Chủ tịch UBND phường")
    foreign = moved(register, person, 2, moved_on="2026-03-02", post_id=post["id"])
    assert foreign.json["type"] == "/problems/post-not-usable"
    ended = admin.post(f"/posts/{post['id']}/ending", {"valid_to": "2026-04-01"}, version=1).json
    assert (ended["valid_to"], ended["version"]) == ("2026-04-01", 2)


def test_a_post_of_a_unit_above_may_be_held_below(register):
    post = register.machine.made("/posts", {"unit_id": register.district["id"], "name": "Văn thư"})
    person = register.person(register.bo_de, post_id=post["id"])
    assert (person["post_id"], person["post"]) == (post["id"], "Văn thư")
    corrected = register.officer.patch(f"/people/{person['id']}", 1, {"post": "Văn thư, lưu trữ"}).json
    assert (corrected["post_id"], corrected["post"]) == (None, "Văn thư, lưu trữ")
    told = register.officer.get(f"/people/{person['id']}/assignments").json["items"]
    assert [(one["act"], one["superseded"]) for one in told] == [("registered", True), ("corrected", False)]


def test_what_was_known_of_people_and_posts_cannot_be_rewritten(register):
    import psycopg

    register.person(register.bo_de)
    with psycopg.connect(register.databases.url("assets")) as app:
        app.execute("SELECT set_config('app.scope', 'all', true)")
        for deed in (
            "UPDATE assignments SET post = 'x'",
            "DELETE FROM assignments",
            "UPDATE unit_versions SET name = 'x'",
            "UPDATE unit_identifiers SET value = 'x'",
            "UPDATE unit_succession_acts SET note = 'x'",
            "UPDATE unit_successions SET share = 1",
            "UPDATE post_norm_groups SET norm_group = 'II'",
            "DELETE FROM units",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                app.execute(deed)
