"""The HTTP door of the register, a file per noun; importing them adds their routes."""

from services.assets.routes import (
    assets,
    authorities,
    cameras,
    catalogue,
    disposals,
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
    "cameras",
    "catalogue",
    "disposals",
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
