"""The refusals that programs decide by: every one that the code raises has its place in docs/problems.md."""

import re
from collections import defaultdict

import pytest

from taisan import problem_list

FOUND = problem_list.found()
SLUG = re.compile(r"^[a-z0-9{]+[a-z0-9{}]*(-[a-z0-9{}]+)*$")
SOURCE = """
def find(name, wanted):
    if wanted:
        vi, en = f"Không có {name}.", f"There is no {name}."
        raise NotFound("thing-not-found", vi=vi, en=en)
    raise Conflict(slug="thing-taken", vi="Đã " "có.", en="Taken." if name else "Gone.")
def refuse(slug, vi, en):
    return errors.Invalid(slug, vi=vi, en=en)
def a(rows): refuse("too-many", f"{len(rows)} dòng", "too many")
def b(row): refuse("too-odd", f"Mã {row['code']} lạ", en="odd")
class Other(NotFound): pass
"""


def test_the_page_is_what_the_code_says():
    assert problem_list.PAGE.read_text("utf-8") == problem_list.page(), "run `make contracts`"


def test_every_slug_that_the_code_raises_has_a_heading():
    headings = set(re.findall(r"^## (.+)$", problem_list.PAGE.read_text("utf-8"), re.MULTILINE))
    assert {problem.slug for problem in FOUND} == headings
    assert len(headings) > 40


def test_slugs_found_in_words_alone_are_among_them():
    """A second way of looking, without the syntax tree: first arguments that look like slugs."""
    raised = re.compile(rf'\b(?:{"|".join(problem_list.KINDS)})\(\s*"([a-z0-9-]+)"')
    files = (path for folder in ("shared", "services") for path in (problem_list.ROOT / folder).rglob("*.py"))
    seen = {slug for path in files for slug in raised.findall(path.read_text("utf-8"))}
    assert seen <= {problem.slug for problem in FOUND}


def test_a_slug_means_one_status():
    statuses = defaultdict(set)
    for problem in FOUND:
        statuses[problem.slug].add(problem_list.KINDS[problem.kind][0])
    assert {slug: found for slug, found in statuses.items() if len(found) > 1} == {}


@pytest.mark.parametrize("problem", FOUND, ids=[f"{p.slug}-{n}" for n, p in enumerate(FOUND)])
def test_a_problem_is_named_plainly_and_told_in_two_languages(problem):
    assert SLUG.match(problem.slug)
    assert problem.vi
    assert problem.en
    assert problem.vi != problem.en or problem.vi == "…"


def test_the_words_are_found_wherever_the_code_keeps_them():
    assert sorted(problem_list.problems_of(SOURCE)) == [
        problem_list.Problem("thing-not-found", "NotFound", "Không có {name}.", "There is no {name}."),
        problem_list.Problem("thing-taken", "Conflict", "Đã có.", "Taken. | Gone."),
        problem_list.Problem("too-many", "Invalid", "{rows} dòng", "too many"),
        problem_list.Problem("too-odd", "Invalid", "Mã {code} lạ", "odd"),
    ]
