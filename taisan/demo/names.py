"""Made-up Vietnamese names, the same at every loading."""

import random
from collections.abc import Iterator

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đinh")
_WOMEN = (
    ("Thị", "Thu", "Thanh", "Minh", "Ngọc", "Hồng"),
    ("Mai", "Hoa", "Lan", "Hương", "Yến", "Hạnh", "Nga", "Thảo", "Trang", "Ánh", "Loan", "Phượng"),
)
_MEN = (
    ("Văn", "Hữu", "Đức", "Quang", "Minh", "Xuân"),
    ("Hùng", "Dũng", "Tuấn", "Sơn", "Quân", "Đức", "Long", "Thắng", "Ân", "Khánh", "Bình", "Phúc"),
)


def names(seed: int) -> Iterator[str]:
    """Names without end, none twice."""
    chance = random.Random(seed)  # noqa: S311 - sample data
    given: set[str] = set()
    while True:
        middle, last = chance.choice((_WOMEN, _MEN))
        name = f"{chance.choice(_FAMILY)} {chance.choice(middle)} {chance.choice(last)}"
        if name not in given:
            given.add(name)
            yield name
