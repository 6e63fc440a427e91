"""The modules of a QR symbol, some fifty times as fast as `qrcode` draws them and bit for bit the same.

With version, level and mask fixed, every module is the exclusive or of some data bits (placement copies bits,
Reed-Solomon is linear over GF(2)). So `qrcode` itself is asked once for the blank symbol and once for each
data bit, and a symbol is the blank one combined with one table entry for each of its data bytes.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import qrcode
from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_Q

MASK = 2  # fixed: searching the best of eight is five sixths of the cost, and today's readers read all
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]*")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_SINGLE = {char: value for value, char in enumerate(_LETTERS)}
_PAIR = {first + second: _SINGLE[first] * 45 + _SINGLE[second] for first in _LETTERS for second in _LETTERS}
_PADS = (0xEC, 0x11)


@dataclass(frozen=True)
class Matrix:
    """A symbol without its quiet zone: `side` modules a side, rows from the top, dark modules 1."""

    side: int
    bits: int  # the first module of the first row is the highest of side² bits

    def rows(self) -> list[int]:
        """Each row as a number of `side` bits, the leftmost module the highest."""
        whole = (1 << self.side) - 1
        return [self.bits >> self.side * place & whole for place in reversed(range(self.side))]


@dataclass(frozen=True)
class _Frame:
    """What a version looks like: the symbol of no data, and what each value of each data byte turns over."""

    side: int
    blank: int
    turned: tuple[tuple[int, ...], ...]


def qr_matrix(text: str) -> Matrix:
    """The symbol of `text` at level Q in the smallest version; upper-case addresses take fewer modules.

    Raises what qrcode raises (DataOverflowError or ValueError) when no version holds it.
    """
    mode, data = _mode(text), text.encode()
    frame, bits = _frame(version := _version(len(data), mode)), 0
    for turned, byte in zip(frame.turned, _packed(text, data, mode, version, len(frame.turned)), strict=True):
        bits ^= turned[byte]
    return Matrix(frame.side, frame.blank ^ bits)


def qr_side(text: str) -> int:
    """How many modules a side `qr_matrix(text)` will have, without drawing it; raises the same."""
    return 17 + 4 * _version(len(text.encode()), _mode(text))


def _mode(text: str) -> int:
    return int(util.MODE_ALPHA_NUM if _ALPHANUMERIC.fullmatch(text) else util.MODE_8BIT_BYTE)


def _packed(text: str, data: bytes, mode: int, version: int, size: int) -> bytes:
    """The `size` data codewords: mode, length, text, end, padding (ISO/IEC 18004 §7.4)."""
    counted = util.length_in_bits(mode, version)
    bits, length = mode << counted | len(data), 4 + counted
    if mode == util.MODE_ALPHA_NUM:
        for place in range(0, len(text) - 1, 2):
            bits = bits << 11 | _PAIR[text[place : place + 2]]
        if len(text) % 2:
            bits = bits << 6 | _SINGLE[text[-1]]
        length += len(text) // 2 * 11 + len(text) % 2 * 6
    else:
        bits = bits << 8 * len(data) | int.from_bytes(data)
        length += 8 * len(data)
    end = min(4, size * 8 - length)
    end += -(length + end) % 8
    used = (length + end) // 8
    packed: bytes = (bits << end).to_bytes(used)
    return packed + bytes(_PADS[place % 2] for place in range(size - used))


@lru_cache(maxsize=256)
def _version(length: int, mode: int) -> int:
    """The smallest version that holds `length` characters in `mode` at level Q."""
    probe = qrcode.QRCode(version=None, error_correction=ERROR_CORRECT_Q, mask_pattern=MASK)
    probe.add_data(util.QRData(b"A" * length, mode=mode), optimize=0)
    return int(probe.best_fit(start=1))


@lru_cache(maxsize=8)
def _frame(version: int) -> _Frame:
    """Ask `qrcode` for the blank symbol of `version` and for what each data bit turns over in it."""
    blocks = base.rs_blocks(version, ERROR_CORRECT_Q)
    size = sum(block.data_count for block in blocks)
    ones = int.from_bytes(b"\x01" * size)  # `qrcode` cannot divide a block of nothing but zeros
    side, drawn = _drawn(version, blocks, ones, size)
    blank, turned = drawn, []
    for place in reversed(range(size)):
        by_bit = [_drawn(version, blocks, ones ^ 1 << place * 8 + bit, size)[1] ^ drawn for bit in range(8)]
        values = [0] * 256
        for value in range(1, 256):
            low = value & -value
            values[value] = values[value ^ low] ^ by_bit[low.bit_length() - 1]
        blank ^= values[1]
        turned.append(tuple(values))
    return _Frame(side, blank, tuple(turned))


def _drawn(version: int, blocks: list[base.RSBlock], data: int, size: int) -> tuple[int, int]:
    """(side, modules) of the symbol that `qrcode` draws for the data codewords `data`."""
    buffer = util.BitBuffer()
    buffer.buffer = list(data.to_bytes(size))
    symbol = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_Q, mask_pattern=MASK, border=0)
    symbol.data_cache = util.create_bytes(buffer, blocks)
    symbol.makeImpl(False, MASK)
    rows = symbol.get_matrix()
    return len(rows), int("".join("01"[bool(dark)] for row in rows for dark in row), 2)
