"""The number of a record as it is written.

It is given at issue from a locked row per unit and year, without gaps (`queries/facts.py`).
"""


def label(number: int) -> str:
    """The number as it is written: 00012/BBBG (biên bản bàn giao)."""
    return f"{number:05d}/BBBG"


def correction_label(number: int) -> str:
    """The number of a correction as it is written: 00003/ĐC (đính chính)."""
    return f"{number:05d}/ĐC"
