"""Reading labels from pictures and from keyboard guns."""

from io import BytesIO

import pytest
import qrcode
from PIL import Image, ImageFilter

from services.assets.labels import codes
from services.web.decoding import ALPHABET, NotAPicture, Pace, check_character, code_in, texts_in

CODE = "7K3M9PQ" + check_character("7K3M9PQ")
URL = f"HTTPS://TS.LONGBIEN.HANOI.GOV.VN/T/{CODE}"


def _frame(text: str, *, side: int = 200, tilt: float = 0, blur: float = 0, form: str = "JPEG") -> bytes:
    code = qrcode.make(text, border=4).get_image().convert("L").resize((side, side))
    scene = Image.new("L", (960, 720), 140)
    turned = code.rotate(tilt, expand=True, fillcolor=140)
    scene.paste(turned, (300, 200))
    kept = BytesIO()
    scene.filter(ImageFilter.GaussianBlur(blur)).save(kept, form)
    return kept.getvalue()


@pytest.mark.parametrize("tilt", [0, 12, -25, 90])
def test_a_label_in_a_frame_is_read(tilt: float) -> None:
    assert texts_in(_frame(URL, tilt=tilt)) == [URL]


def test_a_small_label_is_read_at_full_scale() -> None:
    assert texts_in(_frame(URL, side=96, form="PNG")) == [URL]


def test_an_empty_desk_shows_nothing() -> None:
    assert texts_in(_frame(URL, blur=30)) == []


def test_only_jpeg_and_png_are_opened() -> None:
    kept = BytesIO()
    Image.new("L", (10, 10)).save(kept, "GIF")
    for content in (kept.getvalue(), b"", b"<svg/>", _frame(URL)[:300]):
        with pytest.raises(NotAPicture):
            texts_in(content)


def test_a_picture_of_too_many_pixels_is_not_unpacked() -> None:
    kept = BytesIO()
    Image.new("1", (6000, 6000)).save(kept, "PNG")
    with pytest.raises(NotAPicture):
        texts_in(kept.getvalue())


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        f"{CODE[:4]}-{CODE[4:]}",
        URL,
        f"  {URL}\n",
        f"HTTPS://TÊ.LÔNGBIÊN.HANƠI.GOV.VN/T/{CODE}",
    ],
)
def test_a_code_is_found_in_whatever_a_gun_types(typed: str) -> None:
    assert code_in(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "7K3M9PQ", CODE[:7] + ("0" if CODE[7] != "0" else "1"), "AEIOUAEI", "xin chào"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert code_in(typed) is None


def test_the_scanner_and_the_register_mean_the_same_codes() -> None:
    assert codes.ALPHABET == ALPHABET
    for _ in range(50):
        fresh = codes.new_code()
        assert code_in(fresh) == fresh


def test_a_session_may_send_so_many_frames_a_second() -> None:
    pace = Pace(6)
    assert [pace.allows("a") for _ in range(8)].count(True) == 6
    assert pace.allows("b")
