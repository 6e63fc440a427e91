"""Whatever comes through the door is answered with a problem that says what is wrong, never with a 500."""

import random
from typing import Any
from uuid import uuid4

from tests.integration.handover.house import House, scribble

ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**70,
    1.5,
    "",
    " ",
    "x" * 3000,
    "Ｎguyễn\u0301",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "%00",
    "'; DROP TABLE records; --",
    '{"a":1}',
    "{1,2}",
    [],
    {},
    [None],
    [[]],
    {"person_id": 1},
    {"person_id": str(uuid4()), "as": "king"},
    str(uuid4()),
)


def test_random_bodies_are_refused_politely(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    record = house.give([tablet], mai)
    dice = random.Random(7)
    path = f"/records/{record['id']}"
    sound: list[tuple[str, str, dict[str, Any]]] = [
        (
            "POST",
            "/records",
            {
                "kind": "internal_handover",
                "from": {"person_id": str(house.hoa)},
                "to": {"person_id": str(mai)},
                "lines": [{"code": tablet["code"], "condition": "Tốt", "accessories": "", "note": ""}],
                "place": "",
                "basis": "",
                "happened_on": "2026-03-05",
                "recall_id": None,
                "draft": False,
            },
        ),
        (
            "POST",
            f"{path}/signatures",
            {"side": "giver", "method": "drawn", "drawing": scribble(), "pin": "204816"},
        ),
        ("POST", f"{path}/refusal", {"reason": "lý do"}),
        ("POST", f"{path}/cancellation", {"reason": "lý do"}),
        ("POST", f"{path}/issue", {}),
        (
            "POST",
            "/recalls",
            {"person_id": str(mai), "reason": "decision", "basis": "x", "deadline": "2999-01-01"},
        ),
        ("PUT", f"/pins/{mai}", {"pin": "204816", "current_pin": "204816"}),
    ]
    for _ in range(400):
        method, where, body = dice.choice(sound)
        sent = dict(body)
        for _ in range(dice.randrange(1, 3)):
            sent[dice.choice([*sent, "odd"])] = dice.choice(ODD)
        if dice.random() < 0.2 and "lines" in sent:
            sent["lines"] = [{dice.choice(["code", "asset_id", "note", "x"]): dice.choice(ODD)}]
        answer = house.officer.send(method, where, sent, version=dice.choice([0, 1, 99]))
        assert answer.status_code < 500, (method, where, sent, answer.json)
        if answer.status_code >= 400:
            assert answer.content_type == "application/problem+json"
            assert answer.json["detail"]


def test_odd_queries_and_paths_are_refused_politely(house: House) -> None:
    values = (
        "",
        "0",
        "-1",
        "201",
        "abc",
        "%00",
        "é",
        "9" * 40,
        "2026-01-01",
        str(uuid4()),
        "true",
        "W10",
        "WyJ4Il0",
    )
    for place in ("/records", "/custody", "/recalls", "/ledger"):
        for name in ("limit", "after", "state", "person", "asset", "unit", "overdue", "waiting_for", "odd"):
            for value in values:
                answer = house.officer.send("GET", f"{place}?{name}={value}")
                assert answer.status_code < 500, (place, name, value)
    for path in (
        "/records/x",
        f"/records/{uuid4()}",
        f"/records/{uuid4()}/minutes.pdf",
        f"/recalls/{uuid4()}",
    ):
        assert house.officer.send("GET", path).status_code == 404
    for raw in (b"", b"[]", b"null", b"{", b'"x"', b"\xff\xfe", b'{"kind": NaN}', b"[" * 2000):
        headers = {"Authorization": f"Bearer {house.officer.token}", "Content-Type": "application/json"}
        answer = house.officer.client.post("/api/handover/records", data=raw, headers=headers)
        assert answer.status_code in {400, 422}, raw


def test_odd_headers_are_refused_politely(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    record = house.give([tablet], mai)
    for tag in ("*", '""', '"-1"', '"1.0"', '"99999999999999999999"', "W/x", "é"):
        headers = {"If-Match": tag}
        answer = house.officer.send(
            "POST", f"/records/{record['id']}/refusal", {"reason": "lý do"}, **headers
        )
        assert answer.status_code == 412, tag
    for key in ("", "x" * 256, "\x7f"):
        wanted = {"person_id": str(mai), "reason": "decision", "basis": "Công văn"}
        answer = house.officer.send("POST", "/recalls", wanted, idempotency_key=key)
        assert answer.status_code == 400, key
