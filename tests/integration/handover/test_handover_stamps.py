"""The seal asks its time-stamping authority while no transaction is open; whatever that host does, nothing is
lost and nobody waits for it.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from services.handover.app import create_app
from services.handover.commands.sealing import make_seal, store_seal
from services.handover.signing import stamping
from shared.auth import Actor
from shared.errors import Conflict
from shared.ids import uuid7
from shared.settings import Sealing
from tests.authority import PASSWORD, Authority
from tests.integration.handover.house import House
from tests.servers.databases import Databases
from tests.servers.stamps import Stamping, stamping_server

AGENCY = "Ủy ban nhân dân phường Bồ Đề"
OPEN = (
    "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Authority, str, Stamping]]:
    authority = Authority()
    with stamping_server(authority.stamper()) as (url, tsa):
        yield authority, url, tsa


@pytest.fixture(scope="module")
def sealing_house(
    databases: Databases, served: tuple[Authority, str, Stamping], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    authority, url, _ = served
    path = tmp_path_factory.mktemp("seal") / "seal.p12"
    path.write_bytes(authority.holder(AGENCY).pkcs12)
    sealing = Sealing(pkcs12=str(path), password=PASSWORD, trust_roots=authority.pem, tsa_url=url)
    made = House(databases)
    made.settings = replace(made.settings, sealing=sealing)
    made.app = create_app(made.settings, database=made.database)
    made.officer = made.caller("officer", unit=made.ward, person=made.hoa)
    yield made
    made.close()


@pytest.fixture
def house(sealing_house: House) -> House:
    return sealing_house


@pytest.fixture
def tsa(served: tuple[Authority, str, Stamping]) -> Iterator[Stamping]:
    one = served[2]
    one.way, one.asked = "answers", 0
    one.waiting.clear()
    yield one
    one.over.set()
    one.over.clear()


@pytest.fixture
def record(house: House) -> Any:
    return house.sign_both(house.give(house.assets(1), house.person("Nguyễn Thị Ánh")))


def sealed(house: House, record: dict[str, Any], key: str) -> Any:
    return house.officer.send("POST", f"/records/{record['id']}/seal", {}, idempotency_key=key)


def kept(house: House, record: dict[str, Any]) -> tuple[int, int]:
    """How many files and how many entries of a seal there are."""
    files = house.officer.get(f"/records/{record['id']}/files")["items"]
    entries = house.rows(
        "SELECT 1 FROM ledger_entries WHERE act = 'record.sealed' AND subject = :id", id=record["id"]
    )
    return len(files), len(entries)


def test_a_seal_bears_the_stamp_and_a_repeat_asks_nobody(house: House, tsa: Stamping, record: Any) -> None:
    key = str(uuid7())
    first = sealed(house, record, key)
    assert first.status_code == 201, first.text
    (told,) = first.json["report"]["signatures"]
    assert (told["stamp_by"], told["stamp_trusted"]) == ("Dấu thời gian thử", True)
    asked = tsa.asked
    again = sealed(house, record, key)
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert sealed(house, record, str(uuid7())).json["type"] == "/problems/sealed-already"
    assert tsa.asked == asked, "neither a repeat nor a refusal of ours asks for a stamp"
    assert kept(house, record) == (1, 1)


@pytest.mark.parametrize("way", ["refuses", "lies", "trickles", "hangs"])
def test_an_authority_that_fails_is_said_plainly_and_the_same_key_seals_later(
    house: House, tsa: Stamping, record: Any, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamping, "PATIENCE", 1.5)
    tsa.way, key = way, str(uuid7())
    began = time.monotonic()
    refused = sealed(house, record, key)
    assert time.monotonic() - began < 8
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/stamp-not-had")
    assert "Biên bản vẫn nguyên" in refused.json["detail"]
    assert kept(house, record) == (0, 0)
    assert house.officer.get(f"/records/{record['id']}")["state"] == "completed"
    tsa.way = "answers"
    assert sealed(house, record, key).status_code == 201
    assert kept(house, record) == (1, 1)


def test_while_the_authority_hangs_no_transaction_is_open_and_the_record_is_free(
    house: House, tsa: Stamping, record: Any
) -> None:
    tsa.way = "hangs"
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(sealed, house, record, str(uuid7()))
        assert tsa.waiting.wait(20)
        (now,) = house.rows(OPEN)
        assert now.n == 0
        began = time.monotonic()
        house.rows("SELECT id FROM records WHERE id = :id FOR UPDATE NOWAIT", id=record["id"])
        assert time.monotonic() - began < 1
        assert not asked.done(), "all this while the seal waited for its stamp"
        assert asked.result().json["type"] == "/problems/stamp-not-had"


def test_a_crash_between_stamp_and_store_loses_nothing(house: House, tsa: Stamping, record: Any) -> None:
    actor = Actor("officer", frozenset({"officer"}), house.ward, house.hoa)
    made = make_seal(
        lambda work: house.database.run(actor, work), actor, UUID(record["id"]), house.app.config["OFFICE"]
    )
    assert made.holder == AGENCY, "a seal was made, stamped, and then lost with its process"
    assert kept(house, record) == (0, 0)
    assert sealed(house, record, str(uuid7())).status_code == 201
    assert kept(house, record) == (1, 1)
    with pytest.raises(Conflict, match="sealed-already"):
        house.database.run(actor, lambda session: store_seal(session, actor, UUID(record["id"]), made))
    assert kept(house, record) == (1, 1), "a process that comes back late adds nothing"


def test_two_who_seal_at_once_make_one_seal(house: House, tsa: Stamping, record: Any) -> None:
    keys = [str(uuid7()), str(uuid7())]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda key: sealed(house, record, key), keys))
    assert sorted(one.status_code for one in answers) == [201, 409]
    (lost,) = [one.json["type"] for one in answers if one.status_code == 409]
    assert lost in {"/problems/sealed-already", "/problems/changed-while-sealing"}
    assert kept(house, record) == (1, 1)
