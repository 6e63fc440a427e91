"""law/ is whole: every id that code names exists, every citation leads somewhere, periods neither overlap nor
gap.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from shared import law

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = tuple(law.pack(law.LAW))
NAMED = re.compile(r"""\b(?:law\.)?(rule|form|deadline|life|disposal)\(\s*["']([A-Z][\w-]*)["']""")
VERSIONS = [
    (kind, id_, version) for kind in KINDS for id_, all_ in law.provisions(kind).items() for version in all_
]


def test_every_id_that_code_names_exists():
    named = {
        (kind, id_)
        for folder in ("shared", "services", "taisan")
        for path in (ROOT / folder).rglob("*.py")
        for kind, id_ in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert named
    assert {(kind, id_) for kind, id_ in named if id_ not in law.provisions(kind)} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_periods_of_one_id_follow_one_another_without_gap_or_overlap(kind):
    for versions in law.provisions(kind).values():
        assert [version.version for version in versions] == list(range(1, len(versions) + 1))
        for earlier, later in pairwise(versions):
            assert earlier.valid_to is not None
            assert earlier.valid_to + timedelta(days=1) == later.valid_from
        assert all(version.valid_to is None or version.valid_from <= version.valid_to for version in versions)


def test_every_cited_text_is_registered_and_every_certainty_known():
    for kind, id_, version in VERSIONS:
        assert version.certainty in law.CERTAINTIES, id_
        assert version.title, id_
        for cite in version.cites:
            assert cite["instrument"] in law.instruments(), id_
            assert set(cite) <= {"instrument", "article", "clause", "point", "annex"}, id_
        assert version.cites or kind == "deadline", id_
        assert version.citation() is not None


def test_no_provision_is_older_than_the_oldest_text_it_cites():
    for _, id_, version in VERSIONS:
        starts = [law.instruments()[cite["instrument"]]["from"] for cite in version.cites]
        assert all(version.valid_from >= min(starts) for _ in starts[:1]), id_


def test_every_deadline_stands_on_a_rule_and_supersessions_lead_somewhere():
    for versions in law.provisions("deadline").values():
        for version in versions:
            assert version.details["rule"] in law.provisions("rule")
            assert version.details["kind"] in {"days", "working_days", "months", "date"}
            if version.details["kind"] == "date":
                assert date(2026, version.details["month"], version.details["day"])
            else:
                assert version.details["limit"] > 0
    for text in law.instruments().values():
        assert set(text.get("superseded_by", [])) | set(text.get("amended_by", [])) <= set(law.instruments())


def test_the_handover_form_changes_its_number_on_the_first_of_july_2025():
    assert law.form("TSC-BBGN", date(2025, 6, 30)).details["code"] == "01/TSC-BBGN"
    assert law.form("TSC-BBGN", date(2025, 7, 1)).details["code"] == "02/TSC-BBGN"


def test_an_unknown_id_and_an_uncovered_date_say_so():
    with pytest.raises(LookupError, match="NO-SUCH"):
        law.rule("NO-SUCH", date(2026, 1, 1))
    with pytest.raises(law.NotInForce) as caught:
        law.form("TSC-BBGN", date(2010, 1, 1))
    assert "01/01/2010" in caught.value.vi


def test_a_citation_reads_as_an_office_writes_it():
    cited = law.rule("L15-23", date(2026, 1, 1)).citation()
    assert (
        cited == "điểm a khoản 2 Điều 23 Luật số 15/2017/QH14; khoản 4 Điều 113 Nghị định số 186/2025/NĐ-CP"
    )


def test_every_category_has_one_class_of_life_on_every_date_and_the_rest_fall_under_other():
    for on in (date(2018, 12, 31), date(2025, 12, 31), date(2026, 1, 1)):
        named = [category for life in law.in_force("life", on) for category in life.details["covers"]]
        assert len(named) == len(set(named))
        assert law.life("LIFE-OTHER", on).details["covers"] == []


def test_a_rate_wears_an_asset_off_within_its_life_and_not_a_year_sooner():
    for kind, id_, version in VERSIONS:
        if kind == "life" and version.parameters:
            years, rate = version.parameters["life_years"], Decimal(version.parameters["rate_percent"])
            assert (years - 1) * rate < 100 <= years * rate + Decimal("0.1"), id_
    assert law.life("LIFE-SOFTWARE", date(2026, 12, 31)).parameters == {}
