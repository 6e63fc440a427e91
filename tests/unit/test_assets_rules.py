"""What the register decides by rule, as tables."""

from datetime import date

import pytest

from services.assets.catalogue import CATEGORIES, GROUPS
from services.assets.commands.booked import kind_of_unit
from services.assets.commands.registering import search_words
from services.assets.rules import assets as rules
from services.assets.rules.attributes import check_attributes
from shared.errors import Conflict, Invalid, RefusedByLaw
from shared.law import NotInForce

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(("cost", "on", "kind", "rule"), [
    (9_999_999, TODAY, "tool", "FIXED-ASSET@2"), (10_000_000, TODAY, "fixed_asset", "FIXED-ASSET@2"),
    (10_000_000, date(2025, 12, 31), "fixed_asset", "FIXED-ASSET@1"),
    (0, date(2018, 7, 2), "tool", "FIXED-ASSET@1"),
])  # fmt: skip
def test_ten_million_is_the_threshold_under_the_rule_of_the_day(cost, on, kind, rule):
    assert rules.kind_of(cost, on) == (kind, rule)
    assert rules.kind_of(cost, on, said=kind) == (kind, rule)


def test_the_other_kind_is_refused_with_the_rule():
    with pytest.raises(RefusedByLaw) as refusal:
        rules.kind_of(12_000_000, TODAY, said="tool")
    assert refusal.value.facts == {"legal_basis": ["FIXED-ASSET@2"]}


def test_before_the_rules_that_we_have_nothing_is_decided():
    with pytest.raises(NotInForce):
        rules.kind_of(1, date(2018, 7, 1))


@pytest.mark.parametrize(("given", "result"), [
    ({"cost": 10}, (10, 10, 0)), ({"cost": 10, "cost_other": 4}, (10, 6, 4)),
    ({"cost": 10, "cost_budget": 4}, (10, 4, 6)),
    ({"cost_budget": 4}, (4, 4, 0)),
    ({"cost_budget": 4, "cost_other": 1}, (5, 4, 1)), ({"cost": 0}, (0, 0, 0)),
])  # fmt: skip
def test_costs_by_source_add_up(given, result):
    assert tuple(rules.costs(given).values()) == result


@pytest.mark.parametrize("given", [
    {}, {"cost_other": 4}, {"cost": 10, "cost_budget": 4, "cost_other": 4}, {"cost": 3, "cost_other": 4},
])  # fmt: skip
def test_costs_that_disagree_are_refused(given):
    with pytest.raises(Invalid):
        rules.costs(given)


@pytest.mark.parametrize(("now", "then"), [
    ("in_store", "in_use"), ("in_use", "in_store"), ("in_store", "disposed"), ("disposed", "in_store"),
    ("lost", "in_use"),
])  # fmt: skip
def test_some_statuses_are_not_set_by_hand(now, then):
    with pytest.raises(Conflict):
        rules.check_status(now, then)


@pytest.mark.parametrize(("now", "then"), [("in_store", "broken"), ("broken", "in_store"), ("in_use", "lost"),
                                           ("lost", "in_store"), ("in_use", "in_use")])  # fmt: skip
def test_others_are(now, then):
    rules.check_status(now, then)


@pytest.mark.parametrize(("kind", "good", "bad"), [
    ("text", "x", 5), ("integer", 5, 5.5), ("number", 5.5, "5"), ("boolean", True, 1),
    ("date", "2026-03-05", "5/3/2026"),    ("choice", "budget", "me"),
])  # fmt: skip
def test_attributes_are_typed(kind, good, bad):
    specified = [{"name": "a", "label": "A", "label_en": "A", "type": kind, "choices": ["budget"]}]
    assert check_attributes(specified, {"a": good, "b": None}) == {"a": good}
    with pytest.raises(Invalid):
        check_attributes(specified, {"a": bad})


def test_the_catalogue_names_each_attribute_once_and_in_both_languages():
    for one in CATEGORIES:
        assert one.name
        assert one.name_en
        assert one.asset_group in GROUPS
        assert len({attribute["name"] for attribute in one.attributes}) == len(one.attributes), one.code
        assert all(attribute["label"] and attribute["label_en"] for attribute in one.attributes)


@pytest.mark.parametrize(("name", "kind"), [
    ("Trường THCS Bồ Đề", "school"), ("UBND phường Bồ Đề", "ward"), ("Phường Long Biên", "ward"),
    ("Văn phòng HĐND&UBND quận", "office"), ("Phòng Giáo dục", "office"), ("Hayes-Rippin", "other"),
])  # fmt: skip
def test_the_kind_of_a_unit_is_told_by_its_name(name, kind):
    assert kind_of_unit(name) == kind


def test_an_asset_is_found_by_its_words_its_code_and_the_end_of_its_serial():
    texts = dict.fromkeys(("name", "tag", "place", "department", "book_user", "model", "maker"), "")
    found = search_words({**texts, "name": "Máy tính bảng", "serial": "GA-5413892847", "code": "7K3M9PQ3"})
    assert {"may", "tinh", "bang", "ga", "5413892847", "2847", "892847", "7k3m9pq3", "9pq3"} <= set(found)
