"""What services promise by HTTP: valid OpenAPI 3.1, the same as the code, with all that clients build on."""

import json
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from taisan import promises
from taisan.services import APIS

FOLDER = Path(__file__).resolve().parents[2] / "contracts" / "http"
DOCUMENTS = {name: json.loads((FOLDER / f"{name}.openapi.json").read_text("utf-8")) for name in APIS}
OPERATIONS = [
    (service, path, method, operation)
    for service, document in DOCUMENTS.items()
    for path, methods in document["paths"].items()
    for method, operation in methods.items()
]
EACH = pytest.mark.parametrize(
    ("service", "path", "method", "operation"), OPERATIONS, ids=[f"{o[2]} {o[1]}" for o in OPERATIONS]
)


def test_what_is_checked_in_is_what_the_code_promises():
    assert promises.differing() == []


@pytest.mark.parametrize("service", APIS)
def test_a_document_is_valid_openapi(service):
    OpenAPIV31SpecValidator(DOCUMENTS[service]).validate()


@pytest.mark.parametrize("service", APIS)
def test_operations_have_names_of_their_own(service):
    names = [operation["operationId"] for name, _p, _m, operation in OPERATIONS if name == service]
    assert len(names) == len(set(names))


@EACH
def test_an_operation_says_whose_it_is_what_it_answers_and_how_it_refuses(service, path, method, operation):
    assert path.startswith(f"/api/{service}/")
    assert operation["summary"]
    assert "x-roles" in operation
    assert operation["responses"]["default"]["content"].keys() == {"application/problem+json"}
    (answer,) = (
        operation["responses"][code] for code in operation["responses"] if code not in {"default", "202"}
    )
    assert answer["content"]


@EACH
def test_a_write_takes_an_idempotency_key_and_a_read_takes_none(service, path, method, operation):
    headers = {p["name"] for p in operation["parameters"] if p["in"] == "header"}
    produces = next(iter(next(iter(operation["responses"].values()))["content"]))
    assert ("Idempotency-Key" in headers) == (method != "get" and produces == "application/json")
    assert ("If-Match" in headers) <= (method != "get")


@EACH
def test_every_part_of_a_path_is_described(service, path, method, operation):
    named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
    assert named == {p["name"] for p in operation["parameters"] if p["in"] == "path"}
