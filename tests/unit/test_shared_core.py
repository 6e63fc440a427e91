"""Ids, the clock, topics, cursors, tokens and log lines."""

import json
import time
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import clock, failpoints
from shared.auth import Actor
from shared.bus.topology import matches
from shared.errors import Malformed, Unauthenticated
from shared.ids import uuid7
from shared.logs import _without_secrets
from shared.tokens import TokenVerifier, issue_token, new_key
from shared.web.pages import cursor_of, key_of, page


def test_ids_of_one_process_only_rise_and_are_version_seven():
    ids = [uuid7() for _ in range(5000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 5000
    assert {(made.version, made.variant) for made in ids} == {(7, "specified in RFC 4122")}
    assert abs((ids[0].int >> 80) - clock.now().timestamp() * 1000) < 10_000


def test_the_legal_day_begins_at_midnight_in_hanoi():
    late = datetime(2026, 6, 30, 16, 59, 59, tzinfo=UTC)
    assert clock.legal_date(late) == date(2026, 6, 30)
    assert clock.legal_date(late.replace(hour=17, minute=0, second=0)) == date(2026, 7, 1)


def test_a_frozen_clock_stands_still_and_goes_on_afterwards():
    at = datetime(2025, 7, 1, 8, tzinfo=clock.HANOI)
    with clock.frozen(at):
        assert (clock.now(), clock.today()) == (at, date(2025, 7, 1))
    assert clock.now().year >= 2026


@pytest.mark.parametrize(
    ("topic", "key", "fits"),
    [
        ("handover.record.issued.v1", "handover.record.issued.v1", True),
        ("handover.*.issued.v1", "handover.record.issued.v1", True),
        ("handover.record.*", "handover.record.issued.v1", False),
        ("handover.record.#", "handover.record.issued.v1", True),
        ("#", "anything.at.all", True),
        ("#.v1", "handover.record.issued.v1", True),
        ("handover.#.v2", "handover.record.issued.v1", False),
        ("handover.#", "handover", True),
        ("*", "handover.record", False),
    ],
)
def test_topics_fit_keys_as_amqp_defines_it(topic, key, fits):
    assert matches(topic, key) is fits


@given(st.dates(), st.uuids(), st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_a_cursor_gives_back_its_key(day, last, name):
    assert key_of(cursor_of(day, last, name), date.fromisoformat, UUID, str) == (day, last, name)


@given(st.one_of(st.text(max_size=40), st.builds(cursor_of, st.text(max_size=8))))
def test_a_cursor_that_is_not_ours_is_refused_and_never_crashes(text):
    with pytest.raises(Malformed):
        key_of(text, UUID)


def test_a_page_knows_whether_there_is_more():
    rows = list(range(3))
    shown = page(rows, 2, lambda row: {"n": row}, cursor_of)
    assert shown == {"items": [{"n": 0}, {"n": 1}], "next": cursor_of(1)}
    assert page(rows, 3, lambda row: {"n": row}, cursor_of)["next"] is None


UNIT, PERSON = uuid7(), uuid7()


@pytest.fixture
def keys() -> tuple[str, dict[str, dict[str, str]]]:
    return new_key("web", "user")


def token(signing: str, **other: object) -> str:
    said = {"subject": "mai", "audience": "assets", "roles": frozenset({"officer"})} | other
    return issue_token(signing, unit_id=UNIT, person_id=PERSON, **said)  # type: ignore[arg-type]


def test_a_token_says_who_acts_for_which_unit(keys):
    actor = TokenVerifier(keys[1], "assets").actor(token(keys[0]))
    assert actor == Actor("mai", frozenset({"officer"}), UNIT, PERSON)


def test_only_a_service_token_sees_every_unit(keys):
    service = TokenVerifier(keys[1], "assets").actor(token(keys[0], roles=frozenset({"service"})))
    assert service.scope_all
    both = TokenVerifier(keys[1], "assets").actor(token(keys[0], roles=frozenset({"service", "officer"})))
    assert not both.scope_all


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t[:-4] + ("AAAA" if t[-4:] != "AAAA" else "BBBB"),
        lambda t: t.split(".")[0] + "." + t.split(".")[1] + ".",
        lambda t: ".".join(["eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0Iiwia2lkIjoid2ViIn0", t.split(".")[1], ""]),
        lambda t: t + ".x",
        lambda t: "",
        lambda t: "ü.ü.ü",
    ],
)
def test_a_forged_token_is_refused(keys, spoil):
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys[1], "assets").actor(spoil(token(keys[0])))


def test_a_token_ends_and_cannot_be_asked_to_live_longer_than_five_minutes(keys, monkeypatch):
    verifier = TokenVerifier(keys[1], "assets")
    long_lived = token(keys[0], lifetime=86_400)
    verifier.actor(long_lived)
    later = time.time() + 400
    monkeypatch.setattr("time.time", lambda: later)
    with pytest.raises(Unauthenticated):
        verifier.actor(long_lived)


def test_a_token_of_a_key_we_do_not_know_is_refused(keys):
    stranger, _ = new_key("web", "user")
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys[1], "assets").actor(token(stranger))


def test_log_lines_never_carry_secrets():
    line = _without_secrets(
        None, "info", {"event": "x", "pin": "1234", "Authorization": "Bearer t", "unit": "BD"}
    )
    assert line == {"event": "x", "pin": "***", "Authorization": "***", "unit": "BD"}
    assert "1234" not in json.dumps(line)


def test_a_failpoint_that_nobody_armed_does_nothing():
    failpoints.point("nowhere")


def test_ids_are_plain_uuids():
    assert isinstance(uuid7(), UUID)
