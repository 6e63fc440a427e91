"""The Merkle tree of RFC 6962 (§2.1) over the leaves of the ledger, pure: roots, proofs and their checks.

A tree is never held whole. `Subtree` answers the hash of any complete subtree of 2^level leaves that begins
at index · 2^level; how it is stored is the log's business. All hashes are 32 bytes of SHA-256.
"""

import hashlib
from collections.abc import Callable, Sequence

Subtree = Callable[[int, int], bytes]  # (level, index) -> the hash of that complete subtree

EMPTY = hashlib.sha256(b"").digest()  # the root of a tree without leaves


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(size: int, subtree: Subtree) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return _of_range(0, size, subtree) if size else EMPTY


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """PATH(index, D[size]) of §2.1.1, from the leaf up. Raises ValueError unless 0 ≤ index < size."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} among {size}")
    path: list[bytes] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _largest_power_below(last - first)
        if index < middle:
            path.append(_of_range(middle, last, subtree))
            last = middle
        else:
            path.append(_of_range(first, middle, subtree))
            first = middle
    return path[::-1]


def consistency_proof(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """PROOF(old, D[size]) of §2.1.2: that the tree of `old` leaves is the beginning of that of `size`.

    Raises ValueError unless 0 < old ≤ size; [] when both are the same tree.
    """
    if not 0 < old <= size:
        raise ValueError(f"no proof from {old} to {size} leaves")
    path: list[bytes] = []
    first, last, whole = 0, size, True
    while old < last:
        middle = first + _largest_power_below(last - first)
        if old <= middle:
            path.append(_of_range(middle, last, subtree))
            last = middle
        else:
            path.append(_of_range(first, middle, subtree))
            first, whole = middle, False
    if not whole:
        path.append(_of_range(first, last, subtree))
    return path[::-1]


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether `path` proves that `leaf` stands at `index` in the tree of `size` leaves whose root is
    `expected` (RFC 9162 §2.1.3.2).
    """
    if not 0 <= index < size:
        return False
    turns = _turns(index, size - 1, len(path))
    if turns is None:
        return False
    so_far = leaf
    for sibling, on_left in zip(path, turns, strict=True):
        so_far = node(sibling, so_far) if on_left else node(so_far, sibling)
    return so_far == expected


def consistent(old: int, size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree of `old` leaves is the beginning of that of `size` (RFC 9162
    §2.1.4.2).
    """
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == new_root
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    steps = list(path) if position else [old_root, *path]
    turns = _turns(position, last, len(steps) - 1) if steps else None
    if turns is None:
        return False
    before = after = steps[0]
    for sibling, on_left in zip(steps[1:], turns, strict=True):
        before = node(sibling, before) if on_left else before
        after = node(sibling, after) if on_left else node(after, sibling)
    return before == old_root and after == new_root


def _turns(position: int, last: int, steps: int) -> list[bool] | None:
    """For each of `steps` up from `position`, whether the sibling stands on the left; None when that many
    steps do not lead to the root of a tree whose last leaf is `last`.
    """
    turns: list[bool] = []
    while last and len(turns) < steps:
        turns.append(bool(position & 1) or position == last)
        while turns[-1] and position and not position & 1:
            position, last = position >> 1, last >> 1
        position, last = position >> 1, last >> 1
    return turns if last == 0 and len(turns) == steps else None


def _of_range(first: int, last: int, subtree: Subtree) -> bytes:
    """The hash of the leaves `first` ≤ i < `last`, a range that the tree's own splits lead to."""
    size = last - first
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return subtree(level, first >> level)
    middle = first + _largest_power_below(size)
    return node(_of_range(first, middle, subtree), _of_range(middle, last, subtree))


def _largest_power_below(size: int) -> int:
    """The largest power of two smaller than `size` (k of §2.1)."""
    return 1 << ((size - 1).bit_length() - 1)
