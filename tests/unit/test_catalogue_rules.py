"""Attributes, what a cost is made of, changes of cost, systems, makers: as tables and for any numbers."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assets.rules import books, catalogue, costing, makers, systems
from services.assets.rules.attributes import check_attributes, valid_imei
from shared.errors import Conflict, Invalid, NotFound, NotPermitted, RefusedByLaw

TODAY = date(2026, 3, 5)
AMOUNT = st.integers(0, 10**12)


def attribute(**more):
    return {"name": "a", "label": "A", "label_en": "A", "type": "text", **more}


@pytest.mark.parametrize("imei", ["356938035643809", "490154203237518", "000000000000000"])
def test_an_imei_with_a_right_last_digit_is_one(imei):
    assert valid_imei(imei)


@pytest.mark.parametrize("imei", [
    "356938035643808", "35693803564380", "3569380356438090", "35693803564380a", "",
    "３５６９３８０３５６４３８０９",
])  # fmt: skip
def test_anything_else_is_none(imei):
    assert not valid_imei(imei)


@given(st.text("0123456789", min_size=14, max_size=14))
def test_exactly_one_last_digit_makes_fourteen_an_imei(fourteen):
    assert sum(valid_imei(f"{fourteen}{last}") for last in range(10)) == 1


@pytest.mark.parametrize(("more", "value"), [
    ({"type": "integer", "minimum": 0}, -1), ({"type": "number", "maximum": 359}, 360),
    ({"type": "integer"}, 10**15), ({"check": "imei"}, "12"), ({"retired": True}, "x"),
    ({"type": "number"}, float("nan")), ({"type": "number"}, float("inf")),
])  # fmt: skip
def test_values_out_of_range_wrong_imeis_and_retired_attributes_are_refused(more, value):
    with pytest.raises(Invalid) as refusal:
        check_attributes([attribute(**more)], {"a": value})
    assert [error.pointer for error in refusal.value.errors] == ["/attributes/a"]


def test_zero_and_no_are_said_and_the_ends_of_a_range_belong_to_it():
    specified = [attribute(type="integer", minimum=0, maximum=9), attribute(name="b", type="boolean")]
    for value in (0, 9):
        said = {"a": value, "b": False}
        assert check_attributes(specified, said) == said


def test_a_required_attribute_must_be_there_until_it_is_retired():
    with pytest.raises(Invalid):
        check_attributes([attribute(required=True)], {"a": ""})
    assert check_attributes([attribute(required=True, retired=True)], {}) == {}


def test_what_is_recorded_stays_whatever_becomes_of_its_attribute():
    before = {"a": "x", "gone": 5}
    assert check_attributes([attribute(retired=True)], dict(before), before) == before
    with pytest.raises(Invalid):
        check_attributes([attribute(retired=True)], {"a": "y"}, before)


def test_an_attribute_is_added_changed_and_retired_but_never_renamed_retyped_or_robbed_of_choices():
    one = {"name": "colour", "label": "Màu", "label_en": "Colour", "type": "choice",
           "choices": [{"code": "red", "label": "Đỏ", "label_en": "Red"}]}  # fmt: skip
    (made,) = catalogue.with_attribute([], one)
    assert (made["choices"], made["choice_labels"]) == (["red"], {"red": {"vi": "Đỏ", "en": "Red"}})
    with pytest.raises(Conflict):
        catalogue.with_attribute([made], one)
    blue = [{"code": "blue", "label": "Xanh", "label_en": "Blue"}]
    with pytest.raises(Invalid, match="choices-lost"):
        catalogue.with_changed([made], "colour", {"choices": blue})
    (grown,) = catalogue.with_changed([made], "colour", {"choices": one["choices"] + blue, "required": True})
    assert (grown["choices"], grown["required"]) == (["red", "blue"], True)
    (retired,) = catalogue.with_changed([grown], "colour", {"retired": True, "required": False})
    assert retired["retired"]
    assert "required" not in retired
    with pytest.raises(NotFound):
        catalogue.with_changed([made], "size", {"label": "x"})


@pytest.mark.parametrize("more", [
    {"type": "choice"}, {"type": "text", "choices": [{"code": "x", "label": "x", "label_en": "x"}]},
    {"type": "text", "minimum": 0}, {"type": "number", "minimum": 2, "maximum": 1},
    {"type": "number", "check": "imei"}, {"type": "colour"},
])  # fmt: skip
def test_an_attribute_that_makes_no_sense_is_refused(more):
    with pytest.raises(Invalid):
        catalogue.with_attribute([], attribute(**more))


def test_a_limit_of_zero_stays():
    (made,) = catalogue.with_attribute([], attribute(type="integer", minimum=0, required=False))
    assert made == attribute(type="integer", minimum=0)


@given(st.dictionaries(st.sampled_from(sorted(costing.COST_PARTS)), AMOUNT))
def test_the_parts_of_a_cost_make_it_or_are_refused(parts):
    total = sum(
        amount if name not in {"discounts", "trial_products"} else -amount for name, amount in parts.items()
    )
    if parts and total < 0:
        with pytest.raises(Invalid):
            costing.summed(parts, None)
    elif parts:
        assert costing.summed(parts, None) == costing.summed(parts, total) == total
        with pytest.raises(Invalid):
            costing.summed(parts, total + 1)
    else:
        assert costing.summed(parts, 7) == 7


def test_unknown_parts_of_a_cost_are_refused():
    with pytest.raises(Invalid):
        costing.summed({"bribe": 1}, None)


def costs(cost, other=0):
    return {"cost": cost, "cost_budget": cost - other, "cost_other": other}


@pytest.mark.parametrize(("cause", "new"), [
    ("upgrade", 9), ("upgrade", 10), ("part_added", 9), ("part_dismantled", 11), ("partial_loss", 10),
    ("land_price", 11),
])  # fmt: skip
def test_a_cause_of_the_law_carries_only_what_it_says(cause, new):
    with pytest.raises((RefusedByLaw, Invalid)):
        costing.recosting(cause, TODAY, costs(10), costs(new), worn=0, wear=None)


@pytest.mark.parametrize(("cause", "new"), [
    ("upgrade", 11), ("part_added", 11), ("part_dismantled", 9), ("partial_loss", 9), ("revaluation", 9),
    ("revaluation", 11),
])  # fmt: skip
def test_each_cause_names_its_rule(cause, new):
    made = costing.recosting(cause, TODAY, costs(10), costs(new), worn=0, wear=None)
    assert made.cost == new
    assert made.rules[0] == "C141-09@1"
    assert ("COST-WEAR-SHARE@1" in made.rules) == (cause in {"part_dismantled", "partial_loss"})


@given(before=st.integers(1, 10**12), share=st.floats(0, 1), left=st.floats(0, 0.99))
def test_wear_never_exceeds_the_cost_and_a_lost_part_takes_its_share(before, share, left):
    worn, new = int(before * share), int(before * left)
    if new < before:
        made = costing.recosting(
            "partial_loss", TODAY, costs(before), costs(new), worn=min(worn, before), wear=None
        )
        assert 0 <= made.wear <= new
        assert made.wear * before <= min(worn, before) * new < (made.wear + 1) * before


def test_a_revaluation_below_the_wear_must_say_what_had_worn_off():
    with pytest.raises(Conflict):
        costing.recosting("revaluation", TODAY, costs(10), costs(4), worn=5, wear=None)
    assert costing.recosting("revaluation", TODAY, costs(10), costs(4), worn=5, wear=2).wear == 2


def test_a_change_before_the_circular_is_not_decided_by_it():
    with pytest.raises(Invalid):
        costing.recosting("upgrade", date(2025, 12, 31), costs(10), costs(11), worn=0, wear=None)
    assert (
        costing.recosting("correction", date(2025, 12, 31), costs(10), costs(11), worn=0, wear=None).rules
        == ()
    )


@pytest.mark.parametrize(("state", "who", "approved", "note", "error"), [
    ("booked", "b", True, "", Conflict), ("waiting", "a", True, "", NotPermitted),
    ("waiting", "b", False, "", Invalid),
])  # fmt: skip
def test_nobody_decides_on_their_own_request_or_twice_or_refuses_without_a_word(
    state, who, approved, note, error
):
    with pytest.raises(error):
        costing.check_decision({"state": state, "recorded_by": "a"}, who, note, approved=approved)
    costing.check_decision({"state": "waiting", "recorded_by": "a"}, "b", "", approved=True)


ASSET = {"id": uuid4(), "unit_id": uuid4(), "category": "computer", "kind": "fixed_asset", "department": ""}


def test_a_cost_change_that_changes_the_kind_moves_the_asset_and_ends_with_the_right_sums():
    before, after = ASSET | costs(12_000_000), ASSET | costs(9_000_000) | {"kind": "tool"}
    entries = books.recosted(before, after, "partial_loss", wear=4_000_000, wear_after=3_000_000)
    assert [entry["cause"] for entry in entries] == ["reclassified_out", "reclassified_in", "partial_loss"]
    assert sum(entry["cost"] for entry in entries) == -3_000_000
    assert sum(entry["wear"] for entry in entries) == -1_000_000
    assert [
        sum(e["quantity"] for e in entries if e["asset_kind"] == kind) for kind in ("fixed_asset", "tool")
    ] == [-1, 1]


def test_a_change_of_wear_alone_is_booked_too():
    (entry,) = books.recosted(ASSET | costs(10), ASSET | costs(10), "revaluation", wear=4, wear_after=3)
    assert (entry["cost"], entry["wear"], entry["quantity"]) == (0, -1, 0)


UNIT, LOOSE = uuid4(), {"id": uuid4(), "status": "in_store"}
PART, PARENT = {**LOOSE, "unit_id": UNIT, "id": uuid4()}, {**LOOSE, "unit_id": UNIT, "id": uuid4()}


def hang(part=PART, parent=PARENT, *, may=True, above=(), below=0):
    systems.check_part(part, parent, parent_may=may, above=above, levels_below=below)


@pytest.mark.parametrize("wrong", [
    {"may": False}, {"parent": PARENT | {"unit_id": uuid4()}}, {"parent": PART}, {"above": [PART["id"]]},
    {"above": [uuid4(), uuid4()]}, {"above": [uuid4()], "below": 1}, {"below": 2},
    {"parent": PARENT | {"status": "disposed"}},
])  # fmt: skip
def test_what_cannot_be_a_part_is_refused(wrong):
    with pytest.raises((Invalid, Conflict)):
        hang(**wrong)


@pytest.mark.parametrize("right", [{}, {"above": [uuid4()]}, {"below": 1}])
def test_a_system_has_three_levels_at_the_most(right):
    hang(**right)


@pytest.mark.parametrize(
    "other", ["SAMSUNG", "Samsung Electronics", "samsung  electronics Co., Ltd", "Công ty Samsung Việt Nam"]
)
def test_names_of_one_maker_are_found_alike(other):
    assert makers.alike_key(other) == makers.alike_key("Samsung")


def test_names_of_two_makers_are_not():
    assert (
        len(
            {
                makers.alike_key(name)
                for name in ("Dell", "HP", "Hikvision Digital Technology", "Dahua Technology", "Viet Nam")
            }
        )
        == 5
    )
