"""The forms of a plan of mass handover: what people choose and type, read into what custody takes."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from services.web.backstage import Json, fetch
from shared.text import sort_key

SPARE_ROWS = 3
FOLLOW = "holder"  # as a target: the asset goes where its holder now works
HEAD = ("title", "document_number", "document_on", "document_signer", "effective_on", "happened_on")
_KEEPERS = {"officer", "head"}

Form = MultiDict[str, str]


def opened_with(form: Form) -> Json:
    """The request that opens a plan: over an act, or over ticked units."""
    body: Json = {name: form.get(name, "").strip() or None for name in HEAD}
    body |= {name: body[name] or "" for name in ("title", "document_number", "document_signer")}
    if form.get("act_id"):
        return {**body, "act_id": form["act_id"]}
    sides = {side: [{"unit_id": unit} for unit in form.getlist(side)] for side in ("old", "new")}
    return {**body, **sides}


def changed_with(form: Form, plan: Mapping[str, Any]) -> Json:
    """The request that changes a draft: head, signers, all rules."""
    body: Json = {name: form.get(name, "").strip() for name in HEAD}
    body["document_on"] = body["document_on"] or None
    for name in ("effective_on", "happened_on"):
        if not body[name]:
            del body[name]
    units = [unit["unit_id"] for unit in (*plan["old"], *plan["new"])]
    body["signers"] = [{"unit_id": unit, "person_id": form.get(f"signer-{unit}") or None} for unit in units]
    body["rules"] = [rule for row in range(rows_of(form)) if (rule := _rule(form, row)) is not None]
    return body


def rows_of(form: Form) -> int:
    """How many rows of rules the form carries."""
    said = form.get("rows", "0")
    return min(int(said), 500) if said.isdecimal() else 0


def typed_from(plan: Mapping[str, Any]) -> Form:
    """What the form shows of a stored draft."""
    typed: Form = MultiDict({name: plan[name] or "" for name in HEAD})
    typed["rows"] = str(len(plan["rules"]) + SPARE_ROWS)
    for unit in (*plan["old"], *plan["new"]):
        typed[f"signer-{unit['unit_id']}"] = unit["person_id"] or ""
    for row, rule in enumerate(plan["rules"]):
        typed[f"rule-{row}-unit"] = rule["unit_id"] or ""
        typed[f"rule-{row}-category"] = rule["category"] or ""
        typed[f"rule-{row}-holder"] = rule["holder_id"] or ""
        typed[f"rule-{row}-target"] = rule["successor_id"] or FOLLOW
        typed[f"rule-{row}-receiver"] = rule["receiver_id"] or ""
        typed[f"rule-{row}-codes"] = " ".join(rule["codes"] or ())
    return typed


def people_at_work() -> list[Json]:
    """Everybody who works and whom the visitor sees (1.000 at the most), by name."""
    found: list[Json] = []
    after = None
    for _page in range(5):
        page = fetch("assets", "/people", status="working", limit=200, after=after)
        found += page["items"]
        after = page["next"]
        if after is None:
            break
    return sorted(found, key=lambda person: sort_key(person["name"]))


def keepers_among(people: list[Json]) -> list[tuple[str, str]]:
    """Those who may stand for a unit, as choices."""
    return [choice(one) for one in people if _KEEPERS & set(one["duties"])]


def choice(person: Json) -> tuple[str, str]:
    """A person as a choice: the name with the unit."""
    return person["id"], " · ".join(part for part in (person["name"], person.get("unit_name")) if part)


def _rule(form: Form, row: int) -> Json | None:
    """One rule; None for a row without a target."""
    said = {
        name: form.get(f"rule-{row}-{name}", "").strip()
        for name in ("unit", "category", "holder", "target", "receiver", "codes")
    }
    if not said["target"]:
        return None
    codes = [code.replace("-", "").upper() for code in said["codes"].replace(",", " ").split()]
    return {
        "unit_id": said["unit"] or None,
        "category": said["category"] or None,
        "holder_id": said["holder"] or None,
        "codes": codes or None,
        "successor_id": None if said["target"] == FOLLOW else said["target"],
        "receiver_id": said["receiver"] or None,
    }
