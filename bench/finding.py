"""The same requests at few assets and at very many: what finding costs as the register grows.

Usage: make bench ARGS="finding [--few 10000] [--many 1000000] [--rounds 5] [--requests 100]"

Two registers are filled and asked in turn, in this process and without a socket, so that nothing but the
register itself is compared. The goal is that a label look-up and a page of 50 take at most 1.3 times as long;
words, filters and orders stand beside them.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

import psycopg
from flask.testing import FlaskClient

from bench.rounds import HEAD, Ratio, interleaved
from bench.world import Ward, address, end, fill, start
from services.assets.app import create_app
from shared.settings import Settings
from shared.tokens import issue_token
from shared.web.pages import cursor_of
from taisan.embedded.postgres import free_port

GOAL = 1.3
RARE = 40  # assets that one of the searches finds, however many there are
FILTERS = {
    "common words": "q=may+tinh+bang",
    "words of a tenth": "q=muoi",
    "rare words": "q=den+led",
    "filters": "category=tablet&status=in_store&cost_from=1000000&year=2024",
    "by cost, dearest first": "sort=-cost",
    "by day put to use": "sort=put_to_use_on",
}


@dataclass(frozen=True)
class Register:
    """A register that is asked without a socket, by an officer of one ward and by one of all of them."""

    client: FlaskClient
    district: dict[str, str]
    ward: dict[str, str]
    codes: list[str]
    places: list[str]  # cursors, spread over the register

    def ask(self, paths: list[str], headers: dict[str, str]) -> None:
        """Get every path; raises when one of them is refused."""
        for path in paths:
            answer = self.client.get(f"/api/assets{path}", headers=headers)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:200]}")


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench finding")
    for name, usual in (("few", 10_000), ("many", 1_000_000), ("rounds", 5), ("requests", 100)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args(arguments)
    with ExitStack() as both:
        few, many = (both.enter_context(register(count, asked.requests)) for count in (asked.few, asked.many))
        print(f"ours: {asked.many:,} assets; floor: {asked.few:,}; {asked.requests} requests\n{HEAD}")
        ratios = [compared(name, many, few, asked.rounds) for name in works(many)]
    for ratio in ratios:
        print(ratio.line())
    return 0 if all(ratio.met for ratio in ratios) else 1


def works(register: Register) -> dict[str, Callable[[], None]]:
    """What is asked, by name."""
    pages = [f"/assets?limit=50&after={place}" for place in register.places]
    found = {name: [f"/assets?limit=50&{query}"] * len(pages) for name, query in FILTERS.items()}
    asked = {
        "label look-up": ([f"/codes/{code}" for code in register.codes], register.district),
        "page of 50": (pages, register.district),
        "page of 50 of a ward": (pages, register.ward),
        **{f"page of 50, {name}": (paths, register.district) for name, paths in found.items()},
    }
    return {name: partial(register.ask, *said) for name, said in asked.items()}


def compared(name: str, many: Register, few: Register, rounds: int) -> Ratio:
    """One kind of request at many assets over the same at few."""
    return interleaved(name, works(many)[name], works(few)[name], goal=GOAL, rounds=rounds)


@contextmanager
def register(count: int, requests: int) -> Iterator[Register]:
    """A register of `count` assets, ended at the end."""
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        supervisor = start(data, free_port())
        try:
            root, wards, codes, ids = fill(data, count)
            _make_some_rare(data, ids)
            yield _asked(data, root, wards, (codes, ids), requests)
        finally:
            end(supervisor)


def _make_some_rare(data: Path, ids: list[UUID]) -> None:
    with psycopg.connect(address(data, "assets"), autocommit=True) as admin:
        some = ids[:: len(ids) // RARE][:RARE]
        tenth = "UPDATE asset_marks SET words = words || 'muoi'::tsvector WHERE asset_id = ANY(%s)"
        admin.execute(tenth, [ids[::10]])
        admin.execute("UPDATE asset_marks SET words = 'den led' WHERE asset_id = ANY(%s)", [some])
        admin.execute("VACUUM ANALYZE")


def _asked(
    data: Path, root: UUID, wards: list[Ward], things: tuple[list[str], list[UUID]], requests: int
) -> Register:
    described = json.loads((data / "run" / "services.json").read_text(encoding="utf-8"))
    app = create_app(Settings.from_env("assets", described["assets"]))
    codes, ids = (kind[:: len(kind) // (requests + 1)][1 : requests + 1] for kind in things)
    return Register(
        app.test_client(),
        *(_token(described["web"]["TOKEN_SIGNING_KEY"], unit) for unit in (root, wards[0].unit)),
        codes=list(map(str, codes)),
        places=[cursor_of(str(place)) for place in ids],
    )


def _token(key: str, unit: UUID) -> dict[str, str]:
    token = issue_token(
        key, subject="bench", audience="assets", roles=frozenset({"officer"}), unit_id=unit, person_id=None
    )
    return {"Authorization": f"Bearer {token}"}
