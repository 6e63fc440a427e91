"""The world of the authorisation matrix, and how a sample request is written.

Every other file of this folder holds the samples of some routes: `SERVICE`, `SAMPLES` {route: Sample}, and
`lay(house, acting, ids)`, which makes in the unit `own` what its routes are asked for and answers new ids by
name; `acting` are the keyword arguments of `house.do` for the officer of that unit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.house import House


@dataclass(frozen=True)
class Scene:
    """One world: a root with the units `own` and `sibling`, a foreign root, and things that belong to
    `own`.
    """

    house: House
    units: Mapping[str, str]
    people: Mapping[str, str]  # a person of each place who is concerned by nothing
    giver: str
    holder: str
    ids: Mapping[str, str]

    def secrets(self) -> list[str]:
        """What a stranger's answer must not contain."""
        return [self.giver, self.holder, *self.ids.values()]


Sample = Callable[[Scene], dict[str, Any]]


def path(text: str, **request: Any) -> Sample:
    """A sample whose path is `text` with {unit}, {person}, {asset}, … filled in."""

    def sample(scene: Scene) -> dict[str, Any]:
        names = {**scene.ids, "unit": scene.units["own"], "person": scene.holder, "giver": scene.giver}
        filled = {key: value(scene) if callable(value) else value for key, value in request.items()}
        return {"path": text.format(**names), **filled}

    return sample


def sample_modules() -> Iterator[ModuleType]:
    """The files beside this one."""
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem != "scene":
            yield import_module(f"tests.integration.samples.{file.stem}")
