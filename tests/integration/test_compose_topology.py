"""The services as docker compose would run them: each its own processes, database, role and broker user."""

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pika
import pika.exceptions
import psycopg
import pytest

from shared.bus import topology
from shared.ids import uuid7
from shared.tokens import issue_token
from taisan.promises import subscribed
from taisan.services import APIS
from tests.servers.composed import Composed
from tests.waiting import eventually

pytestmark = [pytest.mark.postgres, pytest.mark.rabbitmq, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def composed(tmp_path_factory, rabbitmq) -> Iterator[Composed]:
    made = Composed(tmp_path_factory.mktemp("composed"), rabbitmq)
    try:
        made.up()
        yield made
    finally:
        made.down()


class Clerk:
    """A caller with the rights of the web's signing key."""

    def __init__(self, composed: Composed) -> None:
        self._composed = composed
        self._key = (composed.secrets / "web_signing_key").read_text()

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        role: str = "service",
        unit: str = "",
        person: str = "",
    ) -> Any:
        service = path.split("/")[2]
        token = issue_token(
            self._key,
            subject="clerk",
            audience=service,
            roles=frozenset({role}),
            unit_id=UUID(unit) if unit else None,
            person_id=UUID(person) if person else None,
        )
        url = self._composed.address(service) + path
        return self._composed.ask(token, method, url, body, **{"Idempotency-Key": str(uuid7())})


@pytest.fixture(scope="module")
def clerk(composed) -> Clerk:
    return Clerk(composed)


@pytest.fixture(scope="module")
def ward(clerk) -> dict[str, str]:
    """A ward with an officer, a holder and a tablet, registered in assets."""
    unit = clerk(
        "POST", "/api/assets/units", {"code": "PD", "name": "UBND phường Phúc Đồng", "kind": "ward"}
    )["id"]
    people = {
        code: clerk(
            "POST",
            "/api/assets/people",
            {
                "code": code,
                "name": name,
                "post": "Công chức",
                "unit_id": unit,
                "email": f"{code}@longbien.example",
            },
        )["id"]
        for code, name in (("CB01", "Nguyễn Thị Hoa"), ("CB02", "Trần Văn Đức"))
    }
    asset = clerk(
        "POST",
        "/api/assets/assets",
        {
            "name": "Máy tính bảng",
            "category": "tablet",
            "serial": "R52N1",
            "unit_id": unit,
            "cost": 9_500_000,
        },
    )
    return {"unit": unit, "officer": people["CB01"], "holder": people["CB02"], "asset": asset["id"]}


def issue(clerk: Clerk, ward: dict[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = clerk(
        "POST",
        "/api/handover/records",
        {
            "kind": "internal_handover",
            "from": {"person_id": ward["officer"]},
            "to": {"person_id": ward["holder"]},
            "lines": [{"asset_id": ward["asset"], "condition": "Tốt"}],
            "place": "Trụ sở",
        },
        role="officer",
        unit=ward["unit"],
        person=ward["officer"],
    )
    return record


def test_an_event_passes_from_assets_to_handover_to_notifications(clerk, ward):
    """Handover knows people and asset from events alone; the receiver's notice comes from its event."""
    deadline = time.monotonic() + 30
    while True:
        try:
            record = issue(clerk, ward)
            break
        except OSError:
            assert time.monotonic() < deadline, "handover did not learn of people and asset"
            time.sleep(0.2)
    assert record["state"] == "issued"

    def notices() -> list[Any]:
        return list(clerk("GET", f"/api/notifications/notices?recipient={ward['holder']}")["items"])

    eventually(notices, within=30)
    assert {notice["kind"] for notice in notices()} == {"record_waiting"}


def test_what_is_recorded_while_a_worker_is_dead_arrives_when_it_is_back(composed, clerk, ward):
    composed.kill("handover-worker")
    assert not composed.is_healthy("handover-worker")
    unit = clerk("POST", "/api/assets/units", {"code": "GB", "name": "UBND phường Gia Thụy", "kind": "ward"})[
        "id"
    ]
    composed.start("handover-worker")
    eventually(lambda: composed.is_healthy("handover-worker"), within=30)

    def is_known() -> bool:
        url = (composed.secrets / "handover_owner_url").read_text()
        with psycopg.connect(url) as connection:
            connection.execute("SELECT set_config('app.scope', 'all', false)")
            return bool(connection.execute("SELECT 1 FROM known_units WHERE id = %s", [unit]).fetchone())

    eventually(is_known, within=30)


def test_nothing_died_and_only_what_nobody_wants_is_unrouted(rabbitmq):
    wanted = {topic for topics in subscribed().values() for topic in topics}
    with pika.BlockingConnection(pika.URLParameters(rabbitmq.url_of("taisan"))) as connection:
        channel = connection.channel()
        for name in APIS:
            dead = channel.queue_declare(topology.dead_queue(name), passive=True).method.message_count
            assert (name, dead) == (name, 0)
        while (found := channel.basic_get(topology.UNROUTED))[0] is not None:
            assert found[0].routing_key not in wanted


def amqp_url(composed: Composed, service: str) -> str:
    return (composed.secrets / f"{service}_amqp_url").read_text()


@pytest.mark.parametrize("service", APIS)
def test_a_service_may_configure_nothing_on_the_broker(composed, service):
    with (
        pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"),
        pika.BlockingConnection(pika.URLParameters(amqp_url(composed, service))) as connection,
    ):
        connection.channel().queue_declare("mine")


def test_a_service_may_not_read_the_queue_of_another(composed):
    with (
        pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"),
        pika.BlockingConnection(pika.URLParameters(amqp_url(composed, "notifications"))) as connection,
    ):
        connection.channel().basic_get("handover")


def test_a_service_may_not_enter_the_database_of_another(composed):
    url = (
        (composed.secrets / "notifications_app_url")
        .read_text()
        .replace("taisan_notifications", "taisan_handover")
    )
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url)


def test_the_key_of_a_service_speaks_for_no_person(composed, ward):
    key = (composed.secrets / "handover_signing_key").read_text()
    token = issue_token(key, subject="forged", audience="assets", roles=frozenset({"admin"}))
    with pytest.raises(OSError, match="401"):
        composed.ask(token, "GET", f"{composed.address('assets')}/api/assets/people")


def test_a_wrong_setting_is_named_and_refused(composed):
    environment = composed.environment("assets-worker")
    assert json.loads((composed.secrets / "token_keys").read_text())
    composed.environment = lambda process: {**environment, "DATABASE_URL_FILE": "/nowhere"}  # type: ignore[method-assign]
    try:
        assert composed.run("assets-setup") == 2
        assert "DATABASE_URL_FILE" in composed.log("assets-setup")
    finally:
        del composed.environment
