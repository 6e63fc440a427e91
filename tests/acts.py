"""What people do in tests: a signature drawn by a finger."""

import base64
import io

from PIL import Image, ImageDraw


def drawing() -> str:
    """A drawn signature, as the page sends it: PNG in base64."""
    image = Image.new("L", (300, 100), 255)
    ImageDraw.Draw(image).line([(10, 80), (120, 20), (200, 70), (290, 30)], fill=0, width=4)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
