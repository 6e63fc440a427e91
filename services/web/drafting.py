"""A record being prepared: it lives in the form itself, so nothing is kept that nobody has sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from werkzeug.datastructures import MultiDict

from services.web.backstage import Json, attempt, fetch, visitor
from services.web.decoding import code_in
from services.web.language import _
from services.web.resolving import Found, resolve
from shared.clock import today

MOST_LINES = 1000  # as the service takes at once
LINE_FIELDS = ("condition", "accessories", "note")


@dataclass
class Draft:
    """What has been scanned and typed so far. `lines` are accepted; `refused` wait for a decision."""

    purpose: str  # give or take
    codes: list[str] = field(default_factory=list)
    person_id: str = ""
    recall_id: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    lines: list[Found] = field(default_factory=list)
    refused: list[Found] = field(default_factory=list)

    def look_up(self) -> "Draft":
        """Resolve every code; for taking, the first holder found is whose things are taken."""
        self.lines, self.refused = [], []
        for code in self.codes[:MOST_LINES]:
            found = resolve(code, self.purpose, self.person_id, self.unit_id)
            if found.state == "accepted":
                self.lines.append(found)
                if self.purpose == "take" and found.holder:
                    self.person_id = self.person_id or str(found.holder["person_id"])
            else:
                self.refused.append(found)
        self.codes = [found.code for found in self.lines]
        return self

    @property
    def unit_id(self) -> str:
        """The unit of what is on the list: one record is about one unit's assets."""
        return str(self.lines[0].asset["unit_id"]) if self.lines else ""

    def add(self, text: str) -> None:
        """One more code, as typed without a script; the newest comes first."""
        code = code_in(text) or text.strip()[:40]
        if code and code not in self.codes:
            self.codes.insert(0, code)

    def line_value(self, code: str, name: str) -> str:
        """What was typed for one line."""
        usual = _("Hoạt động tốt") if name == "condition" else ""
        return self.typed.get(f"{name}-{code}", usual)

    def body(self) -> Json:
        """The request to the handover service."""
        store = str(visitor().person_id) if visitor().person_id else None
        kinds = {
            "give": "internal_handover",
            "take": "internal_recall" if self.recall_id else "internal_return",
        }
        giver, receiver = (store, self.person_id) if self.purpose == "give" else (self.person_id, store)
        body: Json = {
            "kind": kinds[self.purpose],
            "from": {"person_id": giver},
            "to": {"person_id": receiver},
            "lines": [self._line(code) for code in self.codes],
            "place": self.typed.get("place", "").strip(),
            "basis": self.typed.get("basis", "").strip(),
            "happened_on": self.typed.get("happened_on") or today().isoformat(),
        }
        if self.recall_id:
            body["recall_id"] = self.recall_id
        return body

    def _line(self, code: str) -> Json:
        return {"code": code, **{name: self.line_value(code, name).strip() for name in LINE_FIELDS}}


def draft_from(form: MultiDict[str, str], purpose: str) -> Draft:
    """The draft that a form carries."""
    codes = list(dict.fromkeys(code for code in form.getlist("code") if code != form.get("remove")))
    person_id, recall_id = known_id(form.get("person_id")), known_id(form.get("recall_id"))
    return Draft(purpose, codes, person_id, recall_id, form.to_dict())


def known_id(text: str | None) -> str:
    """An id that came with a form or an address, "" when it cannot be one: it becomes part of a path."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return ""


def person_of(draft: Draft) -> Json | None:
    """The other party as the register knows them."""
    if not draft.person_id:
        return None
    person: Json = fetch("assets", f"/people/{draft.person_id}")
    return person


def held_but_not_listed(draft: Draft) -> list[Json]:
    """What the person holds by the book and is not in the draft yet."""
    if not draft.person_id:
        return []
    page = attempt(lambda: fetch("handover", "/custody", person=draft.person_id), _("Tài sản đang giữ"))
    return [row for row in (page["items"] if page else []) if row["code"] not in draft.codes]


def recent_receivers() -> list[Json]:
    """People who took over something lately, the latest first: the likely ones again."""
    page = attempt(
        lambda: fetch("handover", "/records", kind="internal_handover", limit=20), _("Người nhận gần đây")
    )
    people = {
        record["receiver"]["person_id"]: record["receiver"]
        for record in reversed(page["items"] if page else [])
    }
    return list(reversed(people.values()))[:5]
