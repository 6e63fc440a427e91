"""docker-compose.yml and deploy/ say what they must, as far as that can be seen without an engine."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from taisan.deployment import make_secrets
from taisan.services import APIS, SERVICES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def secrets(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("deploy") / "secrets"
    make_secrets(folder)
    return folder


def test_compose_fits_the_compose_specification(compose):
    specification = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    jsonschema.validate(compose, json.loads(specification.read_text(encoding="utf-8")))


def test_every_service_is_set_up_once_then_serves_and_works(compose):
    for name in SERVICES:
        assert compose["services"][f"{name}-setup"]["command"][-2:] == ["setup", name]
        assert f"{name}-setup" in compose["services"][f"{name}-web"]["depends_on"]
    for name in APIS:
        assert compose["services"][f"{name}-worker"]["command"][-2:] == ["worker", name]


def test_what_runs_on_and_on_has_a_health_check(compose):
    lasting = {name: said for name, said in compose["services"].items() if not name.endswith("-setup")}
    assert [name for name, said in lasting.items() if "healthcheck" not in said] == []


def test_only_setup_knows_the_owner_of_the_tables(compose):
    for name, said in compose["services"].items():
        owner = [secret for secret in said.get("secrets", ()) if secret.endswith("_owner_url")]
        assert bool(owner) == name.endswith("-setup"), name


def test_a_service_knows_no_secret_of_another(compose):
    for name, said in compose["services"].items():
        service = name.split("-")[0]
        if service in SERVICES:
            foreign = [s for s in said["secrets"] if s != "token_keys" and not s.startswith(f"{service}_")]
            assert not foreign, (name, foreign)


def test_no_secret_stands_in_the_environment(compose):
    for name, said in compose["services"].items():
        for variable in said.get("environment", {}):
            if re.search(r"DATABASE|AMQP|KEY|PASSWORD", variable):
                assert variable.endswith("_FILE"), (name, variable)


def test_every_secret_that_is_asked_for_is_declared_and_made(compose, secrets):
    asked = {secret for said in compose["services"].values() for secret in said.get("secrets", ())}
    assert asked <= compose["secrets"].keys()
    assert {Path(said["file"]).name for said in compose["secrets"].values()} == {
        p.name for p in secrets.iterdir()
    }


def test_every_file_given_is_read_by_somebody(compose):
    for name, said in compose["services"].items():
        given = {v for k, v in said.get("environment", {}).items() if k.endswith("_FILE")}
        assert {Path(path).name for path in given} <= set(said.get("secrets", ())), name


def test_making_secrets_again_changes_nothing(secrets):
    before = {path: path.read_text(encoding="utf-8") for path in secrets.iterdir()}
    make_secrets(secrets)
    assert {path: path.read_text(encoding="utf-8") for path in secrets.iterdir()} == before


def test_only_the_gateway_is_reached_from_outside(compose):
    assert [name for name, said in compose["services"].items() if "ports" in said] == ["gateway"]
    assert compose["networks"]["inside"]["internal"] is True


def test_the_gateway_lets_go_of_a_connection_before_gunicorn_does():
    nginx = (ROOT / "deploy" / "gateway" / "nginx.conf").read_text(encoding="utf-8")
    docker = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    theirs = {int(seconds) for seconds in re.findall(r"keepalive_timeout (\d+)s", nginx)}
    ours = int(re.findall(r"WEB_KEEPALIVE_SECONDS=(\d+)", docker)[0])
    assert theirs
    assert max(theirs) < ours
