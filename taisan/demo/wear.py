"""Wear in the sample: the city's decision about software, and last year's books closed in January."""

from datetime import date

from shared.clock import today
from taisan.demo.places import Place
from taisan.demo.stage import Stage, somebody


def close_last_year(stage: Stage, place: Place) -> None:
    """Record a decision, then compute the wear of last year for the district and lock its books."""
    year = today().year - 1
    accountant = somebody("accountant", place.root, place.people["accountant"]["id"])
    decision = {
        "unit_id": place.root,
        "kind": "life",
        "wear_class": "LIFE-SOFTWARE",
        "life_years": 5,
        "from_year": year,
        "number": "Dữ liệu mẫu 15/QĐ-UBND",
        "decided_on": f"{year}-10-01",
        "note": "Quyết định giả định của dữ liệu mẫu",
    }
    with stage.on(max((today() - date(year + 1, 1, 15)).days, 0)):
        stage.do("assets", "POST", "/wear-decisions", decision, actor=accountant)
        stage.do("assets", "POST", "/year-closings", {"year": year, "unit_id": place.root}, actor=accountant)
