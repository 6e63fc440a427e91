"""Signatures as a finger draws them on a phone: a few loops, the same for the same name at every loading."""

import base64
import math
import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (420, 150)


@cache
def signature_of(name: str) -> str:
    """A PNG of a made-up signature, in base64."""
    chance = random.Random(name)  # noqa: S311 - sample data
    wide, high = chance.uniform(26, 40), chance.uniform(24, 46)
    turns, lean = chance.uniform(4.5, 7.5), chance.uniform(0.15, 0.5)
    picture = Image.new("LA", SIZE, (0, 0))
    points = []
    for step in range(240):
        along = step / 240
        angle = along * turns * math.tau
        height = high * math.sin(angle) * (1 - 0.55 * along)
        points.append((40 + along * 330 + wide * math.cos(angle * 0.97) - lean * height, 75 + height))
    ImageDraw.Draw(picture).line(points, fill=(13, 255), width=4, joint="curve")
    kept = BytesIO()
    picture.save(kept, "PNG")
    return base64.b64encode(kept.getvalue()).decode()
