"""How a history acts on its ward: requests that must be answered as a model of one page predicts.

The model knows who answers for each asset on each day, which records wait, who has left, what is at a
repairer. It is written from what the services promise, not from how they do it.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.handover.ledger.verify import Held
from shared.clock import HANOI, frozen
from shared.ids import uuid7
from tests.acts import drawing
from tests.checker import Checker
from tests.custody.town import Carrier, Town
from tests.house import House

BEGIN = datetime(2026, 1, 5, 2, tzinfo=UTC)
DAYS = 100  # more than any history lasts
DRAWN = drawing()
TAKES_BACK = {"internal_return", "internal_recall"}

Side = tuple[str | None, str]  # who (None: a repairer) and how


class Stage:
    """What all histories share: the services, the carrier, the checker."""

    def __init__(self, house: House) -> None:
        self.house, self.carrier = house, Carrier(house)
        admin = house.databases.admin_url
        self.checker = Checker(admin("handover"), admin("assets"))
        self.export = Held()  # goes on from history to history
        self.done: Counter[str] = Counter()  # what succeeded, so that a play without action is noticed

    def count_history(self) -> None:
        self.done["histories"] += 1
        if self.done["histories"] % 100 == 0:
            print(self.done["histories"], "histories", sum(self.done.values()), "acts", flush=True)

    def close(self) -> None:
        self.checker.close()
        self.carrier.close()


class Acting:
    """A ward, its model, and how to act on it."""

    stage: Stage
    house: House
    town: Town
    at: datetime
    days: dict[UUID, list[str | None]]  # who answers for each asset on each day
    records: list[dict[str, Any]]
    sent: list[tuple[dict[str, Any], int, bytes]]
    known_left: dict[str, bool]
    away: set[UUID]  # at a repairer
    turn: int  # counts completions

    # how they do it

    def draw_up(self, kind: str, assets: list[UUID], giver: Side, receiver: Side, *, at_once: bool) -> None:
        """A record of several assets, signed `at_once` by both; the model says whether it can be."""
        body = {
            "kind": kind,
            "from": self.party(giver),
            "to": self.party(receiver),
            "lines": [{"code": self.town.codes[one], "condition": "Tốt"} for one in assets],
            "place": "P. 302",
            **({"due_on": str(self.today() + timedelta(days=10))} if kind == "repair_out" else {}),
        }
        two = giver[0] != receiver[0] and not self.known_left.get(str(receiver[0]))
        status = 422 if not two else 201 if self.free(kind, assets, giver, receiver) else 409
        self.drawn_up("/api/handover/records", body, status, (kind, assets, giver, receiver), at_once=at_once)

    def take_back_record(self, first: dict[str, Any], *, at_once: bool) -> None:
        """A record that reverses `first`, with the sides exchanged."""
        giver, receiver = first["receiver"], first["giver"]
        stands = first["state"] in {"completed", "upheld"} and first["kind"] != "reversal"
        later = any(
            set(one["assets"]) & set(first["assets"])
            for one in self.records
            if one["kind"] != "reversal"
            and one["state"] in {"completed", "disputed", "upheld"}
            and one["completed"] > first.get("completed", 0)
        )
        free = self.free("reversal", first["assets"], giver, receiver)
        status = 201 if stands and not later and free else 409
        path = f"{self.path(first)}/reversal"
        drawn = ("reversal", first["assets"], giver, receiver)
        self.drawn_up(path, {"reason": "Giao nhầm"}, status, drawn, of=first, at_once=at_once)

    def drawn_up(
        self,
        path: str,
        body: dict[str, Any],
        status: int,
        drawn: tuple[str, list[UUID], Side, Side],
        *,
        at_once: bool,
        of: dict[str, Any] | None = None,
    ) -> None:
        day = self.day()
        answer = self.act("POST", path, status, json=body, of=of)
        if status != 201:
            return
        kind, assets, giver, receiver = drawn
        record: dict[str, Any] = {"id": answer["id"], "kind": kind, "assets": assets, "giver": giver}
        record |= {"receiver": receiver, "day": day, "signed": set(), "of": of}
        self.records.append(record)
        self.take(record, answer)
        for side in ("giver", "receiver") if at_once else ():
            self.sign_side(record, side)

    def free(self, kind: str, assets: list[UUID], giver: Side, receiver: Side) -> bool:
        """Whether every asset is where the record says, and waits in no other."""
        comes_back = giver[1] == "repairer"
        who, how = receiver if comes_back else giver
        wanted = who if how == "holder" else None
        return all(
            not self.waits(one)
            and self.holder(one) == wanted
            and (one in self.away if comes_back else one not in self.away or kind in TAKES_BACK)
            for one in assets
        )

    def party(self, side: Side) -> dict[str, Any]:
        if side[1] == "repairer":
            return {"as": "repairer", "name": "Ông Nam", "organisation": "Cửa hàng sửa máy"}
        return {"person_id": side[0], "as": side[1]}

    def sign_side(self, record: dict[str, Any], side: str) -> None:
        last = len(record["signed"]) == 1
        stands = not last or record["of"] is None or record["of"]["state"] in {"completed", "upheld"}
        allowed = record["state"] in {"issued", "signed"} and side not in record["signed"] and stands
        body = {"side": side, "method": "drawn", "drawing": DRAWN}
        answer = self.act(
            "POST",
            f"{self.path(record)}/signatures",
            200 if allowed else 409,
            json=body,
            of=record,
            after=lambda answer: self.signed(record, side, answer),
        )
        assert answer is not None

    def signed(self, record: dict[str, Any], side: str, answer: Any) -> None:
        """What the model makes of a signature that was taken."""
        record["signed"].add(side)
        self.take(record, answer)
        if len(record["signed"]) < 2:
            assert record["state"] == "signed"
            return
        assert record["state"] == "completed"
        self.turn += 1
        record["completed"] = self.turn
        self.stage.done[f"completed {record['kind']}"] += 1
        sides = {record["giver"][1], record["receiver"][1]}
        if "repairer" in sides:
            gone = record["receiver"][1] == "repairer"
            self.away = self.away | set(record["assets"]) if gone else self.away - set(record["assets"])
        else:
            to = record["receiver"][0] if record["receiver"][1] == "holder" else None
            for asset in record["assets"]:
                self.days[asset][record["day"] :] = [to] * (DAYS - record["day"])
        if record["of"] is not None:
            record["of"]["state"] = "reversed"
            record["of"]["version"] += 1

    def act(
        self,
        method: str,
        path: str,
        status: int | set[int],
        *,
        of: dict[str, Any] | None = None,
        role: str = "officer",
        person: str | None = None,
        after: Callable[[Any], None] | None = None,
        **request: Any,
    ) -> Any:
        """One request that must be answered as the model says, which then goes on by `after`; then a look at
        everything.
        """
        who = person or (self.town.head if role == "head" else self.town.keeper)
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
            if after is not None:
                after(answer.get_json())
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
