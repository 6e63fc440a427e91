"""A label's code survives scanners, people and Vietnamese keyboards, and a wrong one is noticed."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assets.labels.codes import ALPHABET, is_code, new_code, parse, pretty


def a_code(seed: int = 7) -> str:
    return new_code(random.Random(seed).choice)


def test_a_new_code_is_a_code() -> None:
    assert all(is_code(new_code()) for _ in range(500))


def test_the_alphabet_has_nothing_that_telex_or_vni_changes() -> None:
    assert set(ALPHABET).isdisjoint("AEIOUYWDFSRJZ")


@pytest.mark.parametrize("seed", range(12))
def test_every_single_error_and_every_swap_of_neighbours_is_noticed(seed: int) -> None:
    code = a_code(seed)
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            assert not is_code(code[:place] + wrong + code[place + 1 :])
    for place in range(7):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or not is_code(swapped)


@pytest.mark.parametrize("dress", [
    "{code}", "{low}", " {low}\r\n", "{pretty}", "HTTPS://TS.LONGBIEN.HANOI.GOV.VN/T/{code}",
    "https://ts.longbien.hanoi.gov.vn/t/{low}", "https://ts.longbien.hanoi.gov.vn/t/{low}?lang=en#top",
    "https://ts.longbien.hanoi.gov.vn/t/{low}/?x=12345678", "http://localhost:8080/T/{code}",
    "httpss://tslongbiên.hanôi.gov.vn/t/{low}", "Mã tem: {pretty}.", "ｈttps://x/T/{code}",
    "hht©ps:??x?T?{code}",
])  # fmt: skip
def test_a_code_is_found_in_whatever_the_scanner_typed(dress: str) -> None:
    code = a_code()
    text = dress.format(code=code, low=code.lower(), pretty=pretty(code))
    assert parse(text) == code
    assert parse(unicodedata.normalize("NFD", text)) == code


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-9PQ5x", "xin chào", "https://ts.vn/T/", "0" * 7])
def test_what_has_no_code_gives_none(text: str) -> None:
    assert parse(text) is None


@given(st.text())
def test_any_text_is_parsed_without_a_fault(text: str) -> None:
    found = parse(text)
    assert found is None or is_code(found)
