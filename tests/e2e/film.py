"""A film for the fake camera: labels held still one after the other, tilted, with blur between them."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageFilter

SIZE = (640, 480)
STILL, MOVING = 12, 4  # frames at 10 a second: 1.2 s in front of the lens, 0.4 s on the way
RATE = 10


def make_film(labels: Sequence[Image.Image], path: Path) -> Path:
    """Write the labels as YUV4MPEG2 (what Chromium plays as a camera); it begins again at its end."""
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for number, label in enumerate(labels):
            scene = _scene(label, tilt=(-9, 6, 13)[number % 3])
            for _ in range(STILL):
                film.write(b"FRAME\n" + _planes(scene))
            blurred = _planes(scene.filter(ImageFilter.GaussianBlur(9)))
            for _ in range(MOVING):
                film.write(b"FRAME\n" + blurred)
    return path


def _scene(label: Image.Image, tilt: float) -> Image.Image:
    """The label on a grey desk."""
    desk = Image.new("RGB", SIZE, (150, 146, 138))
    paper = label.convert("RGB")
    paper.thumbnail((420, 300))
    turned = paper.rotate(tilt, expand=True, fillcolor=(150, 146, 138), resample=Image.Resampling.BICUBIC)
    desk.paste(turned, ((SIZE[0] - turned.width) // 2, (SIZE[1] - turned.height) // 2))
    return desk


def _planes(picture: Image.Image) -> bytes:
    y, cb, cr = picture.convert("YCbCr").split()
    half = (SIZE[0] // 2, SIZE[1] // 2)
    return y.tobytes() + cb.resize(half).tobytes() + cr.resize(half).tobytes()
