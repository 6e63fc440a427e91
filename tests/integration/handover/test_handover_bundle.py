"""The auditor's bundle: the same whenever it is made, checked alone, and any changed byte has a file."""

import hashlib
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.handover.ledger.verify import Broken, check_bundle, main
from tests.integration.handover.house import House
from tests.integration.handover.test_handover_log import asked, fill, given_to, sign, trusted
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[House]:
    made = House(databases)
    yield made
    made.close()


@pytest.fixture(scope="module")
def first(house: House) -> dict[str, Any]:
    """{content, size, key, note}: a bundle over some acts, two of them on a record that goes on later."""
    given_to(house)
    record = house.give(house.assets(2), house.person("Trần Thị Lan"))
    fill(house, 300)
    sign(house)
    size = int(asked(house, "/ledger/checkpoint").text.split("\n")[1])
    return {
        "content": bundle(house),
        "size": size,
        "key": trusted(house),
        "note": asked(house, "/ledger/checkpoint").text,
        "open": record,
    }


def bundle(house: House, query: str = "") -> bytes:
    answer = house.caller("auditor", unit=house.ward).send("GET", f"/audit-bundle{query}")
    assert answer.status_code == 200, answer.text
    return bytes(answer.data)


def told(content: bytes, key: str, **demands: Any) -> str:
    return check_bundle(io.BytesIO(content), key, demands)


def test_a_bundle_checks_itself_in_a_program_apart(
    first: dict[str, Any], tmp_path: Path, repository: Path
) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(first["content"])
    with zipfile.ZipFile(path) as archive:
        (tmp_path / "verify.py").write_bytes(archive.read("verify.py"))
        names = archive.namelist()
        assert archive.read("verify.py") == (repository / "services/handover/ledger/verify.py").read_bytes()
    assert sum(name.startswith("minutes/") for name in names) == 2
    command = [sys.executable, "-I", str(tmp_path / "verify.py"), str(path), "--key", first["key"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "2 bằng chứng, 2 biên bản" in done.stdout
    assert "2 proofs, 2 minutes" in done.stdout
    with zipfile.ZipFile(path) as archive:
        manifest = hashlib.sha256(archive.read("manifest.json")).hexdigest()
    assert manifest in done.stdout
    assert main([str(path), "--key", first["key"], "--manifest", manifest]) == 0
    assert main([str(path), "--key", first["key"], "--manifest", "00" * 32]) == 1


def test_made_again_as_of_the_same_checkpoint_it_is_the_same_to_the_last_byte(
    house: House, first: dict[str, Any]
) -> None:
    time.sleep(1.1)  # a file that named the present second would differ
    assert bundle(house) == first["content"]
    given_to(house, "Phạm Thị Cúc")
    house.sign_both(first["open"])  # what the bundle has as issued is completed now
    fill(house, 3)
    sign(house)
    assert bundle(house, f"?size={first['size']}") == first["content"]
    later = bundle(house)
    assert later != first["content"]
    older = check_checkpoint_of(first)
    told(later, first["key"], older=older)
    with pytest.raises(Broken, match="past was changed"):
        told(later, first["key"], older=(older[0], bytes(32)))
    answer = house.caller("auditor", unit=house.ward).send("GET", f"/audit-bundle?size={first['size'] - 1}")
    assert answer.status_code == 404


def check_checkpoint_of(first: dict[str, Any]) -> tuple[int, bytes]:
    from services.handover.ledger.verify import check_checkpoint, keys_from

    return check_checkpoint(first["note"], keys_from(first["key"]))


def test_every_changed_byte_is_found_and_its_file_is_named(first: dict[str, Any]) -> None:
    content, dice = first["content"], random.Random(7)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        spans = [(info.header_offset, info.filename) for info in archive.infolist()]
        directory = archive.start_dir
    for place in [*dice.sample(range(len(content)), 120), 0, 5, directory + 3, len(content) - 1]:
        changed = bytearray(content)
        changed[place] ^= 1 << dice.randrange(8)
        with pytest.raises(Broken) as found:
            told(bytes(changed), first["key"])
        inside = [name for start, name in spans if start <= place][-1]
        if place < directory and "BadZipFile" not in str(found.value) and "mục" not in str(found.value):
            assert inside in str(found.value) or "manifest.json" in str(found.value), place
    for cut in (content[:-1], content[: len(content) // 2], content + b"\0"):
        with pytest.raises(Broken):
            told(cut, first["key"])


def test_rows_that_were_changed_with_their_manifest_do_not_have_the_signed_root(
    first: dict[str, Any],
) -> None:
    """Whoever holds the bundle may write a new manifest; the checkpoint's signature they cannot."""
    from services.handover.ledger.verify import packed

    with zipfile.ZipFile(io.BytesIO(first["content"])) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["ledger.jsonl"] = files["ledger.jsonl"].replace(b"record.issued", b"record.isSued", 1)
    listed = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
        if name != "manifest.json"
    }
    manifest = {**json.loads(files["manifest.json"]), "files": listed}
    files["manifest.json"] = json.dumps(manifest).encode()
    forged = b"".join(packed((name, iter([content])) for name, content in files.items()))
    with pytest.raises(Broken, match="was changed"):
        told(forged, first["key"])


def test_a_holder_may_not_have_it(house: House, first: dict[str, Any]) -> None:
    assert house.caller("holder").send("GET", "/audit-bundle").status_code == 403
