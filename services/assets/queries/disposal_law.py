"""The forms of disposal as the law has them on a day, for those who choose one."""

from datetime import date
from typing import Any

from services.assets.queries.shapes import Shape
from shared.clock import today
from shared.law import Provision, provisions

_ASKED = ("receiver", "may_be_held", "tools_by_agency", "authority", "cause", "report_code")


def forms_of_disposal(query: dict[str, Any]) -> Shape:
    """Every form in force on the day, with legal cases, modes and papers, in the order of the law data."""
    on: date = query["on"] or today()
    found = [one for versions in provisions("disposal").values() for one in versions if one.covers(on)]
    return {"items": [_shape(one) for one in found], "next": None}


def _shape(law: Provision) -> Shape:
    return {
        "kind": law.id,
        "version": law.version,
        "title": law.title,
        "text": law.text,
        "certainty": law.certainty,
        "compared": law.compared,
        "citation": law.citation(),
        **{name: law.details[name] for name in _ASKED},
        "cases": [_case(one) for one in law.details["cases"]],
        "modes": [
            {"id": one["id"], "title": one["title"], "council": one.get("council", False)}
            for one in law.details.get("modes", ())
        ],
        "papers": [dict(one) for one in law.details["papers"]],
        "asks_found_on": "found_deadline" in law.details,
    }


def _case(one: Any) -> Shape:
    return {
        "code": one["code"],
        "text": one["text"],
        "test": one.get("test", ""),
        "refused_by": one.get("refused_by", ""),
        "refused_text": one.get("refused_text", ""),
    }
