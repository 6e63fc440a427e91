"""The documents for connecting programs: complete, searchable without script, and only for whom they are."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.integration.web.town import Town

pytestmark = pytest.mark.postgres
CONTRACTS = Path(__file__).resolve().parents[3] / "contracts"
EVENTS = sorted(path.stem for path in (CONTRACTS / "events").glob("*.json"))
DOCUMENTS = {
    path.name.partition(".")[0]: json.loads(path.read_text("utf-8"))
    for path in (CONTRACTS / "http").glob("*.json")
}
OPERATIONS = [
    (service, method.upper(), path, said)
    for service, document in DOCUMENTS.items()
    for path, methods in document["paths"].items()
    for method, said in methods.items()
]
LOADED = re.compile(r'(?:src|srcset|action|href|poster|data)="([^"]+)"')


def loads_only_from_here(page: str) -> None:
    for address in LOADED.findall(page):
        assert address.startswith(("/", "#", "?")), address
        assert not address.startswith("//"), address


def test_every_event_has_a_page_with_meaning_sender_schema_and_example(town: Town) -> None:
    auditor = town.visitor("auditor")
    listed = auditor.get("/contracts").text
    for name in EVENTS:
        assert f'href="/contracts/events/{name}"' in listed
        answer = auditor.get(f"/contracts/events/{name}")
        page = unescape(answer.text)
        schema = json.loads((CONTRACTS / "events" / f"{name}.json").read_text("utf-8"))
        example = json.loads((CONTRACTS / "examples" / f"{name}.json").read_text("utf-8"))
        for part in schema["description"].split(" / "):
            assert part in page, name
        for property_name in schema["properties"]:
            assert f'<td class="lead hash">{property_name}</td>' in page, (name, property_name)
        shown = re.search(r'id="example"[^>]*><code>(.*?)</code>', answer.text, re.DOTALL)
        assert shown is not None, name
        assert json.loads(unescape(shown[1])) == example
        loads_only_from_here(answer.text)


def test_every_operation_has_a_page_of_its_own_with_parameters_answers_and_curl(town: Town) -> None:
    auditor = town.visitor("auditor")
    listed = auditor.get("/contracts").text
    addresses = {f"/contracts/http/{service}/{said['operationId']}" for service, _, _, said in OPERATIONS}
    assert len(addresses) == len(OPERATIONS)
    for service, method, path, said in OPERATIONS:
        address = f"/contracts/http/{service}/{said['operationId']}"
        assert f'href="{address}"' in listed
        page = unescape(auditor.get(address).text)
        assert f'<h1 class="break">{method} {path}</h1>' in page
        for one in said["parameters"]:
            assert f'<td class="lead hash">{one["name"]}</td>' in page, (address, one)
        for status in set(said["responses"]) - {"default"}:
            assert f"Trả lời {status} " in page, (address, status)
        curl = re.search(r'id="curl"[^>]*><code>(.*?)</code>', page, re.DOTALL)
        assert curl is not None, address
        assert curl[1].startswith("curl ")
        assert path in curl[1]
        loads_only_from_here(page)


def test_words_find_without_script_whatever_their_marks(town: Town) -> None:
    found = town.visitor("auditor").get("/contracts?q=thu+hoi").text
    assert "handover.recall.opened.v1" in found
    assert "assets.unit.merged.v1" not in found
    none = town.visitor("auditor").get("/contracts?q=khongcogi")
    assert "Không có sự kiện hay địa chỉ nào khớp" in none.text


def test_what_is_not_promised_has_no_page(town: Town) -> None:
    auditor = town.visitor("auditor")
    assert auditor.get("/contracts/events/..%2f..%2fpasswd").status_code == 404
    assert auditor.get("/contracts/events/assets.unit.unknown.v1").status_code == 404
    assert auditor.get("/contracts/http/assets/unknown").status_code == 404


def test_only_the_administrator_and_the_auditor_are_offered_them(town: Town) -> None:
    assert 'href="/contracts"' in town.visitor("auditor").get("/menu").text
    officer = town.visitor("officer")
    assert 'href="/contracts"' not in officer.get("/menu").text
    assert officer.get("/contracts").status_code == 403
