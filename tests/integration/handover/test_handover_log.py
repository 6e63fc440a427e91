"""The ledger as a transparency log: proofs checked alone, keys that change, a past that cannot."""

import base64
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from werkzeug.serving import make_server

from services.handover.ledger import signing, store
from services.handover.ledger.entries import seal
from services.handover.ledger.verify import Broken, check_checkpoint, check_growth, check_proof, keys_from
from shared.auth import system_actor
from shared.clock import now
from shared.ids import uuid7
from shared.settings import SettingsError
from shared.tlog import merkle
from taisan.cli import main
from taisan.witness import watch
from tests.integration.handover.house import House
from tests.servers.databases import Databases

VERIFIER = Path("services/handover/ledger/verify.py")
NAME = "taisan.test/custody"


@pytest.fixture
def house(fresh_databases: Databases) -> Iterator[House]:
    """A ledger of its own: keys and checkpoints of one test are not another's."""
    made = House(fresh_databases)
    yield made
    made.close()


def secret() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")


SECRET, NEXT = secret(), secret()


def sign(house: House, key: str = SECRET, before: str = "") -> int:
    house.sequence()
    return signing.signer(key, before, NAME)(house.database)


def asked(house: House, path: str) -> Any:
    """The answer to somebody whom nobody knows."""
    answer = house.app.test_client().get(f"/api/handover{path}")
    assert answer.status_code == 200, answer.text
    return answer


def trusted(house: House) -> str:
    return str(asked(house, "/ledger/keys").get_json()["items"][0]["key"])


def given_to(house: House, name: str = "Nguyễn Thị Mai") -> dict[str, Any]:
    return house.sign_both(house.give(house.assets(1), house.person(name)))


def fill(house: House, count: int) -> None:
    """Entries of no consequence, so that the tree has more than one tile."""
    with house.database.transaction(system_actor("handover")) as session:
        for number in range(count):
            body = {"number": number}
            store.append(session, seal("test.filled", uuid7(), uuid7(), body, at=now()))


def test_a_recipient_keeps_a_proof_and_checks_it_alone(
    house: House, tmp_path: Path, repository: Path
) -> None:
    record = given_to(house)
    sign(house)
    proof = house.officer.get(f"/records/{record['id']}/proof")
    acts = [json.loads(entry["header"])["act"] for entry in proof["entries"]]
    assert acts == ["record.issued", "record.signed", "record.completed"]
    told = check_proof(proof, keys_from(trusted(house), proof["keys"]))
    assert record["id"] in told
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(proof), encoding="utf-8")
    (tmp_path / "key.txt").write_text(trusted(house), encoding="utf-8")
    command = [sys.executable, "-I", str(repository / VERIFIER), str(path), "--key"]
    for key in (trusted(house), str(tmp_path / "key.txt")):
        done = subprocess.run([*command, key], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout[:2]) == (0, "OK"), done.stderr


def test_any_change_to_a_proof_is_found(house: House) -> None:
    record = given_to(house)
    sign(house)
    proof, key = house.officer.get(f"/records/{record['id']}/proof"), trusted(house)
    last = proof["entries"][-1]
    for change in (
        {"header": last["header"].replace("completed", "cancelled")},
        {"body": last["body"].replace("Mai", "Lan") if "Mai" in last["body"] else last["body"] + " "},
        {"salt": "00" * 32},
        {"path": last["path"][:-1]},
        {"path": [*last["path"], "00" * 32]},
        {"index": last["index"] + 1},
    ):
        forged = {**proof, "entries": [*proof["entries"][:-1], {**last, **change}]}
        with pytest.raises(Broken):
            check_proof(forged, keys_from(key, proof["keys"]))
    with pytest.raises(Broken, match="no key that you trust"):
        check_proof(proof, keys_from(key.replace(NAME, "other.test/custody")))
    with pytest.raises(Broken):
        check_proof({**proof, "record": {"id": str(uuid7())}}, keys_from(key))


def test_every_single_changed_letter_of_a_proof_is_found(house: House) -> None:
    record = given_to(house)
    sign(house)
    proof, dice = house.officer.get(f"/records/{record['id']}/proof"), random.Random(11)
    text, key = json.dumps(proof, ensure_ascii=False), trusted(house)
    unnoticed = []
    for place in dice.sample(range(len(text)), 400):
        if text[place] in ' \n"{}[],:':
            continue  # JSON's own marks
        changed = text[:place] + ("7" if text[place] != "7" else "8") + text[place + 1 :]
        try:
            forged = json.loads(changed)
            check_proof(forged, keys_from(key, forged["keys"]))
        except (Broken, ValueError, KeyError, TypeError, AttributeError):
            continue
        unnoticed.append((place, text[max(0, place - 30) : place + 30]))
    # the list of later keys is only looked into when the key that is trusted has been replaced
    assert [near for place, near in unnoticed if place < text.index('"keys"')] == []
    assert [near for place, near in unnoticed if place > text.index('"entries"')] == []


def test_what_is_not_signed_yet_says_so_and_is_provable_a_moment_later(house: House) -> None:
    given_to(house)
    sign(house)
    record = given_to(house, "Trần Thị Lan")
    refused = house.officer.send("GET", f"/records/{record['id']}/proof")
    assert refused.status_code == 409
    assert refused.get_json()["type"] == "/problems/proof-not-yet"
    sign(house)
    assert len(house.officer.get(f"/records/{record['id']}/proof")["entries"]) == 3


def test_a_party_may_keep_the_proof_and_a_stranger_may_not(house: House) -> None:
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Trần Thị Lan")
    record = house.sign_both(house.give(house.assets(1), mai))
    sign(house)
    path = f"/records/{record['id']}/proof"
    assert len(house.caller("holder", person=mai).get(path)["entries"]) == 3
    assert house.caller("holder", person=lan).send("GET", path).status_code == 404


def test_nothing_is_signed_twice_and_a_grown_log_contains_the_older(house: House) -> None:
    given_to(house)
    assert sign(house) == 1
    assert sign(house) == 0
    older = asked(house, "/ledger/checkpoint").text
    fill(house, 700)
    assert sign(house) == 1
    newer, keys = asked(house, "/ledger/checkpoint").text, keys_from(trusted(house))
    old, new = check_checkpoint(older, keys), check_checkpoint(newer, keys)
    assert new[0] == old[0] + 700
    proof = asked(house, f"/ledger/consistency?old={old[0]}&size={new[0]}").get_json()
    path = [bytes.fromhex(step) for step in proof["path"]]
    check_growth(old, new, path)
    check_growth(new, new, [])
    for wrong in (path[:-1], [*path, bytes(32)], [bytes(32), *path[1:]]):
        with pytest.raises(Broken):
            check_growth(old, new, wrong)


def test_tiles_alone_are_enough_to_compute_the_signed_root(house: House) -> None:
    fill(house, 600)
    sign(house)
    size, root = check_checkpoint(asked(house, "/ledger/checkpoint").text, keys_from(trusted(house)))
    held = [asked(house, f"/ledger/tile/0/00{number}").data for number in range(size // 256)]
    held.append(asked(house, f"/ledger/tile/0/00{size // 256}.p/{size % 256}").data)
    leaves = [one for tile in held for one in zip(*[iter(tile)] * 32, strict=True)]
    leaves = [bytes(one) for one in leaves]
    assert len(leaves) == size

    def subtree(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return merkle.node(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1))

    assert merkle.root(size, subtree) == root
    above = asked(house, "/ledger/tile/1/000.p/2").data
    assert above == subtree(8, 0) + subtree(8, 1)
    for wrong in ("0/001.p/300", "0/x00/001", "0/1", "2/000", "x", "0/000.p/256", "0/../0/000", "0/009"):
        answer = house.app.test_client().get(f"/api/handover/ledger/tile/{wrong}")
        assert answer.status_code == 404, wrong


def test_a_new_key_needs_the_word_of_the_old_and_then_old_friends_believe_it(house: House) -> None:
    record = given_to(house)
    sign(house)
    noted = trusted(house)
    fill(house, 3)
    with pytest.raises(SettingsError, match="LEDGER_KEY_BEFORE"):
        sign(house, NEXT)
    with pytest.raises(SettingsError, match="LEDGER_KEY_BEFORE"):
        sign(house, NEXT, before=secret())
    assert sign(house, NEXT, before=SECRET) == 1
    fill(house, 1)
    assert sign(house, NEXT) == 1
    fill(house, 1)
    with pytest.raises(SettingsError, match="another has replaced"):
        sign(house, SECRET)
    proof = house.officer.get(f"/records/{record['id']}/proof")
    assert len(proof["keys"]) == 2
    check_proof(proof, keys_from(noted, proof["keys"]))
    with pytest.raises(Broken, match="no key that you trust"):
        check_proof(proof, keys_from(noted))
    forged = [proof["keys"][0], {**proof["keys"][1], "endorsement": base64.b64encode(bytes(64)).decode()}]
    with pytest.raises(Broken, match="no key that you trust"):
        check_proof(proof, keys_from(noted, forged))


def serve(house: House) -> Any:
    """The house under a real address, as an auditor's computer meets it."""
    server = make_server("127.0.0.1", 0, house.app)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_a_witness_on_another_computer_notices_a_changed_past(house: House, tmp_path: Path) -> None:
    given_to(house)
    sign(house)
    kept, server = tmp_path / "seen.json", serve(house)
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        first, now, key = watch(address, kept)
        assert (first, key) == (None, trusted(house))
        fill(house, 5)
        sign(house)
        before, after, _ = watch(address, kept)
        assert before is not None
        assert (before.size, after.size) == (now.size, now.size + 5)
        sign(house, NEXT, before=SECRET)  # nothing grew: the new key waits for the next entry
        fill(house, 1)
        sign(house, NEXT, before=SECRET)
        assert watch(address, kept)[1].size == now.size + 6
        _rewrite(house, 2)
        fill(house, 1)
        sign(house, NEXT)
        remembered = kept.read_text(encoding="utf-8")
        told = CliRunner().invoke(main, ["witness", address, "--kept", str(kept)])
        assert told.exit_code == 1, told.output
        assert kept.read_text(encoding="utf-8") == remembered
        assert kept.with_suffix(".refused").exists()
    finally:
        server.shutdown()
    assert CliRunner().invoke(main, ["witness", address, "--kept", str(kept)]).exit_code == 2


def _rewrite(house: House, index: int) -> None:
    """What only the owner of the database can do: another leaf in the past, and a tree that fits it."""
    with psycopg.connect(house.admin_url) as owner:
        owner.execute("SET session_replication_role = replica")  # no trigger hinders the owner
        forged = {"leaf": bytes(32), "chain": bytes(32), "index": index}
        owner.execute(
            "UPDATE ledger_chain SET leaf = %(leaf)s, chain = %(chain)s WHERE index = %(index)s", forged
        )
        owner.execute("DELETE FROM ledger_tile_roots")
        owner.execute("DELETE FROM ledger_checkpoints")


def test_the_owner_of_the_database_cannot_rewrite_the_past_of_who_kept_a_checkpoint(house: House) -> None:
    given_to(house)
    fill(house, 300)
    sign(house)
    keys = keys_from(trusted(house))
    kept = check_checkpoint(asked(house, "/ledger/checkpoint").text, keys)
    _rewrite(house, 5)
    fill(house, 1)
    sign(house)
    rewritten = check_checkpoint(asked(house, "/ledger/checkpoint").text, keys)
    proof = asked(house, f"/ledger/consistency?old={kept[0]}&size={rewritten[0]}").get_json()
    with pytest.raises(Broken, match="its past was changed"):
        check_growth(kept, rewritten, [bytes.fromhex(step) for step in proof["path"]])
