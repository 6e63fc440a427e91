"""Which category of the catalogue a row belongs to, and which attributes its things have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.assets.catalogue import CATEGORIES
from shared.text import words

# Sequences of folded words, the more telling first; the first that occurs decides.
_TELLING = (
    ("camera_recorder", ("dau ghi", "nvr", "dvr")),
    (
        "meeting_equipment",
        ("hop truc tuyen", "hoi nghi truyen hinh", "hoi nghi truc tuyen", "video conference"),
    ),
    ("camera_system", ("he thong camera",)),
    ("camera", ("camera",)),
    ("tablet", ("may tinh bang", "tablet", "ipad")),
    ("led_screen", ("led",)),
    ("telephone_exchange", ("tong dai", "pbx")),
    ("telephone", ("dien thoai", "telephone")),
    ("software", ("phan mem", "software")),
    ("server", ("may chu", "server")),
    ("printer", ("may in", "printer")),
    ("scanner", ("may quet", "may scan", "scanner")),
    ("projector", ("may chieu", "projector")),
    ("television", ("tivi", "ti vi", "television")),
    ("network_equipment", ("switch", "router", "bo chuyen mach", "bo dinh tuyen", "thiet bi mang", "wifi")),
    ("computer", ("may vi tinh", "may tinh", "may tram", "laptop", "computer", "desktop")),
)

OTHER = "other"

Attribute = Mapping[str, Any]


def category_of(*texts: str) -> str:
    """The category code that the first telling of `texts` names; "other" when none does."""
    for text in texts:
        said = f" {' '.join(words(text))} "
        for category, tellings in _TELLING:
            if any(f" {telling} " in said for telling in tellings):
                return category
    return OTHER


@dataclass(frozen=True)
class Catalogue:
    """The categories there are: names by code, and the attributes of each by their name."""

    names: Mapping[str, str]
    attributes: Mapping[str, Mapping[str, Attribute]]

    def category(self, said: str, *texts: str) -> str:
        """The category that `said` names as the catalogue does, else the first that a text tells of."""
        named = self._named.get(" ".join(words(said))) if said else None
        told = named or category_of(said, *texts)
        return told if told in self.names else OTHER

    def attribute_called(self, heading: str) -> str | None:
        """The attribute whose name or label is the `heading` of a column."""
        return self._labelled.get(" ".join(words(heading)))

    @cached_property
    def titles(self) -> dict[str, str]:
        """What every attribute is called, by its name."""
        return {
            name: spec["label"] for specified in self.attributes.values() for name, spec in specified.items()
        }

    @cached_property
    def _named(self) -> dict[str, str]:
        by_name = {" ".join(words(name)): code for code, name in self.names.items()}
        return by_name | {" ".join(words(code.replace("_", " "))): code for code in self.names}

    @cached_property
    def _labelled(self) -> dict[str, str]:
        return {" ".join(words(label)): name for name, label in self.titles.items()}


def catalogue_of(rows: Iterable[tuple[str, str, Sequence[Attribute]]]) -> Catalogue:
    """The catalogue of `rows` (code, name, attributes)."""
    listed = list(rows)
    return Catalogue(
        {code: name for code, name, _ in listed},
        {code: {spec["name"]: spec for spec in attributes} for code, _, attributes in listed},
    )


SEEDED = catalogue_of((one.code, one.name, one.attributes) for one in CATEGORIES)
