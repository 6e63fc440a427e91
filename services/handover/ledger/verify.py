#!/usr/bin/env python3
"""Check what the custody ledger gave out. One file, no network, no database; signatures need `cryptography`.

    python verify.py LEDGER.jsonl [--head HASH] [--entries N]
    python verify.py PROOF.json --key KEY
    python verify.py CHECKPOINT.txt --key KEY [--older CHECKPOINT.txt --consistency CONSISTENCY.json]

LEDGER.jsonl: one entry a line as `GET /api/handover/ledger` gives them ({"items": […]} works too):
    index, leaf, chain        always; hex
    header, links             absent for entries of units that the reader may not see; header is the hashed
    text,
                              links are [asset, n, previous leaf or null]
    body, salt                absent once personal data was erased; body is the hashed text, salt hex
--head and --entries hold the export against a chain hash and a count noted earlier (a printed minute, a
checkpoint):
without them, a ledger cut off at its end or rebuilt from the start cannot be told from a whole one.
PROOF.json: what `GET /api/handover/records/{id}/proof` gave. CHECKPOINT.txt, CONSISTENCY.json:
`GET …/ledger/checkpoint`, `GET …/ledger/consistency?old=&size=`. KEY is the verifier key that you noted when
you first met the ledger (`GET …/ledger/keys`), or a file that holds it; later keys are believed when each is
vouched for by the one before.

Exit 0 only if everything holds; otherwise 1, naming the first thing that does not. 2: the file cannot be
read.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Keys = Mapping[str, bytes]  # name and hash of a key, as in a verifier key -> 32 bytes


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


def check_proof(proof: Mapping[str, Any], keys: Keys) -> str:
    """Check a record's proof; answers what it proves. Raises Broken."""
    if proof["format"] != "taisan-proof-1":
        raise Broken("?", "it is a proof of a kind that this program does not know")
    size, root = check_checkpoint(proof["checkpoint"], keys)
    for entry in proof["entries"]:
        index, leaf = entry["index"], _unhex(entry["index"], "leaf", entry["leaf"])
        _check_header(index, entry, leaf)
        if json.loads(entry["header"])["subject"] != proof["record"]["id"]:
            raise Broken(index, "the entry is of another record")
        if _climbed(leaf, index, size - 1, [bytes.fromhex(step) for step in entry["path"]]) != root:
            raise Broken(index, "its path does not lead to the signed root")
    if not proof["entries"]:
        raise Broken("?", "there is no entry in it")
    acts = ", ".join(json.loads(entry["header"])["act"] for entry in proof["entries"])
    return f"record {proof['record']['id']} ({acts}) stands in the ledger of {size} entries"


def check_checkpoint(note: str, keys: Keys) -> tuple[int, bytes]:
    """(size, root) of a checkpoint that one of `keys` has signed (C2SP signed-note). Raises Broken."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, _, signatures = note.partition("\n\n")
    origin, size, root = text.split("\n")[:3]
    for line in signatures.splitlines():
        name, told = line.removeprefix("\N{EM DASH} ").split(" ")
        raw = base64.b64decode(told, validate=True)
        key = keys.get(f"{name}+{raw[:4].hex()}")
        if key is None or name != origin:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], f"{text}\n".encode())
        except InvalidSignature:
            raise Broken("?", f"the signature of {name} on the checkpoint is wrong") from None
        return int(size), base64.b64decode(root, validate=True)
    raise Broken("?", "no key that you trust has signed the checkpoint")


def check_growth(older: tuple[int, bytes], newer: tuple[int, bytes], path: Sequence[bytes]) -> None:
    """That the log of the `older` (size, root) is the beginning of the `newer` (RFC 9162 §2.1.4.2)."""
    place, last, steps = older[0] - 1, newer[0] - 1, list(path)
    while place & 1:
        place, last = place >> 1, last >> 1
    first = steps.pop(0) if place and steps else older[1]
    before, after = first, first
    for sibling in steps:
        on_left = bool(place & 1) or place == last
        before = _node(sibling, before) if on_left else before
        after = _node(sibling, after) if on_left else _node(after, sibling)
        place, last = _above(place, last, on_left=on_left)
    if older[0] == newer[0]:
        last, before, after = len(steps), older[1], older[1]
    if not 0 < older[0] <= newer[0] or last or (before, after) != (older[1], newer[1]):
        raise Broken("?", "the newer ledger does not contain the older: its past was changed")


def keys_from(trusted: str, later: Iterable[Mapping[str, Any]] = ()) -> Keys:
    """The key that is trusted, and those of `later` that each earlier one vouches for, in order."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    label, key = _key(trusted)
    keys = {label: key}
    for one in later:
        label, new = _key(one["key"])
        name = label.partition("+")[0]
        if new in keys.values() or not one.get("endorsement"):
            continue
        told = f"taisan ledger key\n{name}\n{one['since_size']}\n{one['key']}\n".encode()
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(one["endorsement"]), told)
        except InvalidSignature:
            continue
        keys[label] = key = new
    return keys


def _key(text: str) -> tuple[str, bytes]:
    name, told_hash, told = text.strip().split("+", 2)
    return f"{name}+{told_hash}", base64.b64decode(told, validate=True)[1:]


def _climbed(leaf: bytes, place: int, last: int, path: Sequence[bytes]) -> bytes | None:
    """The root that `path` leads to from `leaf` at `place`; None when it is too long or too short."""
    for sibling in path:
        if last == 0:
            return None
        on_left = bool(place & 1) or place == last
        leaf = _node(sibling, leaf) if on_left else _node(leaf, sibling)
        place, last = _above(place, last, on_left=on_left)
    return leaf if last == 0 else None


def _above(place: int, last: int, *, on_left: bool) -> tuple[int, int]:
    while on_left and place and not place & 1:
        place, last = place >> 1, last >> 1
    return place >> 1, last >> 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _checked(given: argparse.Namespace) -> str:
    """What holds of the file that is given. Raises Broken."""
    text = Path(given.file).read_text(encoding="utf-8")
    if not given.key:
        count, chain = verify(entries_of(text), given.head, given.entries)
        return f"{count} entries hold; chain {chain}"
    key = Path(given.key).read_text(encoding="utf-8") if Path(given.key).is_file() else given.key
    if text.lstrip().startswith("{"):
        proof = json.loads(text)
        return check_proof(proof, keys_from(key, proof["keys"]))
    newer = check_checkpoint(text, keys_from(key))
    if given.older:
        older = check_checkpoint(Path(given.older).read_text(encoding="utf-8"), keys_from(key))
        path = json.loads(Path(given.consistency).read_text(encoding="utf-8"))["path"]
        check_growth(older, newer, [bytes.fromhex(step) for step in path])
        return f"the ledger of {older[0]} entries is the beginning of that of {newer[0]}"
    return f"a checkpoint of {newer[0]} entries, root {newer[1].hex()}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check what the custody ledger gave out, offline.")
    parser.add_argument("file")
    parser.add_argument("--head", help="a chain hash noted earlier")
    parser.add_argument("--entries", type=int, help="how many entries there were when it was noted")
    parser.add_argument("--key", help="the ledger's verifier key as you noted it, or a file with it")
    parser.add_argument("--older", help="a checkpoint that you kept; needs --consistency")
    parser.add_argument("--consistency", help="the proof between the two checkpoints")
    try:
        told = _checked(parser.parse_args(arguments))
    except Broken as broken:
        print(f"BROKEN  {broken}", file=sys.stderr)  # noqa: T201
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"UNREADABLE  {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"OK  {told}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
