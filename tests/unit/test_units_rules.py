"""Rules of units that change and people who move."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from werkzeug.datastructures import MultiDict

from services.assets.rules import people, units
from services.web.lineage import picture_of
from services.web.shown import percent
from services.web.succession_form import body_of, draft_of, faults_of
from shared.errors import Conflict, DomainError, Invalid
from shared.ids import uuid7

TODAY, LAST = date(2026, 5, 5), date(2026, 3, 1)
A, B, C = (uuid7() for _ in range(3))


@pytest.mark.parametrize(
    ("said", "day"), [(None, TODAY), (LAST, LAST), (date(2026, 4, 1), date(2026, 4, 1)), (TODAY, TODAY)]
)
def test_a_change_holds_from_the_last_change_to_today(said: date | None, day: date) -> None:
    assert units.effective_day(said, LAST, TODAY) == day


@pytest.mark.parametrize("said", [date(2026, 2, 28), date(2026, 5, 6)])
def test_a_change_is_neither_before_the_last_nor_ahead(said: date) -> None:
    with pytest.raises(Invalid):
        units.effective_day(said, LAST, TODAY)


def test_a_unit_that_begins_in_days_to_come_changes_from_its_first_day() -> None:
    assert units.effective_day(None, date(2027, 1, 1), TODAY) == date(2027, 1, 1)


def _pairs(*said: tuple[UUID, UUID, str | None]) -> list[units.Pair]:
    return [units.Pair(old, new, Decimal(share) if share else None) for old, new, share in said]


@pytest.mark.parametrize(
    "pairs",
    [
        _pairs((A, B, None), (A, C, None)),
        _pairs((A, B, "1"), (A, C, None)),
        _pairs((A, B, "0.333333"), (A, C, "0.666667")),
    ],
)
def test_unknown_shares_stay_unknown_and_known_ones_add_up(pairs: list[units.Pair]) -> None:
    units.check_pairs(pairs, [A], [B, C])


@pytest.mark.parametrize(
    "pairs",
    [
        _pairs((A, B, "0.5"), (A, C, "0.4")),
        _pairs((A, B, "0.7"), (A, C, "0.7")),
        _pairs((A, B, None)),
        _pairs((A, B, None), (A, B, None), (A, C, None)),
    ],
)
def test_shares_that_are_not_the_whole_and_units_in_no_pair_are_refused(pairs: list[units.Pair]) -> None:
    with pytest.raises(Invalid):
        units.check_pairs(pairs, [A], [B, C])


def test_predecessors_must_be_there_on_the_eve_and_successors_on_the_day() -> None:
    day = date(2025, 7, 1)
    old = {"name": "Cũ", "valid_from": date(2004, 1, 1), "valid_to": date(2025, 6, 30)}
    units.check_predecessor(old, day, "/x")
    units.check_successor({"name": "Mới", "valid_from": day, "valid_to": None}, day, "/x")
    with pytest.raises(Conflict):
        units.check_predecessor({**old, "valid_to": date(2025, 6, 29)}, day, "/x")
    with pytest.raises(Conflict):
        units.check_successor(old, day, "/x")


def _row(version: int, from_on: date | None, status: str = "working", unit: str = "A") -> dict[str, Any]:
    return {"version": version, "from_on": from_on, "status": status, "unit_id": unit}


HISTORY = [
    _row(1, None),
    _row(2, date(2026, 3, 1), unit="B"),
    _row(3, date(2025, 6, 1), unit="C"),
    _row(4, date(2026, 4, 1), "retired", unit="B"),
]


def test_rows_follow_one_another_by_day_whatever_the_order_in_which_they_became_known() -> None:
    told = [(row["version"], row["until"], row["superseded"]) for row in people.stays(HISTORY)]
    assert told == [
        (1, date(2025, 5, 31), False),
        (3, date(2026, 2, 28), False),
        (2, date(2026, 3, 31), False),
        (4, None, False),
    ]
    assert people.present(HISTORY)["version"] == 2


def test_a_later_version_of_the_same_day_takes_the_place_of_the_earlier() -> None:
    rows = [_row(1, None), _row(2, None, unit="B")]
    assert [(row["version"], row["superseded"]) for row in people.stays(rows)] == [(1, True), (2, False)]


@pytest.mark.parametrize(
    ("day", "sound"), [("2026-03-15", True), ("2026-04-15", False), ("2026-06-01", False)]
)
def test_somebody_moves_only_on_a_day_on_which_they_worked(day: str, *, sound: bool) -> None:
    try:
        people.check_move(HISTORY, date.fromisoformat(day), TODAY)
        taken = True
    except DomainError:
        taken = False
    assert taken is sound


def test_duties_answer_for_a_unit_and_end_with_it() -> None:
    assert people.duties_after(["head"], None, another_unit=False) == ["head"]
    assert people.duties_after(["head"], None, another_unit=True) == []
    assert people.duties_after(["head"], ["officer"], another_unit=True) == ["officer"]


def test_a_norm_group_is_unknown_before_somebody_said_it_and_after_somebody_took_it_back() -> None:
    groups = [
        {"id": 1, "valid_from": date(2025, 7, 1), "norm_group": "VIII"},
        {"id": 2, "valid_from": date(2026, 3, 9), "norm_group": "V"},
        {"id": 3, "valid_from": date(2026, 3, 9), "norm_group": "VI"},
        {"id": 4, "valid_from": date(2026, 5, 1), "norm_group": None},
    ]
    days = ("2025-06-30", "2025-07-01", "2026-03-09", "2026-05-01")
    assert [people.group_on(groups, date.fromisoformat(day)) for day in days] == [None, "VIII", "VI", None]


def test_a_lineage_is_drawn_from_old_to_new_and_not_at_all_when_there_is_too_much() -> None:
    named = [{"id": name, "name": f"UBND phường {name} rất là dài", "step": step} for name, step in
             (("Bồ Đề", -1), ("Đức Giang", -1), ("Mới", 0))]  # fmt: skip
    pairs = [
        {"predecessor_id": "Bồ Đề", "successor_id": "Mới"},
        {"predecessor_id": "Đức Giang", "successor_id": "Mới"},
    ]
    picture = picture_of({"units": named, "successions": pairs})
    assert picture is not None
    assert [(box.x, box.step) for box in picture.boxes] == [(0, -1), (0, -1), (270, 0)]
    assert len({(box.x, box.y) for box in picture.boxes}) == 3
    assert len(picture.lines) == 2
    assert picture_of({"units": named * 20, "successions": pairs}) is None
    assert picture_of({"units": named, "successions": []}) is None


@pytest.mark.parametrize(("share", "text"), [("1", "100 %"), ("0.125", "12,5 %"), ("0.000001", "0,0001 %")])
def test_a_share_is_shown_as_a_percentage(share: str, text: str) -> None:
    assert percent(share) == text


def _form(**more: str) -> MultiDict[str, str]:
    typed = {
        "happened_on": "2025-07-01",
        "document_number": "NQ 1",
        "document_on": "2025-06-16",
        "document_authority": "HĐND",
        "old": "1",
        "new-0-code": "M1",
        "new-0-name": "Mới",
        "new-1-code": "M2",
        "new-1-name": "Mới 2",
    }
    return MultiDict(typed | more)


OLD = [{"id": "1", "code": "C1", "name": "Cũ", "version": 3}]


def test_an_empty_percentage_is_unknown_and_zero_is_no_pair() -> None:
    draft = draft_of(_form(**{"share-0-0": "", "share-0-1": "0"}), OLD)
    assert faults_of(draft) is None
    body, wrong = body_of(draft)
    assert (wrong, body["pairs"]) == (None, [{"predecessor": "C1", "successor": "M1", "share": None}])
    assert body["predecessors"] == [{"id": "1", "version": 3}]


def test_percentages_become_shares_and_nonsense_is_said_beside_its_field() -> None:
    body, _ = body_of(draft_of(_form(**{"share-0-0": "12,5", "share-0-1": "87.5"}), OLD))
    assert [pair["share"] for pair in body["pairs"]] == ["0.125", "0.875"]
    _, wrong = body_of(draft_of(_form(**{"share-0-0": "101"}), OLD))
    assert wrong is not None
    assert list(wrong.fields) == ["share-0-0"]


def test_what_is_not_answered_is_asked_for() -> None:
    problem = faults_of(draft_of(MultiDict({"new-0-code": "M1"}), OLD))
    assert problem is not None
    assert set(problem.fields) >= {"happened_on", "document_number", "old", "new-0-code"}
