"""The HTTP door of the register, a file per noun; importing them adds their routes."""

from services.assets.routes import (
    assets,
    authorities,
    disposals,
    catalogue,
    files,
    imports,
    labels,
    lists,
    people,
    posts,
    stocktakes,
    successions,
    tasks,
    units,
    upkeep,
    wear,
)
from services.assets.routes.front import door

__all__ = [
    "assets",
    "authorities",
    "disposals",
    "catalogue",
    "door",
    "files",
    "imports",
    "labels",
    "lists",
    "people",
    "posts",
    "stocktakes",
    "successions",
    "tasks",
    "units",
    "upkeep",
    "wear",
]
