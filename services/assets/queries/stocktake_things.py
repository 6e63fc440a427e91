"""What the texts that were scanned or typed stand for: label codes, asset tags, serials."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from services.assets.labels.codes import LENGTH, parse
from services.assets.models import ASSET_MARKS, ASSETS, LABEL_CODES, STOCKTAKE_LINES, UNITS
from services.assets.rules.stocktakes import Expected
from shared.text import words

Row = Mapping[str, Any]
_LOOKED_UP = 2000  # candidates by tag or serial in one batch

_COLUMNS = [ASSETS.c[name] for name in ("id", "code", "tag", "serial", "name", "unit_id", "place", "status")]


@dataclass(frozen=True)
class Thing:
    """What one text stands for. `registered` also when it is an asset that the actor may not see."""

    code: str | None = None
    asset: Row | None = None
    expected: Expected | None = None
    line: Row | None = None
    unit_name: str = ""
    registered: bool = False
    misread: bool = False

    def shown(self) -> dict[str, str]:
        """What the one who scanned is told of it."""
        line, asset = self.line or {}, self.asset or {}
        return {
            "name": str(line.get("name") or asset.get("name") or ""),
            "expected_place": str(line.get("place") or asset.get("place") or ""),
            "expected_holder": str(line.get("holder_name") or ""),
            "unit_name": str(line.get("unit_name") or self.unit_name),
        }


class Things:
    """The things behind the texts of one batch."""

    def __init__(self, found: Mapping[str, Thing]) -> None:
        self._found = dict(found)

    def of(self, text: str) -> Thing:
        """The thing behind `text`."""
        return self._found.get(text, Thing())

    def asset_ids(self) -> list[UUID]:
        """The assets among them that the actor may see."""
        return [thing.asset["id"] for thing in self._found.values() if thing.asset]


def things_behind(session: Session, stocktake: Row, texts: Iterable[str]) -> Things:
    """Look up all `texts` of a batch with six statements at the most. An old label stands for its asset."""
    wanted = sorted({text for text in texts if text})
    codes = {text: parse(text) for text in wanted}
    scanned = sorted({code for code in codes.values() if code})
    bearers = _bearers(session, scanned)
    assets = _by_code(session, scanned, bearers)
    others = _by_tag_or_serial(session, [text for text in wanted if not codes[text]])
    ids = [row["id"] for row in (*assets.values(), *others.values())]
    lines, units = _lines(session, stocktake["id"], ids), _units(session, bearers)
    found = {}
    for text in wanted:
        code = codes[text]
        asset = assets.get(code) if code else others.get(text)
        found[text] = _thing(text, code, asset, lines, units)
    return Things(found)


def _thing(
    text: str, code: str | None, asset: Row | None, lines: Mapping[UUID, Row], units: Mapping[str, str]
) -> Thing:
    if asset is None:
        return Thing(
            code,
            unit_name=units.get(code or "", ""),
            registered=code in units,
            misread=code is None and _meant_as_code(text),
        )
    line = lines.get(asset["id"])
    expected = Expected(line["place"], line["holder_person_id"]) if line else None
    return Thing(code or asset["code"], asset, expected, line, units.get(code or "", ""), registered=True)


def _meant_as_code(text: str) -> bool:
    """Whether somebody meant a label's code: eight letters and digits, or the address on a label."""
    bare = text.replace("-", "").replace(" ", "")
    return "/T/" in text.upper() or (len(bare) == LENGTH and bare.isascii() and bare.isalnum())


def _bearers(session: Session, codes: Sequence[str]) -> dict[str, UUID]:
    """The asset behind each code that some asset bears or bore, whoever may see the asset."""
    if not codes:
        return {}
    old = select(LABEL_CODES.c.code, LABEL_CODES.c.asset_id).where(
        LABEL_CODES.c.code.in_(codes), LABEL_CODES.c.asset_id.is_not(None)
    )
    new = select(ASSET_MARKS.c.code, ASSET_MARKS.c.asset_id).where(ASSET_MARKS.c.code.in_(codes))
    return {row.code: row.asset_id for row in session.execute(old.union(new))}


def _by_code(session: Session, codes: Sequence[str], bearers: Mapping[str, UUID]) -> dict[str, Row]:
    if not bearers:
        return {}
    chosen = select(*_COLUMNS).where(ASSETS.c.id.in_(set(bearers.values())))
    seen = {row["id"]: dict(row) for row in session.execute(chosen).mappings()}
    return {code: seen[bearers[code]] for code in codes if bearers.get(code) in seen}


def _by_tag_or_serial(session: Session, texts: Sequence[str]) -> dict[str, Row]:
    """The one asset whose tag or serial is the text; a text that fits two stands for none."""
    asked = {text: words(text)[:12] for text in texts if words(text)}
    if not asked:
        return {}
    queries = [cast(literal(" & ".join(f"'{w}'" for w in said), Text), TSQUERY) for said in asked.values()]
    hits = select(ASSET_MARKS.c.asset_id).where(or_(*(ASSET_MARKS.c.words.bool_op("@@")(q) for q in queries)))
    near = select(*_COLUMNS).where(ASSETS.c.id.in_(hits.limit(_LOOKED_UP).scalar_subquery()))
    found: dict[str, list[Row]] = {text: [] for text in asked}
    rows = [dict(row) for row in session.execute(near).mappings()]
    for text, said in asked.items():
        found[text] = [row for row in rows if said in (words(row["tag"]), words(row["serial"]))]
    return {text: fitting[0] for text, fitting in found.items() if len(fitting) == 1}


def _lines(session: Session, stocktake_id: UUID, asset_ids: Sequence[UUID]) -> dict[UUID, Row]:
    if not asset_ids:
        return {}
    chosen = select(STOCKTAKE_LINES).where(
        STOCKTAKE_LINES.c.stocktake_id == stocktake_id, STOCKTAKE_LINES.c.asset_id.in_(asset_ids)
    )
    return {row["asset_id"]: dict(row) for row in session.execute(chosen).mappings()}


def _units(session: Session, bearers: Mapping[str, UUID]) -> dict[str, str]:
    """The name of the unit behind each code, whoever may see the asset."""
    if not bearers:
        return {}
    chosen = (
        select(ASSET_MARKS.c.asset_id, UNITS.c.name)
        .join(UNITS, UNITS.c.id == ASSET_MARKS.c.unit_id)
        .where(ASSET_MARKS.c.asset_id.in_(set(bearers.values())))
    )
    names = {row.asset_id: row.name for row in session.execute(chosen)}
    return {code: names[asset_id] for code, asset_id in bearers.items() if asset_id in names}
