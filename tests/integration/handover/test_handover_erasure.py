"""A leaver's data are erased by an act that says so; what the law keeps stays, and every proof holds."""

import io
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from services.handover.ledger.verify import Broken, check_bundle, check_proof, keys_from, verify
from tests.integration.handover.house import House
from tests.integration.handover.test_handover_log import asked, given_to, sign, trusted
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[House]:
    made = House(databases)
    yield made
    made.close()


@pytest.fixture(scope="module")
def leaver(house: House) -> dict[str, Any]:
    """Somebody who set a PIN, signed a record years ago and has left: {id, record}."""
    record = given_to(house)
    person = UUID(record["receiver"]["person_id"])
    other = house.person("Trần Thị Lan")
    admin = house.caller("admin", unit=house.ward, person=other)
    assert admin.send("PUT", f"/pins/{person}", {"pin": "135792"}).status_code == 200
    _as_owner(house, "UPDATE custody SET until = since WHERE until IS NULL", None)
    return {"id": person, "record": record}


def _as_owner(house: House, statement: str, given: Any) -> None:
    with psycopg.connect(house.admin_url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(statement, given)


def erase(house: House, person: UUID) -> Any:
    return house.caller("admin", unit=house.ward).send(
        "POST", f"/people/{person}/erasure", {"reason": "Đã nghỉ việc"}
    )


def test_who_works_keeps_the_data(house: House, leaver: dict[str, Any]) -> None:
    refused = erase(house, leaver["id"])
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/person-still-working")
    assert house.officer.send("POST", f"/people/{leaver['id']}/erasure", {"reason": "abc"}).status_code == 403


def test_what_no_rule_keeps_goes_and_every_proof_holds(house: House, leaver: dict[str, Any]) -> None:
    _as_owner(
        house, "UPDATE known_people SET status = 'retired', email = 'a@b.vn' WHERE id = %s", [leaver["id"]]
    )
    # one entry of the record is older than the ten years that vouchers are kept
    _as_owner(
        house,
        "UPDATE ledger_entries SET recorded_at = recorded_at - interval '12 years'"
        " WHERE subject = %s AND act = 'record.issued'",
        [leaver["record"]["id"]],
    )
    told = erase(house, leaver["id"])
    assert told.status_code == 200, told.text
    assert (told.json["erased"] >= 2, told.json["kept"] >= 1) == (True, True)
    sign(house)
    with psycopg.connect(house.admin_url) as owner:
        email = owner.execute("SELECT email FROM known_people WHERE id = %s", [leaver["id"]]).fetchone()
        bodies = owner.execute("SELECT body FROM ledger_bodies").fetchall()
    assert email == (None,)
    proof = house.officer.get(f"/records/{leaver['record']['id']}/proof")
    acts = {json.loads(one["header"])["act"]: one for one in proof["entries"]}
    assert "body" not in acts["record.issued"]
    assert "Nguyễn Thị Mai" in acts["record.completed"]["body"]  # the name in the minutes is kept by law
    assert sum(b"issued" in bytes(body) for (body,) in bodies) == 0
    said = check_proof(proof, keys_from(trusted(house), proof["keys"]))
    assert "1 mục đã xoá dữ liệu cá nhân" in said
    _forged_erasures_are_found(proof, trusted(house))


def _forged_erasures_are_found(proof: dict[str, Any], key: str) -> None:
    place = next(at for at, one in enumerate(proof["entries"]) if "erased" in one)
    bare = proof["entries"][place]
    other = next(one for one in proof["entries"] if "body" in one)
    for change in (
        {**bare, "erased": None},
        {**bare, "erased": {**bare["erased"], "body": bare["erased"]["body"].replace("nghỉ", "mất")}},
        {**bare, "erased": {**bare["erased"], "path": bare["erased"]["path"][:-1]}},
        {name: value for name, value in other.items() if name not in {"body", "salt"}}
        | {"erased": bare["erased"]},
    ):
        entries = [*proof["entries"][:place], change, *proof["entries"][place + 1 :]]
        with pytest.raises(Broken):
            check_proof({**proof, "entries": entries}, keys_from(key, proof["keys"]))


def test_an_export_and_a_bundle_with_erased_entries_hold(house: House, leaver: dict[str, Any]) -> None:
    sign(house)
    items = house.caller("auditor", unit=house.ward).get("/ledger?limit=1000")["items"]
    _as_recorded = [{name: value for name, value in one.items() if name != "at"} for one in items]
    assert verify(_as_recorded)[0] == len(items)
    content = house.caller("auditor", unit=house.ward).send("GET", "/audit-bundle").data
    assert "erased" in check_bundle(io.BytesIO(content), trusted(house), {})
    assert asked(house, "/ledger/checkpoint").status_code == 200


def test_the_service_cannot_erase_without_the_act(house: House, leaver: dict[str, Any]) -> None:
    with psycopg.connect(house.settings.database_url, autocommit=True) as app:
        app.execute("SELECT set_config('app.scope', 'all', false), set_config('app.erasing', 'on', false)")
        for statement in (
            "DELETE FROM ledger_bodies",
            "SELECT erase_ledger_bodies(ARRAY(SELECT id FROM ledger_entries), gen_random_uuid())",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
