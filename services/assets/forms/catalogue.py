"""The forms that can be exported, by their names in HTTP paths, and the statement of the rows of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.law import Provision, form
from shared.sheets.delimited import harmless
from shared.sheets.layout import Column

_SQL = Path(__file__).parent / "sql"
_TEXTS = ("name", "maker", "model", "serial", "made_in", "department", "tag", "category", "kind", "status")
_TYPED = (("made_year", "integer"), ("put_to_use_on", "date"), ("unit_id", "uuid"), ("cost", "bigint"),
          ("parent_id", "uuid"), ("cost_parts", "jsonb"))  # fmt: skip

# What an asset is called on paper: name, make, serial. The row of an asset that has since left for a unit
# which the reader may not see is not shown to the reader; the book's own figures are.
_NAME = (
    "CASE WHEN described.id IS NULL THEN '(Tài sản nay thuộc đơn vị ngoài phạm vi)' ELSE"
    " concat_ws(', ', described.name, nullif(concat_ws(' ', nullif(described.maker, ''),"
    " nullif(described.model, '')), ''), 'serial ' || nullif(described.serial, '')) END"
)


@dataclass(frozen=True)
class Form:
    """One form: `law_id` in law/forms.toml; `over` a period, or as on a day (`day`); `of` what it must be
    told beside the unit: "" nothing, "asset" one asset, "increase" an asset, document or import,
    "stocktake" a stocktake that is closed.
    """

    name: str
    law_id: str
    over: str = "period"
    of: str = ""

    def on(self, day: date) -> Provision:
        """The version of the form in force on `day`; raises NotInForce."""
        return form(self.law_id, day)


FORMS: dict[str, Form] = {
    one.name: one
    for one in (
        Form("s24-h", "S24-H"),
        Form("s26-h", "S26-H"),
        Form("asset-card", "S25-H", of="asset"),
        Form("c50-hd", "C50-HD", of="increase"),
        Form("c53-hd", "C53-HD", over="day", of="stocktake"),
        Form("04c-dk-tsc", "04C-DK-TSC", over="day"),
        Form("08a-dk-tsc", "08A-DK-TSC", over="day"),
        Form("08b-dk-tsc", "08B-DK-TSC"),
        Form("09c-ck-tsc", "09C-CK-TSC", over="day"),
        Form("09d-ck-tsc", "09D-CK-TSC"),
    )
}


@dataclass(frozen=True)
class Beside:
    """A small table of a form beside its rows: `name` in the query and in sql/, where it stands."""

    name: str
    title: str
    columns: tuple[Column, ...]
    below: bool


def tables_beside(version: Provision) -> tuple[Beside, ...]:
    """The small tables of a version of a form, in their order."""
    return tuple(
        Beside(said["name"], said["title"], _columns(said["columns"]), said.get("below", False))
        for said in version.details.get("tables", ())
    )


def columns_of(version: Provision) -> tuple[Column, ...]:
    """The columns of a version of a form."""
    return _columns(version.details["columns"])


def _columns(said_of: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(
        Column(
            key=said["key"],
            title=said["title"],
            group=said.get("group", ""),
            mark=said.get("mark", ""),
            kind=said.get("kind", "text"),
            sums=said.get("sum", False),
            width=said["width"],
        )
        for said in said_of
    )


@cache
def rows_of(name: str) -> str:
    """The statement (psycopg's parameters) whose rows are those of the form `name`, or of a table beside its
    rows (`form.table`): `grouped`, then a column for each of the form's, under its key.
    """
    texts = [f"{_said(name, name)} AS {name}" for name in _TEXTS]
    typed = [f"({_said(name, f'asset.{name}::text')})::{kind} AS {name}" for name, kind in _TYPED]
    known = (_SQL / "known.sql").read_text(encoding="utf-8").replace("{fields}", ", ".join(texts + typed))
    return known + (_SQL / f"{name}.sql").read_text(encoding="utf-8").replace("{name}", _NAME)


def statement(name: str, columns: tuple[Column, ...], file_format: str) -> str:
    """The same, each value as the file takes it: Excel's numbers for days in XLSX, harmless texts in CSV,
    days as people write them in PDF.
    """
    chosen = ["made.grouped" if file_format != "csv" else harmless("made.grouped")]
    chosen += [_shaped(f"made.{column.key}", column.kind, file_format) for column in columns]
    return f"SELECT {', '.join(chosen)} FROM ({rows_of(name)}) AS made"  # noqa: S608 - names from law/ and sql/


def _said(field: str, today: str) -> str:
    """The value of a field of an asset as it was known: what stood before a later change, else today's."""
    today = today if "." in today else f"asset.{today}"
    return f"CASE WHEN jsonb_exists(earlier.said, '{field}') THEN earlier.said ->> '{field}' ELSE {today} END"


def _shaped(value: str, kind: str, file_format: str) -> str:
    if kind == "date" and file_format == "xlsx":
        return f"({value} - date '1899-12-30')"
    if kind == "date" and file_format == "pdf":
        return f"to_char({value}, 'DD/MM/YYYY')"
    return harmless(value) if kind == "text" and file_format == "csv" else value
