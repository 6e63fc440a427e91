"""QR symbols as 1-bit images with their quiet zone."""

from PIL import Image

from services.assets.labels.matrices import qr_matrix, qr_side

QUIET_ZONE = 4  # modules, ISO/IEC 18004 §6.3.8


def label_url(public_base_url: str, code: str) -> str:
    """What the symbol holds, in upper case: HTTPS://TS.LONGBIEN.HANOI.GOV.VN/T/7K3M9PQ4."""
    return f"{public_base_url}/T/{code}".upper()


def symbol_side(text: str) -> int:
    """How many modules wide and high `qr_image(text)` will be, quiet zone and all, without drawing it."""
    return qr_side(text) + 2 * QUIET_ZONE


def qr_image(text: str) -> Image.Image:
    """`text` as a square black-and-white image, one pixel a module, with its quiet zone."""
    matrix = qr_matrix(text)
    side = matrix.side + 2 * QUIET_ZONE
    across = -(-side // 8)  # bytes a row
    white = (1 << across * 8) - 1
    left = across * 8 - QUIET_ZONE - matrix.side
    blank = [white] * QUIET_ZONE
    rows = [*blank, *(white ^ row << left for row in matrix.rows()), *blank]
    return Image.frombytes("1", (side, side), b"".join(row.to_bytes(across) for row in rows))
