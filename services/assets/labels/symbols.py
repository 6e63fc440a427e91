"""QR symbols as 1-bit images, made with `qrcode`.

Upper-case URLs use the alphanumeric mode (bigger modules on the same label). The version is looked for once
per length and the mask is fixed: searching the best of eight masks is five sixths of the cost, and today's
readers decode all of them. Error correction Q: labels get scratched and dirty.
"""

import re
from functools import lru_cache

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

QUIET_ZONE = 4  # modules, ISO/IEC 18004 §6.3.8
_MASK = 2
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]*")


def qr_image(text: str) -> Image.Image:
    """`text` as a square black-and-white image, one pixel a module, with its quiet zone."""
    mode = MODE_ALPHA_NUM if _ALPHANUMERIC.fullmatch(text) else MODE_8BIT_BYTE
    data = text.encode()
    symbol = qrcode.QRCode(
        version=_version(len(data), mode),
        error_correction=ERROR_CORRECT_Q,
        border=QUIET_ZONE,
        mask_pattern=_MASK,
    )
    symbol.add_data(QRData(data, mode=mode), optimize=0)
    symbol.make(fit=False)
    matrix = symbol.get_matrix()
    image = Image.new("1", (len(matrix), len(matrix)), 1)
    image.putdata([not dark for row in matrix for dark in row])
    return image


@lru_cache(maxsize=256)
def _version(length: int, mode: int) -> int:
    """The smallest QR version that holds `length` characters in `mode` at level Q."""
    probe = qrcode.QRCode(version=None, error_correction=ERROR_CORRECT_Q, mask_pattern=_MASK)
    probe.add_data(QRData(b"A" * length, mode=mode), optimize=0)
    return int(probe.best_fit(start=1))
