"""Who may give what to whom, on which day, and until when a leaver must give back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.handover import rules
from shared.auth import Actor
from shared.errors import Conflict, Invalid, NotPermitted

WARD = uuid4()
DAY = date(2026, 3, 5)


def party(role: str = rules.HOLDER, **facts: Any) -> rules.Party:
    given = {"person_id": uuid4(), "name": "Nguyễn Thị Mai", "post": "Chuyên viên", "unit_id": WARD}
    return rules.Party(**{**given, "unit_name": "Bồ Đề", "role": role, "working": True, **facts})


def holding(**facts: Any) -> rules.Holding:
    given = {"asset_id": uuid4(), "code": "0BCGHK12", "status": "in_store", "unit_id": WARD}
    return rules.Holding(**{**given, **facts})


def officer(person_id: UUID | None = None) -> Actor:
    return Actor("o", frozenset({"officer"}), WARD, person_id or uuid4())


def test_a_request_that_does_not_say_means_the_usual_way() -> None:
    assert rules.sides_of("internal_handover", None, None) == ("store", "holder")
    assert rules.sides_of("internal_handover", "holder", None) == ("holder", "holder")
    assert rules.sides_of("internal_recall", None, None) == ("holder", "store")
    with pytest.raises(Invalid):
        rules.sides_of("internal_return", "store", "holder")


def test_the_store_is_represented_by_who_keeps_it() -> None:
    keeper = party(rules.STORE, duties=("officer",))
    rules.check_parties(keeper, party(), officer())
    acting = party(rules.STORE)
    rules.check_parties(acting, party(), officer(acting.person_id))
    with pytest.raises(Invalid, match="parties-refused"):
        rules.check_parties(party(rules.STORE), party(), officer())
    with pytest.raises(Invalid):
        rules.check_parties(party(rules.STORE, duties=("officer",), working=False), party(), officer())


def test_a_leaver_gives_back_but_receives_nothing() -> None:
    rules.check_parties(party(working=False), party(rules.STORE, duties=("head",)), officer())
    with pytest.raises(Invalid) as refused:
        rules.check_parties(party(rules.STORE, duties=("officer",)), party(working=False), officer())
    assert "không còn công tác" in refused.value.vi


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (
            {"holder_id": uuid4(), "holder_name": "Vũ Lan", "since": date(2026, 3, 2)},
            "Vũ Lan giữ từ 02/03/2026",
        ),
        ({"waiting_number": "00007/BBBG", "waiting_since": DAY}, "00007/BBBG chờ ký từ 05/03/2026"),
        ({"status": "broken"}, "hỏng"),
        ({"last_moved_on": date(2026, 3, 6)}, "06/03/2026"),
    ],
)
def test_an_asset_that_is_not_free_says_why(facts: dict[str, Any], word: str) -> None:
    store = party(rules.STORE, duties=("officer",))
    with pytest.raises(Conflict) as refused:
        rules.check_holdings("internal_handover", store, party(), DAY, [holding(), holding(**facts)])
    assert [fault.pointer for fault in refused.value.errors] == ["/lines/1"]
    assert word in refused.value.errors[0].vi


def test_a_holder_gives_only_what_he_holds_even_broken() -> None:
    mai = party()
    held = holding(holder_id=mai.person_id, holder_name=mai.name, since=DAY, status="broken")
    rules.check_holdings("internal_return", mai, party(rules.STORE), DAY, [held])
    with pytest.raises(Conflict) as refused:
        rules.check_holdings("internal_return", mai, party(rules.STORE), DAY, [holding()])
    assert "đang ở kho" in refused.value.errors[0].vi


def test_one_record_is_of_one_unit() -> None:
    store = party(rules.STORE, duties=("officer",))
    with pytest.raises(Conflict):
        rules.check_holdings("internal_handover", store, party(), DAY, [holding(), holding(unit_id=uuid4())])


def test_the_form_is_that_of_the_day() -> None:
    assert rules.form_for(date(2025, 6, 30)).details["code"] == "01/TSC-BBGN"
    assert rules.form_for(date(2025, 7, 1)).details["code"] == "02/TSC-BBGN"


def test_a_record_keeps_the_versions_of_the_rules_it_stands_on() -> None:
    assert rules.made_under("internal_handover", date(2025, 6, 30)) == ["L15-23@1", "INT-HANDOVER@1"]
    assert rules.made_under("internal_recall", DAY) == ["L15-23@2", "INT-HANDOVER@2", "INT-RECALL@1"]


def test_nobody_signs_for_another_but_an_officer_holds_out_the_device() -> None:
    mai = uuid4()
    side = (mai, "Nguyễn Thị Mai")
    own, colleague = (Actor("x", frozenset({"holder"}), WARD, person) for person in (mai, uuid4()))
    assert rules.may_sign("receiver", side, None, "pin", own) == mai
    assert rules.may_sign("receiver", side, mai, "drawn", officer()) == mai
    with pytest.raises(NotPermitted):
        rules.may_sign("receiver", side, None, "pin", colleague)
    with pytest.raises(NotPermitted):
        rules.may_sign("receiver", side, uuid4(), "pin", officer())


def test_the_deadline_counts_from_leaving_or_opening_whichever_is_later() -> None:
    assert rules.recall_deadline(DAY, None) == date(2026, 3, 19)  # ten working days
    assert rules.recall_deadline(DAY, DAY - timedelta(days=30)) == date(2026, 3, 19)
    assert rules.recall_deadline(DAY, DAY + timedelta(days=5)) == date(2026, 3, 24)


def test_due_is_the_working_day_before_and_overdue_the_day_after() -> None:
    first, last = rules.due_deadlines(DAY)
    assert (first, last) == (DAY, DAY + timedelta(days=1))
    assert rules.is_overdue(DAY - timedelta(days=1), DAY)
    assert not rules.is_overdue(DAY, DAY)
