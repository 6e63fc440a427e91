"""Every route of every service × every role × {own, sibling, foreign unit}, generated from the policy tables.

What is asked belongs to a person and a unit. A role that the table does not name is refused; a role that it
names gets in from its own unit; from a sibling or a foreign unit it sees nothing of it and changes nothing.
A route without a sample here fails: nobody adds a door without saying what stands behind it.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.auth import ROLES
from shared.web.feed import FEED_POLICY
from shared.web.policy import Policy
from taisan.services import APIS
from tests.acts import drawing
from tests.house import House
from tests.integration.samples.scene import Sample, Scene, path, sample_modules

pytestmark = pytest.mark.postgres

PLACES = ("own", "sibling", "foreign")
PIN = "246810"
Footprint = Callable[[], Mapping[str, int]]
BOOK = Path(__file__).parents[1] / "data" / "so-tai-san-2018.csv"


def unit(house: House, code: str, parent: str | None) -> str:
    made = house.do(
        "POST",
        "/api/assets/units",
        role="service",
        json={
            "code": code,
            "name": f"UBND phường {code}",
            "kind": "ward",
            "parent_id": parent,
            "valid_from": "2004-01-01",
        },
    )
    return str(made["id"])


def person(house: House, code: str, unit_id: str, *duties: str) -> str:
    made = house.do(
        "POST",
        "/api/assets/people",
        role="service",
        json={
            "code": code,
            "name": f"Nguyễn Thị {code}",
            "post": "Chuyên viên",
            "unit_id": unit_id,
            "email": f"{code.lower()}@longbien.example",
            "duties": list(duties),
        },
    )
    return str(made["id"])


def asset(house: House, tag: str, unit_id: str) -> dict[str, Any]:
    made: dict[str, Any] = house.do(
        "POST",
        "/api/assets/assets",
        role="service",
        json={
            "tag": tag,
            "name": "Máy tính bảng",
            "category": "tablet",
            "serial": f"SN-{tag}",
            "unit_id": unit_id,
            "cost": 7_220_000,
            "cost_budget": 7_220_000,
            "cost_other": 0,
            "put_to_use_on": "2024-03-05",
        },
    )
    return made


@pytest.fixture(scope="module")
def scene(house: House) -> Scene:
    root = unit(house, "R", None)
    units = {
        "own": unit(house, "U", root),
        "sibling": unit(house, "S", root),
        "foreign": unit(house, "F", None),
    }
    people = {place: person(house, f"X{place}", units[place]) for place in PLACES}
    giver, holder = person(house, "G", units["own"], "officer"), person(house, "H", units["own"])
    held, waiting, free = (asset(house, tag, units["own"]) for tag in ("A1", "A2", "A3"))
    house.settle()
    acting: dict[str, Any] = {"role": "officer", "unit": units["own"], "person": giver}
    done = handed_over(house, acting, giver, holder, held["code"])
    for side in ("giver", "receiver"):
        done = house.do(
            "POST",
            f"/api/handover/records/{done['id']}/signatures",
            json={"side": side, "method": "drawn", "drawing": drawing()},
            version=done["version"],
            **acting,
        )
    recall = house.do(
        "POST",
        "/api/handover/recalls",
        json={"person_id": holder, "reason": "resigned", "basis": "QĐ 12/QĐ-UBND"},
        **acting,
    )
    issued = handed_over(house, acting, giver, people["own"], waiting["code"])
    house.settle()
    imported = house.do(
        "POST", "/api/assets/imports", data={"file": (io.BytesIO(BOOK.read_bytes()), "so.csv")}, **acting
    )
    notices = house.do("GET", f"/api/notifications/notices?recipient={holder}", **acting)["items"]
    assert house.dead == []
    ids = {
        "asset": held["id"],
        "code": held["code"],
        "free": free["code"],
        "record": issued["id"],
        "completed": done["id"],
        "recall": recall["id"],
        "import": imported["id"],
        "notice": notices[0]["id"],
    }
    for module in sample_modules():
        ids |= module.lay(house, acting, ids)
    house.settle()
    assert house.dead == []
    return Scene(house, units, people, giver, holder, ids)


@pytest.fixture(scope="module")
def footprint(house: House) -> Iterator[Footprint]:
    """How many rows each table of each service holds, keys of repeats aside. It is asked before and after
    every write of the matrix: one open connection and one statement for each service.
    """
    with ExitStack() as opened:
        asked = {}
        for service in house.apps:
            url = house.databases.admin_url(service)
            admin = opened.enter_context(psycopg.connect(url, autocommit=True))
            tables = admin.execute(
                "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE nspname = 'public' AND relkind = 'r' AND relname <> 'idempotency_keys'"
            ).fetchall()
            counts = (f"SELECT '{service}.{table}', count(*) FROM {table}" for (table,) in tables)
            asked[" UNION ALL ".join(counts)] = admin
        yield lambda: {name: rows for sql, admin in asked.items() for name, rows in admin.execute(sql)}


def handed_over(
    house: House, acting: Mapping[str, Any], giver: str, receiver: str, code: str
) -> dict[str, Any]:
    made: dict[str, Any] = house.do(
        "POST",
        "/api/handover/records",
        json={
            "kind": "internal_handover",
            "from": {"person_id": giver},
            "to": {"person_id": receiver},
            "lines": [{"code": code, "condition": "Tốt"}],
            "place": "P. 302",
            "basis": "Quy chế quản lý tài sản",
        },
        **acting,
    )
    return made


SAMPLES: dict[str, dict[str, Sample]] = {
    "assets": {
        "GET /events": path("/events"),
        "GET /units": path("/units"),
        "POST /units": path(
            "/units",
            json=lambda s: {
                "code": "NEW",
                "name": "Tổ mới",
                "kind": "office",
                "parent_id": s.units["own"],
                "valid_from": "2026-01-01",
            },
        ),
        "GET /units/<uuid:unit_id>": path("/units/{unit}"),
        "PATCH /units/<uuid:unit_id>": path("/units/{unit}", json={"name": "Tên khác"}, version=1),
        "GET /people": path("/people"),
        "POST /people": path(
            "/people",
            json=lambda s: {"code": "N1", "name": "Người mới", "post": "CV", "unit_id": s.units["own"]},
        ),
        "GET /people/<uuid:person_id>": path("/people/{person}"),
        "PATCH /people/<uuid:person_id>": path("/people/{person}", json={"post": "Khác"}, version=1),
        "POST /people/<uuid:person_id>/departure": path(
            "/people/{person}/departure",
            json={"status": "retired", "left_on": "2026-06-30", "basis": "QĐ 1"},
            version=1,
        ),
        "GET /categories": path("/categories"),
        "GET /assets": path("/assets"),
        "POST /assets": path(
            "/assets",
            json=lambda s: {
                "name": "Máy mới",
                "category": "tablet",
                "unit_id": s.units["own"],
                "cost": 1_000,
                "cost_budget": 1_000,
                "cost_other": 0,
                "put_to_use_on": "2026-01-05",
            },
        ),
        "GET /assets/<uuid:asset_id>": path("/assets/{asset}"),
        "PATCH /assets/<uuid:asset_id>": path("/assets/{asset}", json={"place": "P. 1"}, version=1),
        "GET /assets/<uuid:asset_id>/changes": path("/assets/{asset}/changes"),
        "GET /codes/<code>": path("/codes/{code}"),
        "GET /summary": path("/summary"),
        "GET /imports/<uuid:import_id>": path("/imports/{import}"),
        "POST /imports": path("/imports", data=lambda s: {"file": (io.BytesIO(BOOK.read_bytes()), "so.csv")}),
        "POST /imports/<uuid:import_id>/commit": path("/imports/{import}/commit", json={}),
        "GET /import-mappings": path("/import-mappings"),
        "POST /import-mappings": path(
            "/import-mappings", json={"name": "Của tôi", "mapping": {"columns": {"name": "Tên tài sản"}}}
        ),
        "POST /label-sheets": path("/label-sheets", json=lambda s: {"codes": [s.ids["code"]]}),
    },
    "handover": {
        "GET /events": path("/events"),
        "POST /records": path(
            "/records",
            json=lambda s: {
                "kind": "internal_handover",
                "from": {"person_id": s.giver},
                "to": {"person_id": s.people["own"]},
                "lines": [{"code": s.ids["free"]}],
                "place": "P. 1",
                "basis": "Quy chế",
            },
        ),
        "GET /records": path("/records"),
        "GET /records/<uuid:record_id>": path("/records/{record}"),
        "GET /records/<uuid:record_id>/minutes.pdf": path("/records/{completed}/minutes.pdf"),
        "POST /records/<uuid:record_id>/issue": path("/records/{record}/issue", json={}, version=1),
        "POST /records/<uuid:record_id>/signatures": path(
            "/records/{record}/signatures",
            json=lambda s: {"side": "giver", "method": "drawn", "drawing": drawing()},
            version=1,
        ),
        "POST /records/<uuid:record_id>/refusal": path(
            "/records/{record}/refusal", json={"reason": "Thiếu sạc"}, version=1
        ),
        "POST /records/<uuid:record_id>/cancellation": path(
            "/records/{record}/cancellation", json={"reason": "Lập nhầm"}, version=1
        ),
        "GET /custody": path("/custody?person={person}"),
        "GET /recalls": path("/recalls"),
        "GET /recalls/<uuid:recall_id>": path("/recalls/{recall}"),
        "POST /recalls": path(
            "/recalls", json=lambda s: {"person_id": s.giver, "reason": "resigned", "basis": "QĐ 2"}
        ),
        "PUT /pins/<uuid:person_id>": path("/pins/{person}", json={"pin": PIN}),
        "GET /ledger": path("/ledger"),
    },
    "notifications": {
        "GET /events": path("/events"),
        "GET /notices": path("/notices"),
        "GET /notices/<uuid:notice_id>": path("/notices/{notice}"),
        "GET /notices/<uuid:notice_id>/attempts": path("/notices/{notice}/attempts"),
        "POST /notices/<uuid:notice_id>/reading": path("/notices/{notice}/reading", version=1),
        "POST /notices/<uuid:notice_id>/acknowledgement": path(
            "/notices/{notice}/acknowledgement", version=1
        ),
        "POST /notices/<uuid:notice_id>/resending": path("/notices/{notice}/resending"),
        "GET /sending": path("/sending"),
        "GET /channels": path("/channels"),
    },
}


# What a stranger may write: things of their own, and (by their samples) things of everybody.
STRANGERS_MAY = {"POST /imports", "POST /import-mappings", "POST /unit-imports", "POST /people-imports"}

for _module in sample_modules():
    assert not SAMPLES[_module.SERVICE].keys() & _module.SAMPLES.keys(), _module
    SAMPLES[_module.SERVICE].update(_module.SAMPLES)
    STRANGERS_MAY |= getattr(_module, "STRANGERS_MAY", set())


def policies(service: str) -> Mapping[str, Policy]:
    module = __import__(f"services.{service}.policies", fromlist=["POLICIES"])
    return {**module.POLICIES, **FEED_POLICY}


def cases() -> list[tuple[str, str, str, str]]:
    return [
        (service, route, role, place)
        for service in APIS
        for route in sorted(policies(service))
        for role in ROLES
        for place in PLACES
    ]


@pytest.mark.parametrize("service", APIS)
def test_every_route_has_a_sample_and_every_sample_a_route(service):
    assert SAMPLES[service].keys() == policies(service).keys()


@pytest.mark.parametrize("service", APIS)
def test_nobody_gets_in_without_a_token(scene, service):
    for route, policy in policies(service).items():
        sample = SAMPLES[service][route](scene)
        answer = (
            scene.house.apps[service]
            .test_client()
            .open(f"/api/{service}{sample['path']}", method=route.split()[0], json=sample.get("json"))
        )
        assert answer.status_code == 401 or policy.public, route


@pytest.mark.parametrize(("service", "route"), sorted({case[:2] for case in cases()}))
def test_a_route_lets_in_whom_its_row_names_from_where_the_thing_belongs(scene, footprint, service, route):
    faults = [
        f"{role} from {place}: {fault}"
        for _, _, role, place in (case for case in cases() if case[:2] == (service, route))
        if (fault := fault_of(scene, footprint, service, route, role, place))
    ]
    assert faults == []


def fault_of(scene: Scene, footprint: Footprint, service: str, route: str, role: str, place: str) -> str:
    """What is wrong with the answer to one role from one place; "" when it is as the table promises."""
    policy, method = policies(service)[route], route.split(maxsplit=1)[0]
    sample = SAMPLES[service][route](scene)
    admitted, near = policy.public or role in policy.roles, place == "own" or role == "service"
    if admitted and near and method != "GET":
        sample = harmless(sample)
    watched = method != "GET" and route not in STRANGERS_MAY
    before = footprint() if watched else {}
    answer = scene.house.ask(
        method,
        f"/api/{service}{sample.pop('path')}",
        role=role,
        unit=scene.units[place],
        person=scene.holder if (role, place) == ("holder", "own") else scene.people[place],
        **sample,
    )
    slug = answer.get_json()["type"] if answer.mimetype == "application/problem+json" else ""
    told = f"{answer.status_code} {slug}"
    if watched and footprint() != before:
        return f"{told}, and something changed"
    if answer.status_code in {401, 500, 503}:
        return told
    if not admitted:
        return "" if slug == "/problems/role-not-permitted" else f"let in: {told}"
    if near:
        return _fault_near(method, role, answer.status_code, slug)
    return _fault_far(scene, method, route, answer)


def _fault_near(method: str, role: str, status: int, slug: str) -> str:
    if slug in {"/problems/role-not-permitted", "/problems/outside-your-units"}:
        return f"kept out: {slug}"
    return f"{status} {slug}" if method == "GET" and status != 200 and role != "holder" else ""


def _fault_far(scene: Scene, method: str, route: str, answer: Any) -> str:
    """From another unit: nothing of ours is seen, nothing is written."""
    if answer.status_code >= 300:
        return ""
    if method != "GET" and route not in STRANGERS_MAY and answer.mimetype == "application/json":
        return f"a stranger's write went through: {answer.status_code}"
    leaked = [
        secret for secret in scene.secrets() if secret in answer.get_data(as_text=False).decode("latin-1")
    ]
    return f"a stranger sees {leaked}" if leaked else ""


def harmless(sample: dict[str, Any]) -> dict[str, Any]:
    """The same request, made so that it is let in and then refused for its form: nothing must change for
    the next.
    """
    spoiled = {**sample, "version": 999_999_999}
    if "data" in spoiled:
        spoiled["data"] = {"file": (io.BytesIO(b""), "empty.csv"), "nonsense": "1"}
    else:
        spoiled["json"] = {**(sample.get("json") or {}), "nonsense": 1}
    return spoiled


def test_the_matrix_is_as_large_as_it_says(record_property):
    record_property("cases", len(cases()))
    assert len(cases()) >= 40 * len(ROLES) * len(PLACES)
