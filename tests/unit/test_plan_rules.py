"""Mass handover, pure: whatever the assets and rules, each asset once, what has no target named, all of it
adds up.
"""

from collections import Counter
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.handover.rules import plans as rules

OLD = [UUID(int=number) for number in range(1, 5)]
NEW = [UUID(int=number) for number in range(11, 14)]
PEOPLE = [UUID(int=number) for number in range(21, 26)]
ELSEWHERE = UUID(int=99)
LAYOUT = rules.Layout(frozenset(OLD), {unit: unit for unit in NEW})
UNITS = {**dict.fromkeys(OLD, "old"), **dict.fromkeys(NEW, "new")}
STATUSES = ["in_store", "in_use", "broken", "lost", "awaiting_disposal", "disposed", "withdrawn"]
CATEGORIES = ["tablet", "computer", "software"]


@st.composite
def worlds(draw):
    """Assets with values, and rules."""
    count = draw(st.integers(0, 12))
    assets, values = [], {}
    for number in range(count):
        asset_id = UUID(int=1000 + number)
        holder = draw(st.none() | st.sampled_from(PEOPLE))
        assets.append(
            rules.Asset(
                asset_id,
                draw(st.sampled_from(OLD)),
                draw(st.sampled_from(CATEGORIES)),
                draw(st.sampled_from(STATUSES)),
                holder,
                draw(st.sampled_from([*OLD, *NEW, ELSEWHERE])) if holder else None,
                draw(st.booleans()) and draw(st.booleans()),
                draw(st.booleans()) and draw(st.booleans()),
            )
        )
        cost = draw(st.integers(0, 10**10))
        values[asset_id] = (cost, draw(st.none() | st.integers(0, cost)))
    made = st.builds(
        rules.Rule,
        unit_id=st.none() | st.sampled_from(OLD),
        category=st.none() | st.sampled_from(CATEGORIES),
        asset_ids=st.none() | st.frozensets(st.sampled_from([UUID(int=1000 + n) for n in range(12)])),
        holder_id=st.none() | st.sampled_from(PEOPLE),
        successor_id=st.none() | st.sampled_from(NEW),
        receiver_id=st.none() | st.sampled_from(PEOPLE),
    )
    return assets, values, draw(st.lists(made, max_size=6))


def lines_of(assets, values, decisions, moved):
    units = {asset.asset_id: asset.unit_id for asset in assets}
    return [
        {
            "asset_id": one.asset_id,
            "old_unit_id": units[one.asset_id],
            "successor_id": one.successor_id,
            "receiver_id": one.receiver_id or PEOPLE[0],
            "cost": values[one.asset_id][0],
            "remaining_value": values[one.asset_id][1],
            "why": one.why,
            "moved": one.asset_id in moved,
            "waiting": False,
        }
        for one in decisions
    ]


def register_of(assets, lines):
    """What the register says once it has followed every completed record."""
    moved = {line["asset_id"]: line["successor_id"] for line in lines if line["moved"]}
    values = {line["asset_id"]: (line["cost"], line["remaining_value"]) for line in lines}
    return [
        {
            "asset_id": asset.asset_id,
            "unit_id": moved.get(asset.asset_id, asset.unit_id),
            "status": asset.status,
            "cost": values.get(asset.asset_id, (1, 1))[0],
            "remaining_value": values.get(asset.asset_id, (1, 1))[1],
        }
        for asset in assets
    ]


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_each_asset_in_the_books_has_one_target_or_is_named_with_a_reason(world):
    assets, _values, said = world
    decisions = rules.decide_all(assets, said, LAYOUT)
    wanted = [asset.asset_id for asset in assets if asset.status not in rules.OUT_OF_BOOKS]
    assert [one.asset_id for one in decisions] == wanted
    for one in decisions:
        assert (one.successor_id is None) == (one.why in {*rules.UNDECIDED, *rules.CONFLICTS})
        assert one.successor_id is None or one.successor_id in NEW
        assert bool(one.why) == (one.successor_id is None)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_the_first_rule_that_fits_decides_and_later_ones_change_nothing(world):
    assets, _values, said = world
    before = {one.asset_id: one for one in rules.decide_all(assets, said, LAYOUT)}
    after = rules.decide_all(assets, [*said, rules.Rule(successor_id=NEW[0])], LAYOUT)
    for one in after:
        if before[one.asset_id].rule:
            assert one == before[one.asset_id]
        elif not one.why:
            assert one.successor_id == NEW[0]


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_a_holder_stays_only_where_the_person_goes_along(world):
    assets, _values, said = world
    known = {asset.asset_id: asset for asset in assets}
    for one in rules.decide_all(assets, said, LAYOUT):
        if one.keeps_holder:
            assert known[one.asset_id].holder_unit_id in {one.successor_id, *OLD}


@settings(max_examples=100, deadline=None)
@given(worlds(), st.integers(1, 7))
def test_minutes_hold_every_decided_asset_once_and_never_too_many(world, most):
    assets, values, said = world
    decided = [
        line
        for line in lines_of(assets, values, rules.decide_all(assets, said, LAYOUT), set())
        if not line["why"]
    ]
    batches = rules.cut(decided, most)
    assert Counter(asset for batch in batches for asset in batch.asset_ids) == Counter(
        line["asset_id"] for line in decided
    )
    assert all(1 <= len(batch.asset_ids) <= most for batch in batches)
    placed = {line["asset_id"]: (line["old_unit_id"], line["successor_id"]) for line in decided}
    for batch in batches:
        assert {placed[asset] for asset in batch.asset_ids} == {(batch.old_unit_id, batch.successor_id)}
    assert rules.cut(reversed(decided), most) == batches


@settings(max_examples=100, deadline=None)
@given(worlds(), st.data())
def test_a_plan_nets_to_zero_at_every_moment_and_is_done_only_when_nothing_is_left(world, data):
    assets, values, said = world
    decisions = rules.decide_all(assets, said, LAYOUT)
    may_move = [one.asset_id for one in decisions if not one.why]
    moved = set(data.draw(st.lists(st.sampled_from(may_move)) if may_move else st.just([])))
    lines = lines_of(assets, values, decisions, moved)
    found = rules.balance(UNITS, lines, register_of(assets, lines))
    assert found.nets
    for name in ("count", "cost", "remaining"):
        opening, out, came_in = (
            sum(getattr(getattr(one, part), name) for one in found.units)
            for part in ("opening", "out", "came_in")
        )
        assert out == came_in
        assert opening == sum(getattr(one.register, name) for one in found.units)
    assert {one.asset_id for one in found.breakers} == {one.asset_id for one in decisions} - moved
    assert found.done == (moved == {one.asset_id for one in decisions})


@settings(max_examples=100, deadline=None)
@given(worlds(), st.data())
def test_whatever_the_register_says_otherwise_is_found_and_named(world, data):
    assets, values, said = world
    decisions = rules.decide_all(assets, said, LAYOUT)
    moved = {one.asset_id for one in decisions if not one.why}
    lines = lines_of(assets, values, decisions, moved)
    register = register_of(assets, lines)
    within = [row for row in register if row["asset_id"] in moved]
    if not within:
        return
    victim = data.draw(st.sampled_from(within))
    why = data.draw(st.sampled_from(["gone", "back", "elsewhere", "dearer"]))
    if why == "gone":
        victim["status"] = "disposed"
    elif why == "back":
        victim["unit_id"] = next(one["old_unit_id"] for one in lines if one["asset_id"] == victim["asset_id"])
    elif why == "elsewhere":
        victim["unit_id"] = ELSEWHERE
    else:
        victim["cost"] += 1
    found = rules.balance(UNITS, lines, register)
    assert victim["asset_id"] in {one.asset_id for one in found.breakers}
    assert not found.nets
    assert not found.done


def test_an_asset_that_came_into_an_old_unit_after_the_approval_is_named():
    late = {
        "asset_id": UUID(int=5),
        "unit_id": OLD[0],
        "status": "in_use",
        "cost": 7,
        "remaining_value": None,
    }
    found = rules.balance(UNITS, [], [late])
    assert [(one.asset_id, one.why) for one in found.breakers] == [(UUID(int=5), "not_in_plan")]
    assert not found.nets


def test_an_asset_follows_its_holder_only_to_a_successor():
    follow = [rules.Rule()]
    held = rules.Asset(UUID(int=1), OLD[0], "tablet", "in_use", PEOPLE[0], NEW[1])
    (went,) = rules.decide_all([held], follow, LAYOUT)
    assert (went.successor_id, went.keeps_holder) == (NEW[1], True)
    stayed = rules.Asset(UUID(int=2), OLD[0], "tablet", "in_use", PEOPLE[0], OLD[0])
    stored = rules.Asset(UUID(int=3), OLD[0], "tablet", "in_store")
    assert [one.why for one in rules.decide_all([stayed, stored], follow, LAYOUT)] == ["no_rule", "no_rule"]
