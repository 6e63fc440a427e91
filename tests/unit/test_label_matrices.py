"""The fast symbols are the very modules that `qrcode` draws."""

import random

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from services.assets.labels.codes import new_code
from services.assets.labels.matrices import MASK, qr_matrix, qr_side
from services.assets.labels.symbols import label_url

HOST = "https://ts.longbien.hanoi.gov.vn"


def drawn_by_qrcode(text: str, mode: int) -> list[int]:
    symbol = qrcode.QRCode(version=None, error_correction=ERROR_CORRECT_Q, mask_pattern=MASK, border=0)
    symbol.add_data(QRData(text.encode(), mode=mode), optimize=0)
    symbol.make(fit=True)
    return [int("".join("01"[bool(dark)] for dark in row), 2) for row in symbol.get_matrix()]


def test_three_hundred_labels_are_drawn_as_qrcode_draws_them() -> None:
    codes = [new_code(random.Random(seed).choice) for seed in range(300)]
    for url in (label_url(HOST, code) for code in codes):
        matrix = qr_matrix(url)
        assert matrix.rows() == drawn_by_qrcode(url, MODE_ALPHA_NUM)
        assert matrix.side == qr_side(url) == 29


@given(st.text("ABCXYZ0189 $%*+-./:", min_size=1, max_size=90))
def test_any_upper_case_text_is_drawn_as_qrcode_draws_it(text: str) -> None:
    assert qr_matrix(text).rows() == drawn_by_qrcode(text, MODE_ALPHA_NUM)


@given(st.text(min_size=1, max_size=20).map(lambda text: text + "ệ"))
def test_any_other_text_is_drawn_as_qrcode_draws_it(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert qr_matrix(text).rows() == drawn_by_qrcode(text, MODE_8BIT_BYTE)


@pytest.mark.parametrize("length", [1, 16, 29, 47, 67, 87, 108, 125, 157, 189, 221])
def test_every_small_version_is_filled_to_the_brim(length: int) -> None:
    for text in ("A" * length, "B" * (length - 1) if length > 1 else "B"):
        assert qr_matrix(text).rows() == drawn_by_qrcode(text, MODE_ALPHA_NUM)
        assert qr_side(text) == qr_matrix(text).side


def test_what_no_version_holds_is_refused() -> None:
    with pytest.raises((DataOverflowError, ValueError)):
        qr_matrix("A" * 3000)
