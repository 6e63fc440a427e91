"""What is hashed has one byte form that anybody can make again with another library."""

import hashlib
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.handover.ledger import entries
from services.handover.ledger.canonical import canonical, instant

LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
KEYS = st.text(st.characters(max_codepoint=127), min_size=1)
VALUES = st.dictionaries(
    KEYS, st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner))
)


@given(VALUES)
def test_the_standard_library_makes_the_same_bytes(value: dict[str, object]) -> None:
    assert (
        canonical(value)
        == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )


@pytest.mark.parametrize("odd", [1.0, 2**53, {1, 2}, b"x", {"ngày": 1}, {1: 2}])
def test_what_has_more_than_one_form_is_refused(odd: object) -> None:
    with pytest.raises(TypeError):
        canonical({"value": odd})


def test_ids_dates_and_instants_are_strings() -> None:
    at = datetime(2026, 3, 5, 2, 15, 0, 7, UTC)
    body = {"id": UUID(int=1), "on": date(2026, 3, 5), "at": at, "money": 12_500_000}
    assert canonical(body) == (
        b'{"at":"2026-03-05T02:15:00.000007Z","id":"00000000-0000-0000-0000-000000000001",'
        b'"money":12500000,"on":"2026-03-05"}'
    )
    assert instant(at) == "2026-03-05T02:15:00.000007Z"


def test_a_leaf_is_that_of_rfc_6962_and_small_whatever_the_record() -> None:
    links = [entries.Link(UUID(int=n), 1, None) for n in range(1000)]
    body = {"lines": ["x" * 200] * 1000}
    sealed = entries.seal("record.issued", UUID(int=9), UUID(int=1), body, at=datetime.now(UTC), links=links)
    assert sealed.leaf == hashlib.sha256(b"\x00" + sealed.header).digest()
    assert len(sealed.header) < 600
    assert json.loads(sealed.header)["links_count"] == 1000


def test_the_header_commits_to_the_body_under_a_salt() -> None:
    sealed = entries.seal("pin.set", UUID(int=9), UUID(int=1), {"name": "Mai"}, at=datetime.now(UTC))
    again = entries.seal("pin.set", UUID(int=9), UUID(int=1), {"name": "Mai"}, at=datetime.now(UTC))
    commitment = json.loads(sealed.header)["body"]
    assert commitment == hashlib.sha256(sealed.salt + sealed.body).hexdigest()
    assert commitment != json.loads(again.header)["body"]
    assert b"Mai" not in sealed.header
