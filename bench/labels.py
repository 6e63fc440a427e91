"""1,000 labels against the same pages drawn with matrices that were ready beforehand.

Usage: make bench ARGS="labels [-n LABELS] [-r ROUNDS]"

The floor is our own sheet with every symbol computed before the clock starts. Beside it stands, for the eye,
what the symbols alone cost, and what they cost when `qrcode` makes each of them.
"""

import argparse
import time
from collections.abc import Callable, Iterable
from functools import partial
from unittest import mock

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q

from bench.rounds import HEAD, Ratio, interleaved
from services.assets.labels import sheets
from services.assets.labels.codes import new_code
from services.assets.labels.layout import Label
from services.assets.labels.matrices import MASK
from services.assets.labels.symbols import label_url, qr_image
from services.assets.labels.templates import TEMPLATES

HOST = "https://ts.longbien.hanoi.gov.vn"
GOAL = 2.5
NAMES = ("Máy tính bảng Samsung Galaxy Tab A8", "Camera quan sát ngoài trời, đầu ngõ 53 phố Vũ Xuân Thiều")


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when the goal is met for every template."""
    parser = argparse.ArgumentParser(prog="bench labels")
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("-r", type=int, default=5)
    asked = parser.parse_args(arguments)
    print(HEAD)
    ratios = [_template(name, asked.n, asked.r) for name in ("a4-24", "a4-65", "thermal-50x25")]
    for ratio in ratios:
        print(ratio.line())
    _symbols(asked.n)
    return 0 if all(ratio.met for ratio in ratios) else 1


def _template(name: str, count: int, rounds: int) -> Ratio:
    """`count` labels on one template; every round has codes that were never drawn before."""
    template = TEMPLATES[name]
    batches = [_labels(count) for _ in range(rounds + 1)]
    ready = [{label_url(HOST, one.code): _drawn(one) for one in batch} for batch in batches]
    ours, floor = iter(batches), iter(zip(batches, ready, strict=True))
    sheet = partial(sheets.label_sheets, template=template, public_base_url=HOST)

    def drawn_with_ready() -> None:
        labels, images = next(floor)
        with mock.patch.object(sheets, "qr_image", images.__getitem__):
            sheet(labels)

    return interleaved(
        f"{count} labels, {name}", lambda: sheet(next(ours)), drawn_with_ready, goal=GOAL, rounds=rounds
    )


def _labels(count: int) -> list[Label]:
    return [
        Label(new_code(), f"{NAMES[turn % 2]} số {turn}", "UBND phường Bồ Đề", f"TS{turn:05}")
        for turn in range(count)
    ]


def _drawn(label: Label) -> Image.Image:
    return qr_image(label_url(HOST, label.code))


def _symbols(count: int) -> None:
    urls = [label_url(HOST, new_code()) for _ in range(count)]
    for name, draw in (("ours", qr_image), ("qrcode, mask and version fixed", _by_qrcode)):
        print(f"\n{count} symbols, {name}: {_seconds(draw, urls):.3f} s", end="")
    print()


def _by_qrcode(url: str) -> list[list[bool]]:
    symbol = qrcode.QRCode(version=3, error_correction=ERROR_CORRECT_Q, mask_pattern=MASK, border=4)
    symbol.add_data(url, optimize=0)
    symbol.make(fit=False)
    matrix: list[list[bool]] = symbol.get_matrix()
    return matrix


def _seconds(draw: Callable[[str], object], urls: Iterable[str]) -> float:
    began = time.perf_counter()
    for url in urls:
        draw(url)
    return time.perf_counter() - began
