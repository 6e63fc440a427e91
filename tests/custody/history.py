"""The rules by which a history goes on: everything that people can do over HTTP."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from shared.clock import HANOI, frozen
from shared.ids import uuid7
from tests.custody.acting import BEGIN, DAYS, Side
from tests.custody.erasing import Erasing
from tests.custody.town import found, person

any_number = st.integers(0, 999)
some = st.lists(any_number, min_size=1, max_size=3)


class History(Erasing, RuleBasedStateMachine):
    """One ward and what its people do."""

    @initialize()
    def found_a_ward(self) -> None:
        self.house = self.stage.house
        self.at = BEGIN
        with frozen(self.at):
            self.town = found(self.house)
            self.stage.carrier.carry()
        self.stage.checker.begin()
        self.days = {one: [None] * DAYS for one in self.town.assets}
        self.records = []
        self.corrections: list[dict[str, Any]] = []
        self.left = dict.fromkeys(self.town.people, False)  # as the register has it
        self.known_left = dict(self.left)  # as custody has heard
        self.left_on: dict[str, date] = {}
        self.remembered: dict[str, bytes] = {}  # questions about the past and their answers
        self.sent = []
        self.merged = False
        self.away, self.pins, self.erased = set(), set(), set()
        self.turn = 0

    # what people do

    @rule(which=some, to=any_number, at_once=st.booleans())
    def give(self, which: list[int], to: int, at_once: bool) -> None:
        """The keeper gives assets out of the store."""
        receiver = self.pick(self.town.people, to)
        assets = self.chosen(which, lambda one: not self.waits(one) and self.holder(one) is None)
        sides: tuple[Side, Side] = (self.town.keeper, "store"), (receiver, "holder")
        self.draw_up("internal_handover", assets, *sides, at_once=at_once)

    @rule(which=some, to=any_number, at_once=st.booleans())
    def pass_on(self, which: list[int], to: int, at_once: bool) -> None:
        """A holder hands assets on to somebody else."""
        assets = self.held_together(which)
        giver = self.holder(assets[0]) or self.pick(self.town.people, which[0])
        sides: tuple[Side, Side] = (giver, "holder"), (self.pick(self.town.people, to), "holder")
        self.draw_up("internal_handover", assets, *sides, at_once=at_once)

    @rule(which=some, recall=st.booleans(), at_once=st.booleans())
    def take_back(self, which: list[int], recall: bool, at_once: bool) -> None:
        """A holder gives assets back to the store."""
        assets = self.held_together(which)
        giver = self.holder(assets[0]) or self.pick(self.town.people, which[0])
        kind = "internal_recall" if recall else "internal_return"
        self.draw_up(kind, assets, (giver, "holder"), (self.town.keeper, "store"), at_once=at_once)

    @rule(which=some, back=st.booleans(), at_once=st.booleans())
    def repair(self, which: list[int], back: bool, at_once: bool) -> None:
        """Assets go to a repairer, or come back from one; who answers for them stays."""
        assets = self.chosen(which, lambda one: not self.waits(one) and (one in self.away) == back)
        who = self.holder(assets[0])
        side: Side = (who, "holder") if who else (self.town.keeper, "store")
        sides = ((None, "repairer"), side) if back else (side, (None, "repairer"))
        self.draw_up("repair_in" if back else "repair_out", assets, *sides, at_once=at_once)

    @rule(which=any_number, at_once=st.booleans())
    @precondition(lambda self: any(one.get("completed") for one in self.records))
    def reverse(self, which: int, at_once: bool) -> None:
        """Both sides take a completed record back by another; mostly the last one."""
        done = [one for one in self.records if one.get("completed")]
        first = done[-1] if which % 2 else self.pick(done, which)
        self.take_back_record(first, at_once=at_once)

    @rule(which=any_number)
    @precondition(lambda self: any(one.get("completed") for one in self.records))
    def dispute(self, which: int) -> None:
        """The receiver, or the giver, does not agree with what was signed."""
        one = self.pick([one for one in self.records if one.get("completed")], which)
        who = next(side[0] for side in (one["receiver"], one["giver"]) if side[0] is not None)
        status = {200, 409} if one["state"] == "completed" else 409  # 409 when the time is over
        body = {"reason": "Máy thiếu sạc"}
        path = f"{self.path(one)}/dispute"
        self.act(
            "POST", path, status, json=body, of=one, role="holder", person=who,
            after=lambda answer: self.take(one, answer),
        )  # fmt: skip

    @rule(which=any_number, upheld=st.booleans())
    @precondition(lambda self: any(one["state"] == "disputed" for one in self.records))
    def settle_dispute(self, which: int, upheld: bool) -> None:
        """The head decides."""
        one = self.pick([one for one in self.records if one["state"] == "disputed"], which)
        body = {"outcome": "upheld" if upheld else "dismissed", "reason": "Đã kiểm tra"}
        path = f"{self.path(one)}/dispute-decision"
        self.act(
            "POST", path, 200, json=body, of=one, role="head", after=lambda answer: self.take(one, answer)
        )

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
        undecided = [one for one in self.corrections if one["state"] == "proposed"]
        self.decide_on(self.pick(undecided if undecided and which % 4 else self.corrections, which), yes=yes)

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
        # a moment that is over: what is recorded in this very one is still to come
        known = self.at - timedelta(days=back % (self.day() + 1), microseconds=1)
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
        self.stage.count_history()
        self.carry()
        self.proofs_hold_after_erasing()
        for question, then in self.remembered.items():
            assert self.answered(question) == then, f"the past was rewritten: {question}"
        for number, asset in enumerate(self.town.assets):
            day = self.day() * number // len(self.town.assets)
            question = f"/api/handover/custody?asset={asset}&as_of={self.date_of(day)}"
            found = [one["person_id"] for one in self.told(question)]
            wanted = self.days[asset][day]
            assert found == ([wanted] if wanted else []), f"{asset} on {self.date_of(day)}"
