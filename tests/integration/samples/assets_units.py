"""Units that change and end, posts, and people who move and return."""

import io
from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
PEOPLE = "Mã,Họ và tên,Đơn vị\nN8,Lê Thị Tám,U\n"


def listed(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), "danh-sach.csv"


STRANGERS_MAY = {"POST /leaver-lists"}  # a list of one's own, of which nobody is found
SAMPLES = {
    "POST /units/<uuid:unit_id>/ending": path(
        "/units/{unit}/ending", json={"valid_to": "2026-12-31", "document_number": "NQ 1"}, version=1
    ),
    "POST /units/successions": path(
        "/units/successions",
        json=lambda s: {
            "happened_on": "2026-07-01",
            "predecessors": [{"id": s.units["own"], "version": 1}],
            "successors": [{"code": "SUCC", "name": "Đơn vị mới", "kind": "ward"}],
            "document_number": "NQ 1",
            "document_on": "2026-06-16",
            "document_authority": "HĐND thành phố",
        },
    ),
    "GET /units/<uuid:unit_id>/lineage": path("/units/{unit}/lineage"),
    "GET /units/<uuid:unit_id>/history": path("/units/{unit}/history"),
    "GET /units/<uuid:unit_id>/counts": path("/units/{unit}/counts"),
    "GET /units/<uuid:unit_id>/identifiers": path("/units/{unit}/identifiers"),
    "POST /units/<uuid:unit_id>/identifiers": path(
        "/units/{unit}/identifiers", json={"kind": "budget_code", "value": "1099999"}
    ),
    "POST /units/<uuid:unit_id>/identifiers/<uuid:identifier_id>/ending": path(
        "/units/{unit}/identifiers/{identifier}/ending", json={"valid_to": "2026-12-31"}, version=1
    ),
    "GET /posts": path("/posts"),
    "POST /posts": path("/posts", json=lambda s: {"unit_id": s.units["own"], "name": "Văn thư"}),
    "POST /posts/<uuid:post_id>/norm-groups": path(
        "/posts/{post}/norm-groups", json={"norm_group": "VIII", "valid_from": "2026-03-09"}
    ),
    "POST /posts/<uuid:post_id>/ending": path(
        "/posts/{post}/ending", json={"valid_to": "2026-12-31"}, version=1
    ),
    "POST /people/<uuid:person_id>/moves": path(
        "/people/{person}/moves", json={"moved_on": "2026-02-01", "post": "Kế toán"}, version=1
    ),
    "POST /people/<uuid:person_id>/return": path(
        "/people/{left}/return", json={"returned_on": "2026-02-01"}, version=2
    ),
    "POST /unit-imports": path("/unit-imports", data=lambda s: {"file": listed("Mã,Tên đơn vị\nN7,Tổ 7\n")}),
    "GET /unit-imports/<uuid:import_id>": path("/unit-imports/{unit_import}"),
    "POST /unit-imports/<uuid:import_id>/commit": path("/unit-imports/{unit_import}/commit", json={}),
    "POST /leaver-lists": path("/leaver-lists", data=lambda s: {"file": listed(PEOPLE)}),
    "GET /leaver-lists/<uuid:import_id>": path("/leaver-lists/{leaver_list}"),
    "POST /people-imports": path("/people-imports", data=lambda s: {"file": listed(PEOPLE)}),
    "GET /people-imports/<uuid:import_id>": path("/people-imports/{people_import}"),
    "POST /people-imports/<uuid:import_id>/commit": path("/people-imports/{people_import}/commit", json={}),
    "GET /people/<uuid:person_id>/assignments": path("/people/{person}/assignments"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """An identifier and a post of the unit, and somebody who left it."""
    unit, machine = acting["unit"], {"role": "service"}
    named = {"kind": "electronic_id", "value": "H26.99", "valid_from": "2020-01-01"}
    identifier = house.do("POST", f"/api/assets/units/{unit}/identifiers", json=named, **machine)
    wanted = {"unit_id": unit, "name": "Chuyên viên", "valid_from": "2020-01-01"}
    post = house.do("POST", "/api/assets/posts", json=wanted, **acting)
    person = {"code": "LEFT", "name": "Trần Thị Đã Nghỉ", "unit_id": unit}
    left = house.do("POST", "/api/assets/people", json=person, **machine)["id"]
    gone = {"status": "resigned", "left_on": "2026-01-01"}
    house.do("POST", f"/api/assets/people/{left}/departure", json=gone, version=1, **acting)
    files = {
        "leaver_list": house.do("POST", "/api/assets/leaver-lists", data={"file": listed(PEOPLE)}, **acting)[
            "id"
        ],
        "unit_import": house.do(
            "POST",
            "/api/assets/unit-imports",
            data={"file": listed("Mã,Tên đơn vị\nN9,Tổ 9\n")},
            **acting | {"role": "admin"},
        )["id"],
        "people_import": house.do(
            "POST", "/api/assets/people-imports", data={"file": listed(PEOPLE)}, **acting
        )["id"],
    }
    return {"identifier": identifier["id"], "post": post["id"], "left": left, **files}
