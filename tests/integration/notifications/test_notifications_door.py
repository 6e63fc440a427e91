"""The HTTP door of notices: whose they are, how they are read and acknowledged, what the answers say."""

from contextlib import closing
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from services.notifications.app import create_app
from services.notifications.sender import send_due
from shared import clock
from shared.ids import uuid7
from shared.tokens import issue_token
from tests.integration.notifications.world import World
from tests.servers.databases import USER_KEY

pytestmark = pytest.mark.postgres
BASE = "/api/notifications"


@pytest.fixture(scope="module")
def application(world: World):
    app = create_app(world.settings)
    with closing(app.extensions["taisan.database"]):
        yield app


@pytest.fixture
def client(application: Any) -> FlaskClient:
    client: FlaskClient = application.test_client()
    return client


@pytest.fixture(scope="module")
def ward(world: World):
    """A district with a ward and its people, and a sibling ward with an officer."""
    district = world.unit()
    unit, sibling = world.unit(district), world.unit(district)
    return {
        "district": district,
        "unit": unit,
        "sibling": sibling,
        "officer": world.person(unit, "Trần Văn Kho", duties=["officer"]),
        "clerk": world.person(unit, "Nguyễn Văn An"),
        "stranger": world.person(sibling, "Người Khác", duties=["officer"]),
    }


@pytest.fixture
def recall(world: World, ward) -> UUID:
    """A recall that the clerk and the officer were told of."""
    about = uuid7()
    world.act(world.recall_event("opened", about, ward["clerk"], ward["unit"]))
    return about


def bearer(role: str, unit: UUID | None = None, person: UUID | None = None, **more: str) -> dict[str, str]:
    token = issue_token(
        USER_KEY,
        subject=f"{role}-{person}",
        audience="notifications",
        roles=frozenset({role}),
        unit_id=unit,
        person_id=person,
    )
    return {
        "Authorization": f"Bearer {token}",
        **{name.replace("_", "-"): said for name, said in more.items()},
    }


def listed(client: FlaskClient, headers: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{BASE}/notices", query_string=query, headers=headers)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_a_person_sees_the_own_notices_with_all_that_belongs_to_them(client, ward, recall):
    clerk = bearer("holder", ward["unit"], ward["clerk"])
    (notice,) = listed(client, clerk, about=recall)
    assert notice["recipient_person_id"] == str(ward["clerk"])
    assert (notice["kind"], notice["state"], notice["version"]) == ("recall_opened", "unread", 1)
    assert notice["subject"] == notice["subject_vi"] == "Đề nghị trả 2 tài sản chậm nhất ngày 20/03/2026"
    assert notice["link"] == f"/recalls/{recall}"
    (delivery,) = notice["deliveries"]
    assert (delivery["channel"], delivery["state"], delivery["attempts"]) == ("in_app", "sent", 1)
    english = listed(client, clerk | {"Accept-Language": "en"}, about=recall)[0]
    assert english["subject"] == "Please return 2 assets by 20/03/2026"


@pytest.mark.parametrize("role", ["officer", "head", "accountant", "auditor", "admin"])
def test_overseers_see_the_notices_of_their_units_people(client, ward, recall, role):
    seen = {n["recipient_person_id"] for n in listed(client, bearer(role, ward["unit"]), about=recall)}
    assert seen == {str(ward["clerk"]), str(ward["officer"])}
    above = {n["recipient_person_id"] for n in listed(client, bearer(role, ward["district"]), about=recall)}
    assert above == seen


@pytest.mark.parametrize("role", ["officer", "head", "accountant", "auditor", "admin", "holder"])
def test_nobody_sees_the_notices_of_another_unit(client, ward, recall, role):
    stranger = bearer(role, ward["sibling"], ward["stranger"])
    assert listed(client, stranger, about=recall) == []
    (notice,) = listed(client, bearer("holder", None, ward["clerk"]), about=recall)
    assert client.get(f"{BASE}/notices/{notice['id']}", headers=stranger).status_code == 404
    attempts = client.get(f"{BASE}/notices/{notice['id']}/attempts", headers=stranger)
    assert attempts.status_code == 404


def test_what_was_given_up_is_sent_again_when_asked_and_who_asked_stands_in_the_ledger(
    posting_world: World, mailbox
):
    unit = posting_world.unit()
    clerk, about = posting_world.person(unit, duties=["officer"]), uuid7()
    posting_world.act(posting_world.recall_event("opened", about, clerk, unit))
    app = create_app(posting_world.settings)
    with closing(app.extensions["taisan.database"]):
        client, officer = app.test_client(), bearer("officer", unit, clerk)
        mailbox.refuse = "552 5.3.4 never"
        assert send_due(posting_world.database, posting_world.channels.email) == 0
        (notice,) = listed(client, officer, delivery="dead")
        path = f"{BASE}/notices/{notice['id']}/resending"
        asked = {**officer, "Idempotency-Key": "again"}
        assert client.get(f"{BASE}/sending", headers=officer).get_json()["dead"] == 1
        assert client.post(path, json={}, headers=bearer("holder", unit, clerk)).status_code == 403
        assert client.post(path, json={}, headers=asked).status_code == 200
        refused = client.post(path, json={}, headers={**officer, "Idempotency-Key": "twice"})
        assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/nothing-to-resend")
        mailbox.refuse = ""
        assert send_due(posting_world.database, posting_world.channels.email) == 1
        assert listed(client, officer, delivery="dead") == []
        attempts = client.get(f"{BASE}/notices/{notice['id']}/attempts", headers=officer).get_json()["items"]
        told = [(one["number"], one["outcome"]) for one in attempts]
        assert told == [(1, "refused"), (1, "resend_asked"), (2, "sent")]
        assert attempts[1]["answer"] == f"officer-{clerk}"
        standing = client.get(f"{BASE}/sending", headers=officer).get_json()
        assert (standing["waiting"], standing["dead"], standing["alarms"]) == (0, 0, [])


def test_letters_that_wait_too_long_raise_alarms_to_their_unit_only(posting_world: World):
    unit, sibling = posting_world.unit(), posting_world.unit()
    clerk = posting_world.person(unit)
    posting_world.act(posting_world.recall_event("opened", uuid7(), clerk, unit))
    app = create_app(posting_world.settings)
    with closing(app.extensions["taisan.database"]):
        seen = []
        for minutes in (10, 20, 70):
            with clock.frozen(clock.now() + timedelta(minutes=minutes)):
                headers = bearer("officer", unit)
                seen.append(app.test_client().get(f"{BASE}/sending", headers=headers).get_json()["alarms"])
                stranger = bearer("officer", sibling)
                other = app.test_client().get(f"{BASE}/sending", headers=stranger).get_json()
                assert (other["waiting"], other["alarms"]) == (0, [])
        assert seen == [[], ["nothing_sent"], ["oldest_unsent", "nothing_sent"]]


def test_a_holder_sees_nothing_of_colleagues(client, ward, recall):
    colleague = bearer("holder", ward["unit"], uuid7())
    assert listed(client, colleague, about=recall) == []
    (notice,) = listed(client, bearer("holder", None, ward["clerk"]), about=recall)
    path = f"{BASE}/notices/{notice['id']}/acknowledgement"
    assert client.post(path, headers=colleague | {"If-Match": '"1"'}).status_code == 404


def test_only_the_recipient_acknowledges_at_the_version_read_and_once(client, ward, recall):
    clerk, officer = bearer("holder", None, ward["clerk"]), bearer("officer", ward["unit"], ward["officer"])
    (notice,) = listed(client, clerk, about=recall)
    path = f"{BASE}/notices/{notice['id']}/acknowledgement"
    assert client.post(path, headers=clerk).status_code == 428
    assert client.post(path, headers=officer | {"If-Match": '"1"'}).status_code == 403
    done = client.post(path, headers=clerk | {"If-Match": '"1"', "Idempotency-Key": str(uuid7())})
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')
    assert done.get_json()["state"] == "acknowledged"
    assert done.get_json()["acknowledged_at"] == done.get_json()["read_at"]
    assert client.post(path, headers=clerk | {"If-Match": '"1"'}).status_code == 412
    again = client.post(path, headers=clerk | {"If-Match": '"2"'})
    assert (again.status_code, again.get_json()["version"]) == (200, 2)


def test_reading_comes_before_acknowledging_and_never_takes_it_back(client, ward, recall):
    clerk = bearer("holder", None, ward["clerk"])
    (notice,) = listed(client, clerk, about=recall)
    path = f"{BASE}/notices/{notice['id']}"
    states = [
        client.post(f"{path}/{act}", headers=clerk | {"If-Match": version}).get_json()["state"]
        for act, version in (("reading", '"1"'), ("acknowledgement", '"2"'), ("reading", '"3"'))
    ]
    assert states == ["read", "acknowledged", "acknowledged"]


def test_pages_go_on_where_they_ended_and_count_when_asked(client, ward, world):
    person = world.person(ward["unit"])
    about = [uuid7() for _ in range(5)]
    for one in about:
        world.act(world.recall_event("opened", one, person, ward["unit"]))
    headers = bearer("holder", None, person)
    first = client.get(f"{BASE}/notices?limit=2&count=true", headers=headers).get_json()
    assert (len(first["items"]), first["count"], first["unread"]) == (2, 5, 5)
    seen, after = [n["about_id"] for n in first["items"]], first["next"]
    while after:
        page = client.get(
            f"{BASE}/notices", query_string={"limit": 2, "after": after}, headers=headers
        ).get_json()
        seen += [n["about_id"] for n in page["items"]]
        after = page["next"]
    assert seen == [str(one) for one in reversed(about)]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("recipient=x", 422),
        ("state=gone", 422),
        ("limit=0", 422),
        ("limit=201", 422),
        ("after=%00", 400),
        ("after=abc", 400),
        ("after=WyJ4Il0", 400),
        ("nothing=1", 422),
        ("count=perhaps", 422),
    ],
)
def test_a_query_that_makes_no_sense_is_refused_in_words(client, ward, query, status):
    answer = client.get(f"{BASE}/notices?{query}", headers=bearer("admin", ward["unit"]))
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_channels_say_which_are_on_and_why_not(client, ward):
    items = client.get(f"{BASE}/channels", headers=bearer("holder")).get_json()["items"]
    assert [(item["channel"], item["on"]) for item in items] == [("in_app", True), ("email", False)]
    assert "SMTP_URL" in items[1]["reason"]


def test_a_page_costs_five_statements_whatever_its_length(application, client, ward, recall):
    engine, seen = application.extensions["taisan.database"].engine, []
    names = ("before_cursor_execute", "begin", "commit")
    listeners = [
        lambda *a: seen.append(a[2]),
        lambda c: seen.append("BEGIN"),
        lambda c: seen.append("COMMIT"),
    ]
    for name, listener in zip(names, listeners, strict=True):
        event.listen(engine, name, listener)
    for limit in (1, 200):
        seen.clear()
        listed(client, bearer("officer", ward["unit"]), limit=limit)
        assert len(seen) == 5, seen
    for name, listener in zip(names, listeners, strict=True):
        event.remove(engine, name, listener)


def test_the_tables_are_as_the_code_knows_them(world):
    from services.notifications.models import NOTIFICATIONS

    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    for table in NOTIFICATIONS.tables.values():
        assert {row["column_name"] for row in world.look(columns, table.name)} == {
            c.name for c in table.columns
        }
