"""What a category asks for and a book does not say. It is told, never refused: an old book seldom knows an
IMEI, and a thing that stands in the register without it is better than one that does not stand there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from services.assets.imports.categories import Catalogue
from services.assets.imports.columns import Columns
from services.assets.imports.drafts import Fault
from services.assets.imports.fields import ATTRIBUTE


def missing_attributes(
    columns: Columns, catalogue: Catalogue, category: Sequence[str], found: Sequence[Mapping[str, Any]]
) -> list[Fault]:
    """A warning for each row whose cell is empty, and one for the whole file where it has no such column."""
    required = {
        code: [name for name, one in specified.items() if one.get("required") and not one.get("retired")]
        for code, specified in catalogue.attributes.items()
    }
    told: list[Fault] = []
    nowhere: Counter[tuple[str, str]] = Counter()
    for index, code in enumerate(category):
        for name in required.get(code, ()):
            if name in found[index]:
                continue
            if f"{ATTRIBUTE}{name}" not in columns.headings.columns:
                nowhere[code, name] += 1
                continue
            label = catalogue.attributes[code][name]["label"]
            vi = f"Thiếu “{label}”: dòng vẫn được nhập, bổ sung sau"
            en = f"“{name}” is missing; the row is imported, complete it later"
            told.append(columns.named(index, f"{ATTRIBUTE}{name}", vi, en))
    return [*told, *(_whole(catalogue, *key, rows) for key, rows in nowhere.items())]


def _whole(catalogue: Catalogue, code: str, name: str, rows: int) -> Fault:
    title, label = catalogue.names.get(code, code), catalogue.attributes[code][name]["label"]
    vi = f"Loại “{title}” cần “{label}” mà tệp không có cột này: {rows} dòng vẫn được nhập, bổ sung sau"
    return Fault(None, None, vi, f"{code} asks for “{name}”, which no column says: {rows} rows lack it")
