"""The forms of records that are typed on one page: to a repairer, back from one, to another unit or body.

All answers travel in the form, so nothing is kept that nobody has sent and nothing typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from services.web.backstage import Json, fetch, visitor
from services.web.decoding import code_in
from services.web.language import _
from services.web.resolving import Found, holder_of, resolve
from shared.clock import today

TEXTS = ("organisation", "name", "post", "place", "basis")


@dataclass
class Sheet:
    """What was typed: codes one a line, texts by name, and what is wrong by field."""

    typed: MultiDict[str, str]
    codes: list[str]
    found: list[Found] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What stands in a field, trimmed."""
        return self.typed.get(name, "").strip()

    def must(self, **fields: str) -> None:
        """Each field must be filled; the sentence says what is missing."""
        for name, why in fields.items():
            if not self.text(name):
                self.wrong[name] = why

    def stranger(self) -> Json:
        """The side without an account."""
        return {name: self.text(name) for name in ("name", "post", "organisation")}

    def common(self, condition: str = "") -> Json:
        """What every record says: lines, place, basis, day."""
        lines = [{"code": code, "condition": self.text("condition") or condition} for code in self.codes]
        return {
            "lines": lines,
            "place": self.text("place"),
            "basis": self.text("basis"),
            "happened_on": self.text("happened_on") or today().isoformat(),
        }


def sheet_of(form: Mapping[str, Any]) -> Sheet:
    """The sheet that a form (or an address with `code`) carries: typed codes, labels read by a gun, URLs."""
    typed: MultiDict[str, str] = MultiDict(form)
    said = [*typed.getlist("code"), *typed.get("codes", "").split()]
    codes = [code_in(text) or text.strip()[:40] for text in said if text.strip()]
    return Sheet(typed, list(dict.fromkeys(codes)))


def check_going_out(sheet: Sheet) -> Json | None:
    """Look up what goes to repair; who answers for it, a holder (custody row) or None for the store. Faults
    go to `sheet.wrong`.
    """
    if not sheet.codes:
        sheet.wrong["codes"] = _("Hãy nhập mã tem của ít nhất một tài sản.")
    sheet.found = [resolve(code, "look") for code in sheet.codes]
    if bad := [one for one in sheet.found if one.state != "accepted"]:
        sheet.wrong["codes"] = bad[0].message
        return None
    holders = [holder_of(one.asset) for one in sheet.found]
    if len({holder["person_id"] if holder else None for holder in holders}) > 1:
        sheet.wrong["codes"] = _("Các máy đang do nhiều người giữ; lập biên bản riêng cho từng người.")
    return holders[0] if holders else None


def side_of(holder: Json | None) -> Json:
    """Who answers for the things: the holder, or the visitor for the store."""
    if holder is not None:
        return {"person_id": holder["person_id"], "as": "holder"}
    return {"person_id": str(visitor().person_id) if visitor().person_id else None, "as": "store"}


def away_of(record_id: str) -> list[Json]:
    """What the record sent to a repairer and is still there."""
    record = fetch("handover", f"/records/{record_id}")
    rows = [fetch("handover", "/repairs", asset=line["asset_id"])["items"] for line in record["lines"]]
    return [row for found in rows for row in found if row["record_id"] == record_id]
