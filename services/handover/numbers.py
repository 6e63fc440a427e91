"""The number of a record as it is written.

It is given at issue from a locked row per unit and year, without gaps (`queries/facts.py`).
"""


def label(number: int) -> str:
    """The number as it is written: 00012/BBBG (biên bản bàn giao)."""
    return f"{number:05d}/BBBG"


def correction_label(number: int) -> str:
    """The number of a correction as it is written: 00003/ĐC (đính chính)."""
    return f"{number:05d}/ĐC"


_RECALL_PAPERS = {"notice": "TBTH", "clearance": "XNBG"}


def recall_label(paper: str, number: int) -> str:
    """The number of a paper of recalls: 00012/TBTH (thông báo thu hồi), 00012/XNBG (xác nhận bàn giao)."""
    return f"{number:05d}/{_RECALL_PAPERS[paper]}"
