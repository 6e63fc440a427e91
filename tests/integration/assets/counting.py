"""A stocktake as the tests make it: a ward with rooms, people who count, scans as devices send them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.clock import today
from shared.ids import uuid7

Json = dict[str, Any]
DEVICE = "may-quet-1"


class Counting:
    """The register's ward with an officer who leads, and a second counter."""

    def __init__(self, register: Any) -> None:
        self.register = register
        self.chair = register.person(code="TB", name="Trần Văn Trưởng", post="Phó Chủ tịch")
        self.other = register.person(code="D2", name="Lê Thị Hai", post="Văn thư")
        self.leader = register.caller({"officer"}, register.bo_de["id"], self.chair["id"])
        self.second = register.caller({"officer"}, register.bo_de["id"], self.other["id"])

    def plan(self, **more: Any) -> Json:
        body = {
            "title": "Kiểm kê cuối năm",
            "kind": "year_end",
            "unit_id": self.register.bo_de["id"],
            "as_of": today().isoformat(),
            "board": [
                {"person_id": self.chair["id"], "name": "Trần Văn Trưởng", "post": "PCT", "role": "chair"},
                {"name": "Nguyễn Thị Viên", "role": "member"},
            ],
        }
        made: Json = self.leader.made("/stocktakes", body | more)
        return made

    def opened(self, **more: Any) -> Json:
        plan = self.plan(**more)
        return self.step(plan, "opening")

    def step(self, stocktake: Json, what: str, body: Json | None = None, caller: Any = None) -> Json:
        caller = caller or self.leader
        answer = caller.send(
            "POST", f"/stocktakes/{stocktake['id']}/{what}", stocktake["version"], json=body or {}
        )
        assert answer.status_code == 200, answer.json
        done: Json = answer.json
        return done

    def recounted(self, stocktake: Json) -> Json:
        return self.step(stocktake, "recount", {"person_id": self.other["id"]})

    def send(self, stocktake: Json, *scans: Json, caller: Any = None, **more: Any) -> list[Json]:
        answer = self.post(stocktake, *scans, caller=caller, **more)
        assert answer.status_code == 200, answer.json
        items: list[Json] = answer.json["items"]
        return items

    def post(self, stocktake: Json, *scans: Json, caller: Any = None, **more: Any) -> Any:
        path = f"/stocktakes/{stocktake['id']}/scans"
        return (caller or self.leader).post(path, {"scans": list(scans), **more})

    def outcomes(self, stocktake: Json, *scans: Json, **more: Any) -> list[str]:
        return [item["outcome"] for item in self.send(stocktake, *scans, **more)]

    def lines(self, stocktake: Json, caller: Any = None, **query: Any) -> dict[str, Json]:
        page = (caller or self.leader).get(f"/stocktakes/{stocktake['id']}/lines", limit=200, **query).json
        return {line["asset_id"]: line for line in page["items"]}

    def proposals(self, stocktake: Json) -> list[Json]:
        page = self.leader.get(f"/stocktakes/{stocktake['id']}/proposals", limit=200).json
        items: list[Json] = page["items"]
        return items


def scan(text: str = "", **more: Any) -> Json:
    """One scan as a device makes it, a second ago."""
    at = datetime.now(UTC) - timedelta(seconds=1)
    made = {"scan_id": str(uuid7()), "text": text, "device_id": DEVICE, "device_time": at.isoformat()}
    return {**made, **more}
