"""Checked rows as lines of text, ready to be written; what repeats in a book is worked out once.

A line holds the fields of LINE in their order, parted by tabs. It names its unit and its maker with model by
their places, from 1, in `units` and `pairs` of its part: only the commit knows what these are by then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from services.assets.imports.drafts import Draft
from services.assets.imports.register import serial_key
from services.assets.rules import assets as rules
from services.assets.rules.corrections import worn_when_new
from shared.text import words

FORMAT = "1"  # changes whenever LINE does: parts of another format are never written
PART = 5_000
NULL = "\x01"  # no cell can hold it: `clean` takes it out
LINE = (
    ("row", "text"), ("unit", "integer"), ("pair", "integer"), ("serial_key", "text"), ("words", "text"),
    ("kind", "text"), ("kind_rule", "text"), ("worn", "bigint"), ("attributes", "jsonb"), ("tag", "text"),
    ("name", "text"), ("category", "text"), ("maker", "text"), ("model", "text"), ("serial", "text"),
    ("made_in", "text"), ("made_year", "integer"), ("department", "text"), ("place", "text"),
    ("latitude", "double precision"), ("longitude", "double precision"), ("cost", "bigint"),
    ("cost_budget", "bigint"), ("cost_other", "bigint"), ("put_to_use_on", "date"), ("origin", "text"),
    ("book_user", "text"), ("opening_wear", "bigint"), ("document_number", "text"), ("document_on", "date"),
)  # fmt: skip
# Those that are columns of an asset itself.
OF_ASSET = tuple(name for name, _ in LINE if name not in {
    "row", "unit", "pair", "serial_key", "words", "worn", "opening_wear", "document_number", "document_on"
})  # fmt: skip

Sound = tuple[Draft, UUID | None]  # a draft and its unit, None when the register does not know it yet


@dataclass
class Part:
    """At most PART lines: `units` are the texts that name one and what the register said (None: unknown);
    `pairs` the texts of makers and models.
    """

    units: dict[str, UUID | None] = field(default_factory=dict)
    pairs: dict[tuple[str, str], int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def parts_of(sound: Sequence[Sound], day: date) -> Iterator[Part]:
    """The parts of a book in its order; kinds and wear by the law and the year of `day`."""
    maker = _Lines(day)
    for start in range(0, len(sound), PART):
        yield maker.part(sound[start : start + PART])


class _Lines:
    def __init__(self, day: date) -> None:
        self._day = day
        self._kinds: dict[int, tuple[str, str]] = {}
        self._words: dict[str, str] = {"": ""}

    def part(self, sound: Sequence[Sound]) -> Part:
        part = Part(units={draft.unit: unit_id for draft, unit_id in sound})
        places = {said: place for place, said in enumerate(part.units, start=1)}
        part.lines = [self._line(draft, places[draft.unit], part.pairs) for draft, _ in sound]
        return part

    def _line(self, draft: Draft, unit: int, pairs: dict[tuple[str, str], int]) -> str:
        kind = self._kinds.get(draft.cost)
        if kind is None:
            kind = self._kinds[draft.cost] = rules.kind_of(draft.cost, self._day)
        worn = worn_when_new(kind[0], draft.opening_wear, draft.put_to_use_on, self._day.year)
        pair = pairs.setdefault((draft.maker, draft.model), len(pairs) + 1)
        fields: tuple[Any, ...] = (
            draft.row, unit, pair, serial_key(draft.category, draft.serial), self._found_by(draft), *kind,
            worn,
            orjson.dumps(draft.attributes).decode() if draft.attributes else "{}", draft.tag, draft.name,
            draft.category, draft.maker, draft.model, draft.serial, draft.made_in, draft.made_year,
            draft.department, draft.place, draft.latitude, draft.longitude, draft.cost, draft.cost_budget,
            draft.cost_other, draft.put_to_use_on, draft.origin, draft.book_user, draft.opening_wear,
            draft.document_number, draft.document_on,
        )  # fmt: skip
        return "\t".join([NULL if value is None else str(value) for value in fields])

    def _found_by(self, draft: Draft) -> str:
        """The folded words of `search_words` but those of the code, which no label has yet."""
        known = self._words
        texts = (
            draft.name, draft.tag, draft.place, draft.department, draft.book_user, draft.model, draft.maker,
        )  # fmt: skip
        for said in texts:
            if said not in known:
                known[said] = " ".join([word[:100] for word in words(said)])
        serial = words(draft.serial)
        joined = "".join(serial)
        tails = [joined[-size:] for size in (4, 6) if len(joined) > size]
        return " ".join(
            filter(None, [*map(known.__getitem__, texts), *(word[:100] for word in serial), *tails])
        )
