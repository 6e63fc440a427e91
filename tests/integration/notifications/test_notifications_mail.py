"""E-mails: at least once, one letter of one id however often it is tried, with proof of every attempt."""

import json
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from services.notifications.channels import Channels
from services.notifications.rules import MOST_ATTEMPTS
from services.notifications.sender import send_due
from shared import clock
from shared.ids import uuid7
from taisan.embedded.postgres import free_port
from tests.integration.notifications.world import World
from tests.servers.databases import Databases
from tests.servers.mail import Mailbox

pytestmark = pytest.mark.postgres


def told(world: World, **facts):
    """One clerk with an address, to be told of a recall; the recall's id."""
    unit = world.unit()
    clerk, recall = world.person(unit, "Đỗ Thị Ngọc", **facts), uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    return recall


def delivery(world: World, recall):
    return world.look(
        "SELECT d.* FROM deliveries d JOIN notices n ON n.id = d.notice_id"
        " WHERE n.about_id = %s AND channel = 'email'",
        recall,
    )


def attempts(world: World):
    rows = world.look("SELECT number, outcome, answer FROM attempts ORDER BY id")
    return [(row["number"], row["outcome"]) for row in rows], [row["answer"] for row in rows]


def send(world: World, later: timedelta = timedelta()) -> int:
    with clock.frozen(clock.now() + later):
        return send_due(world.database, world.channels.email)


def test_a_notice_becomes_one_letter_in_text_and_html_with_an_id_of_its_own(posting_world, mailbox):
    recall = told(posting_world, email="ngoc@longbien.example")
    assert (send(posting_world), send(posting_world)) == (1, 0)
    (letter,) = mailbox.letters
    (notice,) = posting_world.look("SELECT * FROM notices")
    assert letter["Message-ID"] == f"<{notice['id']}.email@taisan.test>"
    assert letter["To"] == "Đỗ Thị Ngọc <ngoc@longbien.example>"
    assert letter["From"].addresses[0].addr_spec == "taisan@taisan.test"
    assert letter["Subject"] == "Đề nghị trả 2 tài sản chậm nhất ngày 20/03/2026"
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (plain, html):
        assert "Kính gửi ông/bà Đỗ Thị Ngọc," in part
        assert notice["text_vi"] in part
        assert notice["text_en"].replace("'", "&#x27;" if part is html else "'") in part
        assert f"https://taisan.test/recalls/{recall}" in part
    (sent,) = delivery(posting_world, recall)
    assert (sent["state"], sent["attempts"], sent["last_error"]) == ("sent", 1, None)
    assert attempts(posting_world) == ([(1, "sent")], ["250 OK"])


def test_what_is_sent_is_published_once_without_an_address(posting_world, mailbox):
    recall = told(posting_world)
    send(posting_world)
    (sent,) = delivery(posting_world, recall)
    rows = posting_world.look("SELECT type, data FROM outbox WHERE subject = %s", str(sent["id"]))
    assert [(row["type"], row["data"]["channel"]) for row in rows] == [
        ("notifications.notice.sent.v1", "email")
    ]
    assert "@" not in str(rows[0]["data"])


def test_a_server_that_is_down_delays_letters_and_loses_none(fresh_databases):
    port = free_port()
    with closing(World(fresh_databases, f"smtp://127.0.0.1:{port}")) as world:
        recall = told(world)
        assert send(world) == 0
        assert send(world) == 0, "not before its pause is over"
        assert send(world, timedelta(seconds=6)) == 0
        (waiting,) = delivery(world, recall)
        assert (waiting["state"], waiting["attempts"]) == ("failed", 2)
        assert "ConnectionRefusedError" in waiting["last_error"]
        box = Mailbox(port)
        box.start()
        assert send(world, timedelta(minutes=1)) == 1
        box.stop()
        assert len(box.letters) == 1
        assert attempts(world)[0] == [(1, "deferred"), (2, "deferred"), (3, "sent")]
        assert len(world.look("SELECT 1 FROM notices")) == 1


def test_while_the_server_is_down_one_letter_is_tried_and_the_others_only_wait(fresh_databases):
    with closing(World(fresh_databases, f"smtp://127.0.0.1:{free_port()}")) as world:
        for _ in range(3):
            told(world)
        send(world)
        rows = world.look("SELECT attempts FROM deliveries WHERE channel = 'email' ORDER BY attempts")
        assert [row["attempts"] for row in rows] == [0, 0, 1]


@pytest.mark.parametrize(
    ("answer", "state", "outcome"),
    [("451 4.3.0 try later", "failed", "deferred"), ("552 5.3.4 never", "dead", "refused")],
)
def test_a_letter_put_off_is_tried_again_and_a_letter_refused_is_not(
    posting_world, mailbox, answer, state, outcome
):
    recall = told(posting_world)
    mailbox.refuse = answer
    send(posting_world)
    (row,) = delivery(posting_world, recall)
    assert (row["state"], row["last_error"]) == (state, answer)
    assert attempts(posting_world) == ([(1, outcome)], [answer])
    mailbox.refuse = ""
    assert send(posting_world, timedelta(hours=1)) == (1 if state == "failed" else 0)


def test_one_refused_letter_does_not_hold_up_the_next(posting_world, mailbox):
    told(posting_world, email="khong-phai-dia-chi")
    told(posting_world)
    assert send(posting_world) == 1
    assert {
        row["state"] for row in posting_world.look("SELECT state FROM deliveries WHERE channel = 'email'")
    } == {
        "dead",
        "sent",
    }


@pytest.mark.parametrize(
    "address", ["a b@c", "an@", "@x.example", "ngọc@longbien.example", "a@b\r\nBcc: x@y"]
)
def test_an_address_that_is_none_is_refused_with_a_word_why(posting_world, mailbox, address):
    recall = told(posting_world, email=address)
    assert send(posting_world) == 0
    (row,) = delivery(posting_world, recall)
    assert row["state"] == "dead"
    assert "address" in row["last_error"]
    assert mailbox.letters == []


def test_a_letter_goes_to_the_address_that_is_known_when_it_leaves(posting_world, mailbox):
    unit = posting_world.unit()
    clerk, recall = posting_world.person(unit, email="cu@longbien.example"), uuid7()
    posting_world.act(posting_world.recall_event("opened", recall, clerk, unit))
    posting_world.person(unit, id=clerk, email="moi@longbien.example", version=2)
    send(posting_world)
    assert [letter["To"].addresses[0].addr_spec for letter in mailbox.letters] == ["moi@longbien.example"]


def test_who_has_no_address_is_told_in_the_application_only(posting_world):
    recall = told(posting_world, email=None)
    assert delivery(posting_world, recall) == []


def test_after_too_many_attempts_a_letter_is_given_up_for_people_to_see(posting_world, mailbox):
    recall = told(posting_world)
    posting_world.look("UPDATE deliveries SET attempts = %s RETURNING 1", MOST_ATTEMPTS - 1)
    mailbox.refuse = "451 try later"
    send(posting_world)
    assert delivery(posting_world, recall)[0]["state"] == "dead"


def test_what_has_been_settled_meanwhile_is_not_sent_any_more(posting_world, mailbox):
    unit = posting_world.unit()
    record = posting_world.record(posting_world.person(unit), posting_world.person(unit), unit)
    posting_world.act(record.event("issued"))
    posting_world.act(record.event("completed"))
    assert send(posting_world) == 2
    assert {letter["Subject"] for letter in mailbox.letters} == {
        "Biên bản bàn giao số 00012/BBBG đã hoàn thành"
    }
    states = posting_world.look(
        "SELECT DISTINCT d.state FROM deliveries d JOIN notices n ON n.id = d.notice_id"
        " WHERE n.kind = 'record_waiting' AND d.channel = 'email'"
    )
    assert [row["state"] for row in states] == ["withdrawn"]


@pytest.mark.parametrize(("point", "letters"), [("sender.before_send", 1), ("sender.after_send", 2)])
def test_a_sender_that_dies_with_a_letter_in_hand_lets_it_be_sent_again_under_one_id(
    posting_world, mailbox, point, letters
):
    told(posting_world)
    dying(posting_world, point)
    assert send(posting_world) == 0, "its lease has not ended yet"
    assert send(posting_world, timedelta(minutes=4)) == 1
    assert len(mailbox.letters) == letters
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 1
    assert attempts(posting_world)[0] == [(1, "interrupted"), (2, "sent")]


def test_two_senders_at_once_never_send_the_same_letter(posting_world, mailbox):
    for _ in range(12):
        told(posting_world)
    threads = [threading.Thread(target=send, args=(posting_world,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailbox.letters) == len({letter["Message-ID"] for letter in mailbox.letters}) == 12


def test_no_transaction_is_open_while_the_server_takes_its_time(posting_world, mailbox):
    seen = []
    mailbox.on_letter = lambda: seen.append(
        posting_world.look(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%%' AND pid <> pg_backend_pid()"
        )
    )
    told(posting_world)
    send(posting_world)
    assert seen == [[]]


def test_without_a_mail_server_no_letter_is_planned(databases: Databases):
    with closing(World(databases)) as world:
        assert Channels.of(world.settings).email is None
        assert delivery(world, told(world)) == []


def dying(world: World, point: str) -> None:
    """Run the sender in a process of its own and let it die at `point`."""
    script = Path(__file__).with_name("send_once.py")
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, str(script), json.dumps(asdict(world.settings)), point],
        env={"PYTHONPATH": str(root), "PATH": ""},
        check=False,
        timeout=60,
    )
    assert done.returncode == 137
