"""The ledger holds every act, in one dense chain and one chain per asset; the offline verifier names what was
changed.
"""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services.handover.ledger.verify import Broken, entries_of, verify
from tests.integration.handover.house import House

VERIFIER = Path("services/handover/ledger/verify.py")


def auditor(house: House) -> Any:
    return house.caller("auditor", unit=house.district)


def export(house: House) -> list[dict[str, Any]]:
    """The whole ledger as an auditor of the district reads it, page by page."""
    house.sequence()
    entries, after = [], -1
    while True:
        page = auditor(house).get(f"/ledger?after={after}&limit=7")
        entries += page["items"]
        if page["next"] is None:
            return entries
        after = page["next"]


@pytest.fixture
def busy(house: House) -> House:
    """Some of everything has happened."""
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(3)
    house.sign_both(house.give(assets, mai))
    record = house.give(house.assets(1), mai)
    house.officer.post(f"/records/{record['id']}/cancellation", {"reason": "Ghi nhầm"}, version=1)
    house.leave(mai)
    house.sign_both(house.take_back(assets, mai, "internal_recall"))
    return house


def test_every_act_stands_in_the_chain_and_all_of_it_verifies(busy: House) -> None:
    entries = export(busy)
    acts = {entry["act"] for entry in entries}
    assert {"record.issued", "record.signed", "record.completed", "record.cancelled", "recall.opened"} <= acts
    assert "recall.closed" in acts
    assert verify(entries)[0] == len(entries)


def test_no_header_names_a_person(busy: House) -> None:
    for entry in export(busy):
        assert "Nguyễn" not in entry["header"]
        assert str(busy.hoa) not in entry["header"]


def test_the_verifier_runs_alone_and_says_so_by_its_exit_code(
    busy: House, tmp_path: Path, repository: Path
) -> None:
    entries = export(busy)
    path = tmp_path / "ledger.jsonl"
    path.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(repository / VERIFIER), str(path)]
    sound = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (sound.returncode, sound.stdout[:2]) == (0, "OK")
    head = ["--head", entries[-1]["chain"], "--entries", str(len(entries))]
    assert subprocess.run([*command, *head], capture_output=True, check=False).returncode == 0
    path.write_text("\n".join(json.dumps(entry) for entry in entries[:-1]), encoding="utf-8")
    cut = subprocess.run([*command, *head], capture_output=True, text=True, check=False)
    assert (cut.returncode, "BROKEN" in cut.stderr) == (1, True)


def test_any_change_is_found_and_the_entry_named(busy: House) -> None:
    entries, dice = export(busy), random.Random(4)
    head = entries[-1]["chain"]
    for _ in range(120):
        copy = [dict(entry) for entry in entries]
        at = dice.randrange(len(copy))
        name = dice.choice(["leaf", "chain", "header", "body", "salt", "links", "drop", "double", "swap"])
        if name == "drop":
            del copy[at]
        elif name == "double":
            copy.insert(at, copy[at])
        elif name == "swap":
            other = (at + 1) % len(copy)
            copy[at], copy[other] = copy[other], copy[at]
        elif name == "links":
            copy[at]["links"] = [*copy[at]["links"], ["x", 1, None]]
        else:
            text = copy[at][name]
            place = dice.randrange(len(text))
            copy[at][name] = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
        with pytest.raises(Broken):
            verify(copy, head, len(entries))


def test_who_sees_less_verifies_the_chain_all_the_same(busy: House) -> None:
    seen = busy.caller("auditor", unit=busy.other).get("/ledger?limit=1000")["items"]
    assert seen
    assert not any("header" in entry for entry in seen)
    assert verify(seen)[0] == len(seen)


def test_a_body_that_no_act_of_erasing_took_away_is_missed(busy: House) -> None:
    entries = [
        {key: value for key, value in one.items() if key not in {"body", "salt"}} for one in export(busy)
    ]
    with pytest.raises(Broken, match="no act of erasing"):
        verify(entries)


def test_the_service_cannot_change_what_it_wrote(busy: House) -> None:
    export(busy)
    with psycopg.connect(busy.settings.database_url, autocommit=True) as connection:
        connection.execute("SELECT set_config('app.scope', 'all', false)")
        for table in ("ledger_entries", "ledger_bodies", "ledger_links", "ledger_chain", "signatures"):
            for act in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(act)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE ledger_entries SET act = 'x'")


def test_an_entry_altered_in_the_database_is_named(busy: House) -> None:
    number = len(export(busy)) // 2
    with psycopg.connect(busy.admin_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE ledger_bodies DISABLE TRIGGER ALL")
        owner.execute(
            "UPDATE ledger_bodies SET body = body || ' ' WHERE entry_id = (SELECT entry_id FROM"
            " ledger_chain WHERE index = %s)",
            [number],
        )
    with pytest.raises(Broken, match=f"entry {number}: the body was changed"):
        verify(export(busy))
    with psycopg.connect(busy.admin_url, autocommit=True) as owner:
        owner.execute(
            "UPDATE ledger_bodies SET body = substr(body, 1, length(body) - 1) WHERE entry_id ="
            " (SELECT entry_id FROM ledger_chain WHERE index = %s)",
            [number],
        )


def test_pages_and_lines_read_alike() -> None:
    one, two = {"index": 0}, {"index": 1}
    assert list(entries_of(json.dumps(one) + "\n" + json.dumps(two))) == [one, two]
    assert list(entries_of(json.dumps({"items": [one, two], "next": None}))) == [one, two]
