"""Any history of custody that people can bring about over HTTP leaves custody whole.

Hypothesis plays officers, holders, heads and the register's administrator. Beside the services runs a model
of one page (who answers for each asset on each day); after every act its prediction is held against the
answer, and `tests/checker.py` looks at everything from outside. Every run has a ward of its own, so that the
databases need not be made anew. `HISTORIES=5000` plays more of them, `HISTORY_STEPS` longer ones.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shared.clock import HANOI, frozen
from shared.ids import uuid7
from tests.acts import drawing
from tests.checker import Checker
from tests.custody.town import Carrier, Town, found, person
from tests.house import House
from tests.servers.databases import Databases

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(0)]

HISTORIES = int(os.environ.get("HISTORIES", "300"))
SHRINK = "HISTORY_SHRINK" in os.environ
STEPS = int(os.environ.get("HISTORY_STEPS", "40"))
BEGIN = datetime(2026, 1, 5, 2, tzinfo=UTC)
DAYS = STEPS + 2
DRAWN = drawing()

HAPPENS = (
    "completed",
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
    "200 custody-corrections rejection",
)

any_number = st.integers(0, 999)
some = st.lists(any_number, min_size=1, max_size=3)


class Stage:
    """What all histories share: the services, the carrier, the checker."""

    def __init__(self, house: House) -> None:
        self.house, self.carrier = house, Carrier(house)
        admin = house.databases.admin_url
        self.checker = Checker(admin("handover"), admin("assets"))
        self.done: Counter[str] = Counter()  # what succeeded, so that a play without action is noticed

    def close(self) -> None:
        self.checker.close()
        self.carrier.close()


@pytest.fixture(scope="module")
def stage(templates: str) -> Iterator[Stage]:
    databases = Databases(templates)
    house = House(databases, only=("assets", "handover"))
    made = Stage(house)
    yield made
    made.close()
    house.close()
    databases.drop()


class History(RuleBasedStateMachine):
    """One ward and what its people do."""

    stage: Stage

    @initialize()
    def found_a_ward(self) -> None:
        self.house = self.stage.house
        self.at = BEGIN
        with frozen(self.at):
            self.town: Town = found(self.house)
            self.stage.carrier.carry()
        self.days: dict[UUID, list[str | None]] = {one: [None] * DAYS for one in self.town.assets}
        self.records: list[dict[str, Any]] = []
        self.corrections: list[dict[str, Any]] = []
        self.left = dict.fromkeys(self.town.people, False)  # as the register has it
        self.known_left = dict(self.left)  # as custody has heard
        self.left_on: dict[str, date] = {}
        self.remembered: dict[str, bytes] = {}  # questions about the past and their answers
        self.sent: list[tuple[dict[str, Any], int, bytes]] = []
        self.merged = False

    # what people do

    @rule(which=some, to=any_number)
    def give(self, which: list[int], to: int) -> None:
        """The keeper gives assets out of the store."""
        receiver = self.town.people[to % len(self.town.people)]
        assets = self.chosen(which, lambda one: not self.waits(one) and self.holder(one) is None)
        self.draw_up("internal_handover", assets, (self.town.keeper, "store"), (receiver, "holder"))

    @rule(which=some, to=any_number)
    def pass_on(self, which: list[int], to: int) -> None:
        """A holder hands assets on to somebody else."""
        assets = self.held_together(which)
        giver = self.holder(assets[0]) or self.town.people[which[0] % len(self.town.people)]
        receiver = self.town.people[to % len(self.town.people)]
        self.draw_up("internal_handover", assets, (giver, "holder"), (receiver, "holder"))

    @rule(which=some, recall=st.booleans())
    def take_back(self, which: list[int], recall: bool) -> None:
        """A holder gives assets back to the store."""
        assets = self.held_together(which)
        giver = self.holder(assets[0]) or self.town.people[which[0] % len(self.town.people)]
        kind = "internal_recall" if recall else "internal_return"
        self.draw_up(kind, assets, (giver, "holder"), (self.town.keeper, "store"))

    @rule(which=any_number, giver=st.booleans(), both=st.booleans())
    @precondition(lambda self: self.waiting())
    def sign(self, which: int, giver: bool, both: bool) -> None:
        """One side of a record signs (twice would be once too often), or one after the other."""
        record = self.pick(self.waiting(), which)
        side = "giver" if giver else "receiver"
        self.sign_side(record, side)
        if both and record["state"] == "signed":
            self.sign_side(record, "receiver" if giver else "giver")

    @rule(which=any_number)
    @precondition(lambda self: self.waiting())
    def finish(self, which: int) -> None:
        """Whoever has not signed yet signs."""
        record = self.pick(self.waiting(), which)
        for side in sorted({"giver", "receiver"} - record["signed"]):
            self.sign_side(record, side)

    @rule(which=any_number)
    @precondition(lambda self: self.waiting())
    def refuse(self, which: int) -> None:
        record = self.pick(self.waiting(), which)
        answer = self.act("POST", f"{self.path(record)}/refusal", 200, json={"reason": "Máy hỏng"}, of=record)
        self.take(record, answer)

    @rule(which=any_number)
    @precondition(lambda self: self.records)
    def cancel(self, which: int) -> None:
        """Possible while nobody has signed, and only then."""
        record = self.pick(self.records, which)
        allowed = record["state"] == "issued"
        answer = self.act(
            "POST",
            f"{self.path(record)}/cancellation",
            200 if allowed else 409,
            json={"reason": "Nhầm"},
            of=record,
        )
        if allowed:
            self.take(record, answer)

    @rule(who=any_number, status=st.sampled_from(["retired", "transferred", "dead"]))
    @precondition(lambda self: not all(self.left.values()))
    def leave(self, who: int, status: str) -> None:
        """Somebody leaves; custody hears of it with the next carrying."""
        one = self.pick([one for one, left in self.left.items() if not left], who)
        body = {"status": status, "left_on": str(self.today()), "basis": "QĐ 12/QĐ-UBND"}
        self.register(one, "departure", body)
        self.left[one] = True
        if status != "dead":
            self.left_on[one] = self.today()

    @rule(who=any_number)
    @precondition(lambda self: self.left_on)
    def come_back(self, who: int) -> None:
        one = self.pick(sorted(self.left_on), who)
        self.pass_time(1)
        body = {"returned_on": str(self.today()), "basis": "QĐ 13/QĐ-UBND", "unit_id": self.town.unit}
        self.register(one, "return", body)
        del self.left_on[one]
        self.left[one] = False

    @rule(who=any_number)
    def recall(self, who: int) -> None:
        """A recall by decision over all that somebody holds."""
        holding = sorted({one for one in map(self.holder, self.town.assets) if one})
        one = self.pick(holding or self.town.people, who)
        body = {"person_id": one, "reason": "decision", "basis": "QĐ 14/QĐ-UBND"}
        self.act("POST", "/api/handover/recalls", {201, 409}, json=body)

    @rule(which=some, who=any_number, begin=any_number, length=any_number, at_once=st.booleans())
    def propose(self, which: list[int], who: int, begin: int, length: int, at_once: bool) -> None:
        """The keeper says that somebody else answered for assets on past days, or until now. Sometimes the
        head approves at once.
        """
        assets = self.chosen(which, lambda one: not self.waits(one))
        holder = self.pick([None, *self.town.people], who)
        first = begin % (self.day() + 1)
        length %= self.day() - first + 2
        end = first + length if length else DAYS
        until = str(self.date_of(end)) if length else None
        body = {
            "lines": [{"asset_id": str(one)} for one in assets],
            "holder_person_id": holder,
            "from_on": str(self.date_of(first)),
            "until_on": until,
            "reason": "Ghi nhầm người",
            "document": "BB 07",
        }
        new = all(set(self.days[one][first:end]) != {holder} for one in assets)
        free = not any(self.waits(one) for one in assets)
        status = 422 if length and end > self.day() else 201 if new and free else 409
        answer = self.act("POST", "/api/handover/custody-corrections", status, json=body)
        if status == 201:
            self.corrections.append({**answer, "assets": assets, "days": (first, end), "to": holder})
            if at_once:
                self.decide_on(self.corrections[-1], yes=True)

    @rule(which=any_number, yes=st.booleans())
    @precondition(lambda self: self.corrections)
    def decide(self, which: int, yes: bool) -> None:
        """The head decides on a proposal; custody may have changed since it was made."""
        self.decide_on(self.pick(self.corrections, which), yes=yes)

    def decide_on(self, one: dict[str, Any], *, yes: bool) -> None:
        (first, end), holder, assets = one["days"], one["to"], one["assets"]
        new = all(set(self.days[asset][first:end]) != {holder} for asset in assets)
        free = not any(self.waits(asset) for asset in assets)
        allowed = one["state"] == "proposed" and (not yes or (new and free))
        path = f"/api/handover/custody-corrections/{one['id']}/{'approval' if yes else 'rejection'}"
        body = {} if yes else {"reason": "Không đúng"}
        answer = self.act("POST", path, 200 if allowed else 409, json=body, of=one, role="head")
        if allowed:
            one |= {"state": answer["state"], "version": answer["version"]}
            if yes:
                for asset in assets:
                    self.days[asset][first:end] = [holder] * (end - first)

    @rule(which=any_number)
    @precondition(lambda self: self.sent)
    def replay(self, which: int) -> None:
        """The same request with the same key: the same answer, and nothing happens."""
        asked, status, data = self.pick(self.sent, which)
        before = self.footprint()
        with frozen(self.at):
            answer = self.house.ask(**asked)
        assert (answer.status_code, answer.data) == (status, data)
        assert self.footprint() == before, "a replay did something"
        self.stage.done["replayed"] += 1

    @rule()
    @precondition(lambda self: not self.merged)
    def merge(self) -> None:
        """The ward ends; another takes over with a keeper and a head of its own."""
        self.merged = True
        self.pass_time(1)
        mark = uuid7().hex[-10:].upper()
        body = {
            "happened_on": str(self.today()),
            "predecessors": [{"id": self.town.unit, "version": 1}],
            "successors": [{"code": f"N{mark}", "name": "UBND phường mới"}],
            "document_number": "NQ 1",
            "document_on": str(self.today()),
            "document_authority": "HĐND",
        }
        with frozen(self.at):
            act = self.house.do("POST", "/api/assets/units/successions", role="service", json=body)
            unit = act["successors"][0]["id"]
            keeper, head = (person(self.house, unit, f"{duty}{mark}", duty) for duty in ("officer", "head"))
        self.town.unit, self.town.keeper, self.town.head = unit, keeper, head
        self.town.units.append(UUID(unit))
        self.stage.done["merged"] += 1
        self.carry()

    @rule(which=any_number, ago=any_number, back=any_number)
    def ask_of_the_past(self, which: int, ago: int, back: int) -> None:
        """Who answered on a day, as known at a moment: the answer is kept, and asked for again at the end."""
        asset = self.pick(self.town.assets, which)
        known = self.at - timedelta(days=back % (self.day() + 1))
        day = BEGIN.astimezone(HANOI).date() + timedelta(days=ago % (self.day() + 1))
        question = f"/api/handover/custody?asset={asset}&as_of={day}&known_at={quote(known.isoformat())}"
        self.remembered.setdefault(question, self.answered(question))

    @rule(days=st.integers(1, 5))
    def let_days_pass(self, days: int) -> None:
        self.pass_time(days)

    @rule()
    def carry(self) -> None:
        """What happened is told; then everything fits together."""
        with frozen(self.at):
            self.stage.carrier.carry()
        self.known_left = dict(self.left)
        self.stage.checker.settled(self.town.assets, self.town.units, self.town.value)

    def teardown(self) -> None:
        if not hasattr(self, "merged"):
            return
        self.carry()
        for question, then in self.remembered.items():
            assert self.answered(question) == then, f"the past was rewritten: {question}"
        for number, asset in enumerate(self.town.assets):
            day = self.day() * number // len(self.town.assets)
            question = f"/api/handover/custody?asset={asset}&as_of={self.date_of(day)}"
            found = [one["person_id"] for one in self.told(question)]
            wanted = self.days[asset][day]
            assert found == ([wanted] if wanted else []), f"{asset} on {self.date_of(day)}"

    # how they do it

    def draw_up(
        self, kind: str, assets: list[UUID], giver: tuple[str, str], receiver: tuple[str, str]
    ) -> None:
        """A record of several assets; the model says whether it can be."""
        body = {
            "kind": kind,
            "from": {"person_id": giver[0], "as": giver[1]},
            "to": {"person_id": receiver[0], "as": receiver[1]},
            "lines": [{"code": self.town.codes[one], "condition": "Tốt"} for one in assets],
            "place": "P. 302",
        }
        parties = giver[0] != receiver[0] and not self.known_left.get(receiver[0])
        wanted = giver[0] if giver[1] == "holder" else None
        free = all(not self.waits(one) and self.holder(one) == wanted for one in assets)
        status = 422 if not parties else 201 if free else 409
        day = self.day()
        answer = self.act("POST", "/api/handover/records", status, json=body)
        if status == 201:
            to = receiver[0] if receiver[1] == "holder" else None
            drawn_up = {"id": answer["id"], "assets": assets, "to": to, "day": day, "signed": set()}
            self.records.append(drawn_up)
            self.take(self.records[-1], answer)

    def sign_side(self, record: dict[str, Any], side: str) -> None:
        allowed = record["state"] in {"issued", "signed"} and side not in record["signed"]
        body = {"side": side, "method": "drawn", "drawing": DRAWN}
        path = f"{self.path(record)}/signatures"
        answer = self.act("POST", path, 200 if allowed else 409, json=body, of=record)
        if allowed:
            record["signed"].add(side)
            self.take(record, answer)
            assert record["state"] == ("completed" if len(record["signed"]) == 2 else "signed")
        if allowed and record["state"] == "completed":
            self.stage.done["completed"] += 1
            for asset in record["assets"]:
                self.days[asset][record["day"] :] = [record["to"]] * (DAYS - record["day"])

    def act(
        self,
        method: str,
        path: str,
        status: int | set[int],
        *,
        of: dict[str, Any] | None = None,
        role: str = "officer",
        **request: Any,
    ) -> Any:
        """One request that must be answered as the model says; then a look at everything."""
        who = self.town.head if role == "head" else self.town.keeper
        asked = {
            "method": method,
            "path": path,
            "role": role,
            "unit": self.town.unit,
            "person": who,
            "headers": {"Idempotency-Key": str(uuid7())},
            "version": of["version"] if of else None,
            **request,
        }
        with frozen(self.at):
            answer = self.house.ask(**asked)
        self.at += timedelta(hours=7) if self.day() < DAYS - 3 else timedelta(milliseconds=1)
        allowed = status if isinstance(status, set) else {status}
        assert answer.status_code in allowed, f"{path}: {answer.status_code} {answer.text}, model {status}"
        self.stage.done[f"{answer.status_code} {path.split('/')[3]} {path.rsplit('/', 1)[1]}"] += 1
        if answer.status_code < 300:
            self.sent.append((asked, answer.status_code, answer.data))
            self.stage.checker.now(self.town.assets, self.town.units)
        return answer.get_json()

    def register(self, who: str, act: str, body: dict[str, Any]) -> None:
        version = self.town.versions[who]
        with frozen(self.at):
            self.house.do(
                "POST", f"/api/assets/people/{who}/{act}", role="service", json=body, version=version
            )
        self.town.versions[who] += 1
        self.stage.done[act] += 1

    def answered(self, question: str) -> bytes:
        with frozen(self.at):
            answer = self.house.ask(
                "GET", question, role="officer", unit=self.town.unit, person=self.town.keeper
            )
        assert answer.status_code == 200, answer.text
        return answer.data

    def told(self, question: str) -> Any:
        with frozen(self.at):
            return self.house.do(
                "GET", question, role="officer", unit=self.town.unit, person=self.town.keeper
            )["items"]

    def footprint(self) -> Any:
        return self.stage.checker.ask(
            "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM ledger_entries) AS entries"
        )

    def take(self, record: dict[str, Any], answer: Any) -> None:
        record |= {"state": answer["state"], "version": answer["version"]}

    def path(self, record: dict[str, Any]) -> str:
        return f"/api/handover/records/{record['id']}"

    # what the model knows

    def chosen(self, which: list[int], fitting: Callable[[UUID], bool] = bool) -> list[UUID]:
        """Some assets; three times out of four such as fit, if there are any."""
        fit = [one for one in self.town.assets if fitting(one)]
        among = self.town.assets if which[0] % 4 == 0 or not fit else fit
        return list(dict.fromkeys(among[one % len(among)] for one in which))

    def held_together(self, which: list[int]) -> list[UUID]:
        """Some assets that one person holds and that are free to go, if there are any."""
        first = self.chosen(which[:1], lambda one: not self.waits(one) and self.holder(one) is not None)[0]
        return self.chosen(which, lambda one: not self.waits(one) and self.holder(one) == self.holder(first))

    def holder(self, asset: UUID) -> str | None:
        return self.days[asset][-1]

    def waiting(self) -> list[dict[str, Any]]:
        return [one for one in self.records if one["state"] in {"issued", "signed"}]

    def waits(self, asset: UUID) -> bool:
        return any(asset in one["assets"] for one in self.waiting())

    def day(self) -> int:
        return (self.at.astimezone(HANOI).date() - BEGIN.astimezone(HANOI).date()).days

    def date_of(self, day: int) -> date:
        return BEGIN.astimezone(HANOI).date() + timedelta(days=day)

    def today(self) -> date:
        return self.date_of(self.day())

    def pass_time(self, days: int) -> None:
        if self.day() + days < DAYS - 1:
            self.at += timedelta(days=days)

    @staticmethod
    def pick(things: Any, which: int) -> Any:
        return things[which % len(things)]


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
    rare = {what: stage.done[what] for what in HAPPENS if stage.done[what] < HISTORIES / 40}
    assert rare == {}, f"hardly played: {rare}"
