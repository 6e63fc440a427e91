"""Leavers whose data are erased: what no rule keeps is gone from all that is told, and every proof holds."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shared.clock import frozen
from tests.custody.acting import Acting

any_number = st.integers(0, 999)
PIN = "135792"


class Erasing(Acting):
    """Part of a history: PINs, and the erasing of leavers."""

    pins: set[str]  # who set one that is not erased
    erased: set[str]
    left: dict[str, bool]
    left_on: dict[str, date]
    carry: Callable[[], None]

    @rule(who=any_number)
    def erase(self, who: int) -> None:
        """Possible for somebody who left and holds nothing, and only then. Mostly somebody with a PIN leaves
        first, who holds nothing if there is such a one.
        """
        holding = set(map(self.holder, self.town.assets))
        one = self.pick([one for one in self.town.people if one not in holding] or self.town.people, who)
        if who % 3 and not self.left[one] and not any(one in str(record) for record in self.waiting()):
            self.choose_pin(one)
            body = {"status": "retired", "left_on": str(self.today()), "basis": "QĐ 12/QĐ-UBND"}
            self.register(one, "departure", body)
            self.left[one], self.left_on[one] = True, self.today()
            self.carry()
        gone = [one] if self.known_left[one] and one not in holding else []
        path, pinned = f"/api/handover/people/{one}/erasure", one in self.pins
        answer = self.act(
            "POST", path, 200 if one in gone else 409, json={"reason": "Đã nghỉ việc"}, role="admin"
        )
        if one in gone:
            # of what these hundred days record, the law keeps everything but PINs
            assert answer["erased"] == int(pinned), f"{answer}, model {int(pinned)}"
            self.pins.discard(one)
            self.erased.add(one)
            self.stage.done["erased with a PIN" if pinned else "erased"] += 1
            self.stage.checker.erased(one, self.town.emails[one])

    def choose_pin(self, one: str) -> None:
        """A PIN by the administrator; its entry in the ledger is kept by no rule."""
        if one not in self.pins:
            body = {"pin": PIN}
            with frozen(self.at):
                self.house.do(
                    "PUT", f"/api/handover/pins/{one}", json=body, role="admin", unit=self.town.unit
                )
            self.pins.add(one)

    def proofs_hold_after_erasing(self) -> None:
        """The export is proved by the verifier that we give away, history after history in one go; it tells
        no erased address or PIN.
        """
        items = self.exported()
        told = json.dumps(items, ensure_ascii=False)
        for one in self.erased:
            assert self.town.emails[one] not in told
            acts = [item for item in items if (item.get("act"), item.get("subject")) == ("pin.set", one)]
            bare = [item for item in acts if "body" not in item]
            assert all(item["erased"] for item in bare), "gone, and no act says why"
            assert len(acts) - len(bare) == int(one in self.pins), "what was erased is told"
        for item in items:
            self.stage.export.add({name: value for name, value in item.items() if name != "at"})
        self.stage.export.end()

    def exported(self) -> list[dict[str, Any]]:
        """What the ledger has since the last history, as an auditor takes it."""
        items: list[dict[str, Any]] = []
        after = self.stage.export.number - 1
        while after is not None:
            with frozen(self.at):
                page = self.house.do(
                    "GET",
                    f"/api/handover/ledger?limit=1000&after={after}",
                    role="auditor",
                    unit=self.town.unit,
                )
            items, after = items + page["items"], page["next"]
        return items
