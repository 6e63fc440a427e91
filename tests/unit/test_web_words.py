"""What the web says, in both languages, and how it writes values."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from services.handover.signing import ways
from services.web import asset_form, picture, shown
from services.web.language import TRANSLATIONS
from services.web.words import TABLES, signing

WEB = Path(__file__).parents[2] / "services" / "web"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
WAYS = {"templates/**.html": {"trimmed": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}


def _said() -> set[str]:
    found = extract_from_dir(str(WEB), METHODS, WAYS, KEYWORDS)
    return {
        message if isinstance(message, str) else message[0]
        for _file, _line, message, _notes, _context in found
    }


def _first(forms: str | tuple[str, ...]) -> str:
    return forms if isinstance(forms, str) else forms[0]


def _translated() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(TRANSLATIONS.glob("*.po")):
        with path.open("rb") as source:
            entries = {_first(entry.id): _first(entry.string) for entry in read_po(source) if entry.id}
        differing = {
            message for message in found.keys() & entries.keys() if found[message] != entries[message]
        }
        assert not differing, f"{path.name} has other English than another file"
        found |= entries
    return found


def test_everything_said_has_english_and_nothing_translated_is_unsaid() -> None:
    said, english = _said(), _translated()
    assert len(said) > 400
    assert sorted(said - {message for message, text in english.items() if text}) == []
    assert sorted(english.keys() - said) == []


def test_a_translation_fills_in_the_same_values() -> None:
    import re

    value = re.compile(r"%\(\w+\)s")
    differing = [vi for vi, en in _translated().items() if set(value.findall(vi)) != set(value.findall(en))]
    assert differing == []


def test_no_template_switches_escaping_off() -> None:
    unsafe = [path.name for path in (WEB / "templates").rglob("*.html") if "|safe" in path.read_text("utf-8")]
    assert unsafe == []


def test_no_page_has_script_or_style_in_its_text() -> None:
    for path in (WEB / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<style" not in text, path
        assert " style=" not in text, path
        assert "<script>" not in text, path
        assert " onclick" not in text, path


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_770_000_000, "1,77 tỷ"),
        (8_490_000, "8,5 triệu"),
        (10_000_000, "10 triệu"),
        (520, "520"),
        (None, "–"),
    ],
)
def test_amounts_are_short_in_headlines(value: int | None, text: str) -> None:
    assert shown.short_money(value) == text


def test_instants_are_shown_in_ha_noi() -> None:
    assert shown.moment("2026-11-22T18:56:00+00:00") == "23/11/2026 01:56"


def test_links_of_notices_stay_here() -> None:
    assert shown.own_link("https://elsewhere.test/records/1?x=2") == "/records/1?x=2"


def test_an_unknown_word_is_shown_as_it_is() -> None:
    assert shown.word("not-yet-known", "asset_status") == "not-yet-known"
    assert all(words for words in TABLES.values())


def test_amounts_may_be_typed_with_dots() -> None:
    body, problem = asset_form.body_of({"name": "Máy", "cost": "8.490.000", "made_year": "2024"})
    assert (body["cost"], body["made_year"], problem) == (8_490_000, 2024, None)


def test_words_for_an_amount_are_refused_beside_the_field() -> None:
    _body, problem = asset_form.body_of({"cost": "ba triệu"})
    assert problem is not None
    assert list(problem.fields) == ["cost"]


def test_bars_follow_the_vietnamese_alphabet_and_add_up() -> None:
    rows = [
        {"unit_id": "2", "unit_name": "Đức Giang", "status": "in_use", "count": 3, "cost": 30},
        {"unit_id": "1", "unit_name": "Bồ Đề", "status": "in_use", "count": 1, "cost": 10},
        {"unit_id": "1", "unit_name": "Bồ Đề", "status": "broken", "count": 1, "cost": 10},
        {"unit_id": "3", "unit_name": "Gia Thụy", "status": "in_store", "count": 1, "cost": 10},
    ]
    chart = picture.bars_by_unit(rows)
    assert [bar.name for bar in chart.bars] == ["Bồ Đề", "Đức Giang", "Gia Thụy"]
    assert (chart.count, chart.cost, chart.totals["in_use"]) == (6, 60, 4)
    assert chart.bars[1].parts[0][2] == picture.WIDTH


def test_the_page_says_of_a_signature_what_the_minutes_say() -> None:
    """Two services, so two files; what a signature proves must not depend on where it is read."""
    said = {code: (signing.WAY[code][0], signing.PROOF[code][0]) for code in signing.WAY}
    assert said == {code: (way.said, way.proves) for code, way in ways.WAYS.items()}
