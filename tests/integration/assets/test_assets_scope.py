"""Whatever is reorganised, in whatever order: the tree never bites its tail, and what row-level security
reads is exactly the closure of parents and successions.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.postgres

UNITS = 6
_number = count(1)
_moves = st.tuples(st.just("move"), st.integers(0, UNITS - 1), st.integers(0, UNITS - 1))
_some = st.lists(st.integers(0, UNITS - 1), min_size=1, max_size=2, unique=True)
_mergers = st.tuples(st.just("merge"), _some, _some)


def closure(edges: Iterable[tuple[str, str]], units: Iterable[str]) -> set[tuple[str, str]]:
    """Every unit with itself and with all that some way of edges leads down to."""
    below: dict[str, set[str]] = {}
    for above, under in edges:
        below.setdefault(above, set()).add(under)
    pairs = set()
    for unit in units:
        seen, waiting = {unit}, [unit]
        while waiting:
            for under in below.get(waiting.pop(), set()) - seen:
                seen.add(under)
                waiting.append(under)
        pairs |= {(unit, under) for under in seen}
    return pairs


def is_circular(edges: set[tuple[str, str]]) -> bool:
    reach = closure(edges, {above for above, _ in edges})
    return any(above in {end for start, end in reach if start == under} for above, under in edges)


def test_a_circle_is_seen_by_that_look():
    assert is_circular({("a", "b"), ("b", "c"), ("c", "a")})
    assert not is_circular({("a", "b"), ("b", "c"), ("a", "c")})


def founded(register: Any) -> list[str]:
    made = []
    for _ in range(UNITS):
        body = {"code": f"R{next(_number)}", "name": "Đơn vị", "valid_from": "2004-01-01"}
        made.append(register.machine.made("/units", body | {"parent_id": register.district["id"]})["id"])
    return made


def play(register: Any, units: list[str], act: tuple[Any, ...]) -> int:
    """One act, which the register takes or refuses; answers the status."""
    kind, what, whither = act
    if kind == "move":
        path = f"/units/{units[what]}"
        version = register.machine.get(path).json["version"]
        return int(register.machine.patch(path, version, {"parent_id": units[whither]}).status_code)
    old = [
        {"id": units[one], "version": register.machine.get(f"/units/{units[one]}").json["version"]}
        for one in what
    ]
    body = {
        "happened_on": "2025-07-01",
        "predecessors": old,
        "successors": [{"id": units[one]} for one in whither],
        "document_number": "NQ",
        "document_on": "2025-06-16",
        "document_authority": "HĐND",
    }
    return int(register.machine.post("/units/successions", body).status_code)


@given(acts=st.lists(st.one_of(_moves, _mergers), min_size=3, max_size=10))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_tree_stays_a_tree_and_the_scope_its_closure(standing, acts):
    units = founded(standing)
    assert {play(standing, units, act) for act in acts} <= {200, 201, 409, 422}
    own = {*units, standing.district["id"]}
    edges = {
        (str(above), str(below))
        for above, below in standing.look(
            "SELECT parent_id, id FROM units WHERE parent_id IS NOT NULL"
            " UNION SELECT successor_id, predecessor_id FROM unit_successions"
        )
        if str(below) in own
    }
    assert not is_circular(edges)
    kept = {
        (str(above), str(below))
        for above, below in standing.look("SELECT ancestor_id, descendant_id FROM unit_scope")
        if str(below) in own and str(above) in own
    }
    assert kept == closure(edges, own)


def test_a_unit_below_a_predecessor_moves_out_of_the_successors_sight_when_it_is_moved(register):
    old, new = (register.ward(code, f"UBND phường {code}") for code in ("C1", "C2"))
    child = register.machine.made("/units", {"code": "C3", "name": "Tổ", "parent_id": old["id"]})
    assert play(register, [old["id"], new["id"]], ("merge", [0], [1])) == 201
    officer = register.caller({"officer"}, new["id"])
    assert officer.get(f"/units/{child['id']}").status_code == 200
    moved = register.machine.patch(f"/units/{child['id']}", 1, {"parent_id": register.bo_de["id"]})
    assert moved.status_code == 200
    assert officer.get(f"/units/{child['id']}").status_code == 404
    with psycopg.connect(register.databases.url("assets")) as app:
        app.execute("SELECT set_config('app.unit', %s, true)", [new["id"]])
        seen = {
            str(row[0])
            for row in app.execute("SELECT unit_id FROM unit_identifiers UNION SELECT id FROM people")
        }
    assert seen == set()
