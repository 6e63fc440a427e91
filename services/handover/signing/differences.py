"""Two files byte by byte: where a sent one leaves the one that was kept. Pure."""

from dataclasses import dataclass

_STEP = 4096


@dataclass(frozen=True)
class Difference:
    """`at`: the first byte that differs, counted from 0; `count` of all that do; `kept`, `sent`: their
    lengths.
    """

    at: int
    count: int
    kept: int
    sent: int

    def said(self) -> tuple[str, str]:
        """In Vietnamese and in English."""
        if self.count == 0:
            return (
                f"Tệp dừng ở byte {self.sent}; bản lưu có {self.kept} byte.",
                f"The file stops at byte {self.sent}; the kept one has {self.kept}.",
            )
        return (
            f"Byte thứ {self.at} khác bản lưu ({self.count} byte khác nhau).",
            f"Byte {self.at} differs from the kept file ({self.count} bytes differ).",
        )


def begins_with(sent: bytes, kept: bytes) -> Difference | None:
    """None when `sent` begins with every byte of `kept`; else where it leaves it."""
    if sent.startswith(kept):
        return None
    common = min(len(sent), len(kept))
    differing = [
        at
        for start in range(0, common, _STEP)
        if sent[start : start + _STEP] != kept[start : start + _STEP]
        for at in range(start, min(start + _STEP, common))
        if sent[at] != kept[at]
    ]
    return Difference(differing[0] if differing else common, len(differing), len(kept), len(sent))
