"""Any history of custody that people can bring about over HTTP leaves custody whole.

Hypothesis plays officers, holders, heads and the register's administrator. Beside the services runs a model
of one page (who answers for each asset on each day); after every act its prediction is held against the
answer, and `tests/checker.py` looks at everything from outside. Every run has a ward of its own, so that the
databases need not be made anew. `HISTORIES=5000` plays more of them, `HISTORY_STEPS` longer ones.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.custody.acting import Stage
from tests.custody.history import History
from tests.house import House
from tests.servers.databases import Databases

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(0)]

HISTORIES = int(os.environ.get("HISTORIES", "300"))
STEPS = int(os.environ.get("HISTORY_STEPS", "40"))
SHRINK = "HISTORY_SHRINK" in os.environ
HAPPENS = (
    "completed internal_handover",
    "completed internal_return",
    "completed repair_out",
    "completed repair_in",
    "completed reversal",
    "200 records dispute",
    "200 records dispute-decision",
    "replayed",
    "merged",
    "departure",
    "return",
    "201 recalls recalls",
    "201 records records",
    "409 records records",
    "200 records refusal",
    "200 records cancellation",
    "409 records cancellation",
    "200 custody-corrections approval",
    "409 custody-corrections approval",
    "409 people erasure",
    "erased with a PIN",
    "200 custody-corrections rejection",
)


@pytest.fixture(scope="module")
def stage(templates: str) -> Iterator[Stage]:
    databases = Databases(templates)
    house = House(databases, only=("assets", "handover"))
    made = Stage(house)
    yield made
    made.close()
    house.close()
    databases.drop()


def test_any_history_of_custody_leaves_it_whole(stage: Stage) -> None:
    history = type("HistoryHere", (History,), {"stage": stage})
    run_state_machine_as_test(
        history,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink] if SHRINK else [Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(dict(sorted(stage.done.items())))
    rare = {what: stage.done[what] for what in HAPPENS if stage.done[what] < HISTORIES // 100}
    assert rare == {}, f"hardly played: {rare}"
