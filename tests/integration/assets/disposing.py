"""Words for disposal cases in tests: who asks, who decides, a case brought through its life."""

from datetime import date
from typing import Any

from shared.clock import today
from tests.integration.assets.conftest import Json, Register

CASES = {
    "state_recall": "41.1.đ",
    "transfer": "42.1.b",
    "hand_over_to_locality": "40.2a",
    "sale": "43",
    "liquidation": "45.1.b",
    "destruction": "46",
    "loss": "47",
    "software_uninstall": "45.1.b",
    "other": "40",
}


class Office:
    """One unit with who draws cases up, who decides and who keeps the books."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.unit = register.bo_de
        people = {}
        for code, name in (("CB1", "Lê Thị Lập"), ("LD1", "Trần Văn Duyệt"), ("CB2", "Vũ Văn Giữ")):
            people[code] = register.person(code=code, name=name)["id"]
        self.people = people
        self.officer = register.caller({"officer"}, self.unit["id"], people["CB1"])
        self.head = register.caller({"head"}, self.unit["id"], people["LD1"])
        self.accountant = register.caller({"accountant"}, self.unit["id"])

    def asset(self, **more: Any) -> Json:
        return self.register.asset(**{"put_to_use_on": "2024-03-05", **more})

    def draft(self, kind: str, assets: list[Json], **more: Any) -> Json:
        lines = [{"asset_id": asset["id"], "unrepairable": True} for asset in assets]
        body: Json = {"unit_id": self.unit["id"], "kind": kind, "legal_case": CASES[kind], "lines": lines}
        if kind in {"transfer", "hand_over_to_locality"}:
            body["receiver_unit_id"] = self.register.cu_khoi["id"]
        if kind == "loss":
            body["found_on"] = today().isoformat()
        return self.officer.made("/disposals", body | more)

    def act(self, caller: Any, case: Json, what: str, **body: Any) -> Json:
        answer = caller.post(f"/disposals/{case['id']}/{what}", body, version=case["version"])
        assert answer.status_code == 200, answer.json
        return answer.json

    def refused(self, caller: Any, case: Json, what: str, **body: Any) -> Json:
        answer = caller.post(f"/disposals/{case['id']}/{what}", body, version=case["version"])
        assert answer.status_code in {403, 409, 422}, answer.json
        return answer.json

    def papers(self, case: Json) -> Json:
        for paper in case["papers"]:
            if paper["required"] and not paper["present"]:
                case = self.act(self.officer, case, "papers", paper=paper["paper"], number="12/TTr")
        return case

    def submitted(self, kind: str, assets: list[Json], **more: Any) -> Json:
        case = self.papers(self.draft(kind, assets, **more))
        return self.act(self.officer, case, "submission")

    def decided(self, kind: str, assets: list[Json], **more: Any) -> Json:
        return self.approve(self.submitted(kind, assets, **more))

    def approve(self, case: Json, on: date | None = None) -> Json:
        return self.act(
            self.head,
            case,
            "decision",
            outcome="approved",
            decision_number="45/QĐ-UBND",
            decision_on=(on or today()).isoformat(),
            signer="Trần Văn Duyệt",
            responsibility="Văn phòng tổ chức thực hiện",
            note="Nộp tài khoản tạm giữ",
        )

    def council(self, case: Json) -> Json:
        members = [
            {"name": f"Người {role}", "post": "", "role": role} for role in ("chair", "member", "secretary")
        ]
        met = {"members": members, "met_on": today().isoformat(), "conclusion": "Đồng ý phá dỡ"}
        return self.act(self.officer, case, "council", **met)

    def execution(self, kind: str) -> Json:
        body: Json = {"done_on": today().isoformat(), "minutes_number": "3/BB", "result": "Xong"}
        modes = {"liquidation": "scrapping", "destruction": "mechanical", "loss": "lost"}
        body["mode"] = {**modes, "software_uninstall": "uninstall", "sale": "auction"}.get(kind, "")
        if kind == "sale":
            body |= {"buyer_kind": "organisation", "proceeds": 900_000, "paid_in": 500_000, "costs": 100_000}
        if kind in {"transfer", "hand_over_to_locality"}:
            body |= {"handover_number": "00001/BBBG", "handover_on": today().isoformat()}
        return body

    def done(self, kind: str, assets: list[Json], **more: Any) -> Json:
        case = self.decided(kind, assets, **more)
        if kind in {"liquidation", "software_uninstall"}:
            case = self.council(case)
        return self.act(self.officer, case, "execution", **self.execution(kind))

    def booked(self, kind: str, assets: list[Json], **more: Any) -> Json:
        return self.act(self.accountant, self.done(kind, assets, **more), "booking")

    def movements(self, asset: Json) -> list[Any]:
        """(unit, cause, quantity, cost, wear) of an asset, in the order in which they were booked."""
        return self.register.look(
            "SELECT unit_id::text, cause, quantity, cost, wear FROM book_movements WHERE asset_id = %s"
            " ORDER BY number",
            asset["id"],
        )
