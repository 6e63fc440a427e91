"""What the database reckons for a million at once is what rules/wear.py says of each."""

import json

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.assets.rules import wear
from services.assets.rules.wear import Case, Life
from services.assets.wear.formulas import FACTS, RECKONED

pytestmark = pytest.mark.postgres

_COLUMNS = ", ".join(f"{name} {kind}" for name, kind in FACTS.items())
_STATEMENT = f"""
WITH facts AS (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS f(number integer, {_COLUMNS}))
SELECT opening, amount, used, formula FROM ({RECKONED.replace("%", "%%")}) AS r ORDER BY number
"""

lives = st.builds(
    lambda years, rate: Life(years, rate or (20_000 + years) // (2 * years)),
    st.integers(1, 80),
    st.one_of(st.none(), st.integers(1, 12_000)),
)
maybe = st.one_of(st.none(), lives)
costs = st.one_of(st.integers(0, 20), st.integers(0, 10**9), st.integers(0, 10**15))


@st.composite
def cases(draw):
    cost, now = draw(costs), draw(maybe)
    since = draw(st.one_of(st.none(), st.integers(2012, 2040)))
    used = draw(st.integers(0, 12))
    scheduled = min(cost, wear.share(cost, now.rate) * used) if now else 0
    worn = draw(st.one_of(st.just(0), st.just(scheduled), st.integers(0, cost + 2), st.integers(-5, 5)))
    return Case(
        year=draw(st.integers(2018, 2036)),
        cost=cost,
        worn=worn,
        used_since=since,
        used_before=draw(st.one_of(st.just(0), st.integers(0, 9))),
        closed_before=draw(st.booleans()),
        excused=draw(st.sampled_from((False, False, False, True))),
        now=now,
        then=draw(st.one_of(st.just(now), maybe)),
        lately=draw(st.one_of(st.just(now), maybe)),
    )


def row_of(case, number):
    row = {name: getattr(case, name) for name in FACTS if not name.endswith(("_years", "_rate"))}
    for name, life in (("then", case.then), ("late", case.lately), ("now", case.now)):
        row |= {f"{name}_years": life and life.years, f"{name}_rate": life and life.rate}
    return {**row, "number": number}


@pytest.fixture(scope="module")
def connection(databases):
    with psycopg.connect(databases.admin_url("assets"), autocommit=True) as opened:
        yield opened


@settings(max_examples=60)
@given(worlds=st.lists(cases(), min_size=30, max_size=60))
def test_the_statement_agrees_with_the_rule_on_any_world(connection, worlds):
    rows = json.dumps([row_of(case, number) for number, case in enumerate(worlds)])
    answered = [wear.Wear(*row) for row in connection.execute(_STATEMENT, [rows])]
    for case, found in zip(worlds, answered, strict=True):
        assert found == wear.wear_of(case), case


def test_every_formula_is_among_what_was_compared(connection):
    """The worlds above are random; these reach each branch for certain."""
    five, seven = Life(5, 2000), Life(7, 1429)
    known = {"now": seven, "then": five, "closed_before": True}
    chosen = [
        Case(2026, 18_000_000, 10_800_000, 2023, **known),
        Case(2026, 18_000_000, 17_000_000, 2019, **known),
        Case(2026, 18_000_000, 0, 2026, **known),
        Case(2027, 18_000_000, 12_600_000, 2023, **known),
        Case(2029, 18_000_000, 16_200_000, 2023, **known),
        Case(2031, 18_000_000, 16_200_000, 2023, **known),
        Case(2026, 18_000_000, 18_000_000, 2019, **known),
        Case(2026, 18_000_000, 0, 2019, now=None),
        Case(2026, 18_000_000, 0, 2022, now=seven),
        Case(2026, 18_000_000, 0, None, now=seven),
        Case(2026, 18_000_000, 0, 2022, now=seven, excused=True),
    ]
    rows = json.dumps([row_of(case, number) for number, case in enumerate(chosen)])
    answered = [wear.Wear(*row) for row in connection.execute(_STATEMENT, [rows])]
    assert answered == [wear.wear_of(case) for case in chosen]
    assert len({found.formula for found in answered}) == 11
