#!/usr/bin/env python3
"""Check an exported custody ledger. One file, standard library only, no network, no database.

    python verify.py LEDGER.jsonl [--head HASH] [--entries N]

LEDGER.jsonl: one entry a line as `GET /api/handover/ledger` gives them ({"items": […]} works too):
    index, leaf, chain        always; hex
    header, links             absent for entries of units that the reader may not see; header is the hashed
    text,
                              links are [asset, n, previous leaf or null]
    body, salt                absent once personal data was erased; body is the hashed text, salt hex
--head and --entries hold the export against a chain hash and a count noted earlier (a printed minute, a
checkpoint):
without them, a ledger cut off at its end or rebuilt from the start cannot be told from a whole one.

Exit 0 only if everything holds; otherwise 1, naming the first entry that does not. 2: the file cannot be
read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any


class Broken(Exception):
    """An entry does not hold."""

    def __init__(self, index: object, why: str) -> None:
        super().__init__(f"entry {index}: {why}")


def entries_of(text: str) -> Iterator[dict[str, Any]]:
    """The entries of an export, one JSON object a line or pages {"items": […]}."""
    decoder, place = json.JSONDecoder(), 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        value, place = decoder.raw_decode(text, place)
        yield from value.get("items", [value])


def verify(
    entries: Iterable[dict[str, Any]], head: str | None = None, count: int | None = None
) -> tuple[int, str]:
    """Check every entry; returns (how many, last chain hash). Raises Broken naming the first entry that
    fails.
    """
    chain, number, seen_head = bytes(32), 0, head is None
    assets: dict[str, tuple[int, str]] = {}
    withheld = False
    for entry in entries:
        index = entry.get("index")
        if index != number:
            raise Broken(index, f"expected index {number}: an entry is missing, doubled or out of order")
        leaf = _unhex(index, "leaf", entry.get("leaf"))
        withheld = withheld or "header" not in entry
        if "header" in entry:
            try:
                _check_header(index, entry, leaf)
                _check_assets(index, entry["links"], leaf, assets, withheld)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise Broken(index, f"it cannot be read: {type(error).__name__} {error}") from error
        chain = hashlib.sha256(b"\x02" + chain + leaf).digest()
        if chain.hex() != entry.get("chain"):
            raise Broken(index, "the chain hash does not follow from the entries before it")
        number += 1
        seen_head = seen_head or (chain.hex() == head and count in {None, number})
    if count is not None and number < count:
        raise Broken(number, f"the ledger ends here, but {count} entries were noted earlier")
    if not seen_head:
        raise Broken(
            "?", f"the noted chain hash {head} does not stand where it should: the ledger was rebuilt or cut"
        )
    return number, chain.hex()


def _check_header(index: object, entry: dict[str, Any], leaf: bytes) -> None:
    text = entry["header"]
    if hashlib.sha256(b"\x00" + text.encode()).digest() != leaf:
        raise Broken(index, "the header was changed: its hash is not the leaf")
    header = json.loads(text)
    lines = "".join(f"{asset} {n} {previous or '-'}\n" for asset, n, previous in entry["links"])
    if (
        hashlib.sha256(lines.encode()).hexdigest() != header["links"]
        or len(entry["links"]) != header["links_count"]
    ):
        raise Broken(index, "the links to the assets' earlier entries were changed")
    if "body" in entry:
        salted = _unhex(index, "salt", entry.get("salt")) + entry["body"].encode()
        if hashlib.sha256(salted).hexdigest() != header["body"]:
            raise Broken(index, "the body was changed: its hash is not the commitment in the header")


def _check_assets(
    index: object, links: list[Any], leaf: bytes, assets: dict[str, tuple[int, str]], withheld: bool
) -> None:
    """Each asset's links count up from 1, each naming the leaf before; after withheld entries a chain may
    begin later.
    """
    for asset, n, previous in links:
        if (n == 1) != (previous is None):
            raise Broken(index, f"asset {asset}: only its first entry may lack a previous one")
        if asset in assets:
            follows = (n - 1, previous) == assets[asset] or (withheld and n - 1 > assets[asset][0])
        else:
            follows = n == 1 or withheld
        if not follows:
            raise Broken(index, f"asset {asset}: its entry {n} does not follow the one before")
        assets[asset] = (n, leaf.hex())


def _unhex(index: object, name: str, value: object) -> bytes:
    try:
        decoded = bytes.fromhex(str(value))
    except ValueError as error:
        raise Broken(index, f"{name} is not hexadecimal") from error
    if len(decoded) != 32:
        raise Broken(index, f"{name} is not 32 bytes")
    return decoded


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an exported custody ledger, offline.")
    parser.add_argument("ledger")
    parser.add_argument("--head", help="a chain hash noted earlier")
    parser.add_argument("--entries", type=int, help="how many entries there were when it was noted")
    given = parser.parse_args(arguments)
    try:
        with open(given.ledger, encoding="utf-8") as file:  # noqa: PTH123 - this file stands alone
            count, chain = verify(entries_of(file.read()), given.head, given.entries)
    except Broken as broken:
        print(f"BROKEN  {broken}", file=sys.stderr)  # noqa: T201
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"UNREADABLE  {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"OK  {count} entries hold; chain {chain}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
