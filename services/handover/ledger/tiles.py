"""The tree's hashes in tiles of 256 (C2SP tlog-tiles), read from the tables and grown as entries are placed.

Tile (level, number) holds the hashes of the complete subtrees of 256^level leaves, from number · 256 on. The
hashes of level 0 are the leaves of `ledger_chain`; those above stand in `ledger_tile_roots`, one row for each
complete tile of the level below it, written once and never changed.
"""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.tlog.merkle import Subtree, node

WIDTH = 256
HEIGHT = 8  # 2^8 = WIDTH

_LEAVES = text("SELECT leaf FROM ledger_chain WHERE index >= :first AND index < :last ORDER BY index")
_ROOTS = text(
    "SELECT hash FROM ledger_tile_roots WHERE level = :level AND index >= :first AND index < :last"
    " ORDER BY index"
)
_SIZE = text("SELECT coalesce(max(index) + 1, 0) FROM ledger_chain")
_COUNTED = text("SELECT coalesce(max(index) + 1, 0) FROM ledger_tile_roots WHERE level = :level")
_GROW = text(
    "INSERT INTO ledger_tile_roots (level, index, hash)"
    " SELECT :level, * FROM unnest(CAST(:indexes AS bigint[]), CAST(:hashes AS bytea[]))"
)
_AT_ONCE = 64  # tiles read by one statement when the tree grows


def size_of(session: Session) -> int:
    """How many entries have their place."""
    return int(session.execute(_SIZE).scalar_one())


def tile(session: Session, level: int, number: int, width: int = WIDTH) -> list[bytes]:
    """The first `width` hashes of a tile; fewer when the tree is smaller."""
    return hashes(session, level, number * WIDTH, number * WIDTH + width)


def hashes(session: Session, level: int, first: int, last: int) -> list[bytes]:
    """The hashes `first` ≤ i < `last` of a level of tiles."""
    asked = {"first": first, "last": last}
    if level == 0:
        return [bytes(row.leaf) for row in session.execute(_LEAVES, asked)]
    return [bytes(row.hash) for row in session.execute(_ROOTS, {"level": level, **asked})]


def subtrees(session: Session) -> Subtree:
    """The subtrees of the stored tree, each tile read once at the most."""

    @lru_cache(maxsize=64)
    def of_tile(level: int, number: int) -> list[bytes]:
        return tile(session, level, number)

    def subtree(level: int, index: int) -> bytes:
        row, height = divmod(level, HEIGHT)
        first = index << height
        held = of_tile(row, first // WIDTH)
        return _folded(held[first % WIDTH : first % WIDTH + (1 << height)])

    return subtree


def grow(session: Session) -> int:
    """Add the roots of the tiles that have become complete, on every level; how many."""
    added, level = 0, 1
    while grown := sum(_grow_level(session, level)):
        added, level = added + grown, level + 1
    return added


def _grow_level(session: Session, level: int) -> Iterator[int]:
    done = int(session.execute(_COUNTED, {"level": level}).scalar_one())
    while True:
        below = hashes(session, level - 1, done * WIDTH, (done + _AT_ONCE) * WIDTH)
        roots = [
            _folded(below[start : start + WIDTH]) for start in range(0, len(below) // WIDTH * WIDTH, WIDTH)
        ]
        if not roots:
            return
        indexes = list(range(done, done + len(roots)))
        session.execute(_GROW, {"level": level, "indexes": indexes, "hashes": roots})
        yield len(roots)
        done += len(roots)


def _folded(level: list[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    while len(level) > 1:
        level = [node(level[place], level[place + 1]) for place in range(0, len(level), 2)]
    return level[0]
