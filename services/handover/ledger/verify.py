#!/usr/bin/env python3
"""Kiểm tra những gì sổ cái bàn giao đã cấp. Một tệp, không cần mạng, không cần cơ sở dữ liệu.
Check what the custody ledger gave out. One file, no network, no database; signatures need `cryptography`.

    python verify.py PROOF.json      --key KEY [--witness KEY …]
    python verify.py BUNDLE.zip      --key KEY [--witness KEY …] [--older CHECKPOINT.txt] [--manifest SHA-256]
    python verify.py CHECKPOINT.txt  --key KEY [--witness KEY …] [--older CHECKPOINT.txt --consistency C.json]
    python verify.py LEDGER.jsonl    [--key KEY --checkpoint CHECKPOINT.txt] [--head HASH] [--entries N]

PROOF.json: `GET /api/handover/records/{id}/proof`. BUNDLE.zip: `GET /api/handover/audit-bundle`.
CHECKPOINT.txt: `GET …/ledger/checkpoint`; C.json: `GET …/ledger/consistency?old=&size=`.
LEDGER.jsonl: one entry a line as `GET /api/handover/ledger` gives them ({"items": […]} works too):
    index, leaf, chain        always; hex
    header, links             absent for entries of units that the reader may not see; header is the hashed
                              text, links are [asset, n, previous leaf or null]
    body, salt                absent once personal data was erased; body is the hashed text, salt hex
    erased                    then the act that erased it and names its leaf: {index, header, body, salt}
--head and --entries hold an export against a chain hash and a count noted earlier, --checkpoint and --older
against a checkpoint that you kept: without one of them a ledger that was cut off at its end or rebuilt from
its start cannot be told from a whole one.
KEY is a verifier key that you noted when you first met the ledger (`GET …/ledger/keys`), or a file that holds
it; later keys are believed when each is vouched for by the one before. --witness: the checkpoint must bear
this witness's cosignature.

Exit 0: everything holds (ĐÚNG). 1: something does not, and the first such thing is named (SAI). 2: it cannot
be read (KHÔNG ĐỌC ĐƯỢC).
"""

import argparse
import base64
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

Keys = Mapping[str, bytes]  # name and hash of a key, as in a verifier key -> 32 bytes
DASH = "\N{EM DASH} "
_JSON = json.JSONDecoder()
ERASING = "person.erased"  # the act that may take bodies away


class Broken(Exception):
    """Something does not hold: an entry (`index`), or a file of a bundle, or the whole ("?")."""

    def __init__(self, index: object, vi: str, en: str) -> None:
        where_vi, where_en = (f"mục {index}: ", f"entry {index}: ") if str(index) != "?" else ("", "")
        super().__init__(f"{where_vi}{vi} · {where_en}{en}")


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
    held = Held(head, count)
    for entry in entries:
        held.add(entry)
    return held.end()


class Held:
    """A ledger checked entry by entry: its chain, its tree, the chains of its assets, what was erased."""

    def __init__(self, head: str | None = None, count: int | None = None, old: int = 0) -> None:
        self.number, self.chain = 0, bytes(32)
        self.head, self.count, self.seen_head = head, count, head is None
        self.assets: dict[str, tuple[int, str]] = {}
        self.erasers: dict[int, str] = {}  # index -> leaf of an act that others say has erased them
        self.leaves: dict[int, str] = {}  # of the acts of erasing that stand in the ledger
        self.withheld = False
        self.peaks: list[tuple[int, bytes]] = []  # (height, hash) of the tree's complete subtrees
        self.old, self.old_root = old, _root([]) if old == 0 else b""
        self.erased = 0

    def add(self, entry: Mapping[str, Any]) -> None:
        """Check the next entry. Raises Broken."""
        index = entry.get("index")
        if index != self.number:
            raise Broken(
                index,
                f"đáng lẽ là mục {self.number}: có mục bị thiếu, lặp hoặc sai thứ tự",
                f"expected index {self.number}: an entry is missing, doubled or out of order",
            )
        leaf = _unhex(index, "leaf", entry.get("leaf"))
        self.withheld = self.withheld or "header" not in entry
        if "header" in entry:
            self._check(entry, leaf)
        self.chain = hashlib.sha256(b"\x02" + self.chain + leaf).digest()
        if self.chain.hex() != entry.get("chain"):
            raise Broken(
                index,
                "mã xích không theo các mục trước",
                "the chain hash does not follow from the entries before it",
            )
        self.place(leaf)
        self.seen_head = self.seen_head or (
            self.chain.hex() == self.head and self.count in {None, self.number}
        )

    def place(self, leaf: bytes) -> None:
        """Add a leaf to the tree."""
        self.number += 1
        _grow(self.peaks, leaf)
        if self.number == self.old:
            self.old_root = _root(self.peaks)

    def _check(self, entry: Mapping[str, Any], leaf: bytes) -> None:
        index = int(entry["index"])
        try:
            header, eraser = _check_header(index, entry, leaf)
            _check_assets(index, entry["links"], leaf, self.assets, self.withheld)
            if header["act"] == ERASING:
                self.leaves[index] = leaf.hex()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unreadable(index, error) from error
        if eraser is not None:
            self.erased += 1
            self.erasers[eraser[0]] = eraser[1]

    def end(self) -> tuple[int, str]:
        """(how many entries, last chain hash), when nothing that was noted earlier is missing. Raises
        Broken.
        """
        if self.count is not None and self.number < self.count:
            raise Broken(
                self.number,
                f"sổ cái hết ở đây, nhưng trước đã ghi nhận {self.count} mục",
                f"the ledger ends here, but {self.count} entries were noted earlier",
            )
        if not self.seen_head:
            raise Broken(
                "?",
                f"mã xích đã ghi nhận {self.head} không còn ở chỗ của nó: sổ cái bị lập lại hoặc bị cắt",
                f"the noted chain hash {self.head} does not stand where it should: the ledger was rebuilt or"
                " cut",
            )
        for index, leaf in self.erasers.items():
            if index < self.number and self.leaves.get(index, leaf) != leaf:
                raise Broken(index, "việc xoá dữ liệu không có trong sổ", "the act of erasing is not in it")
        return self.number, self.chain.hex()

    def root(self) -> bytes:
        """The root of the tree over all entries that were added."""
        return _root(self.peaks)


def _unreadable(index: object, error: Exception) -> Broken:
    told = f"{type(error).__name__} {error}"
    return Broken(index, f"không đọc được: {told}", f"it cannot be read: {told}")


def _check_header(
    index: object, entry: Mapping[str, Any], leaf: bytes
) -> tuple[dict[str, Any], tuple[int, str] | None]:
    """Hold header, links and body to the leaf; answers the header, and (index, leaf) of the act that erased
    the body.
    """
    header = _header(index, entry["header"], leaf)
    for name, told in (("act", "act"), ("subject", "subject"), ("unit_id", "unit")):
        if name in entry and entry[name] != header[told]:
            raise Broken(index, f"{name} không như phần đầu", f"{name} is not what the header says")
    if "at" in entry and datetime.fromisoformat(entry["at"]) != datetime.fromisoformat(header["at"]):
        raise Broken(index, "thời điểm không như phần đầu", "its time is not what the header says")
    lines = "".join(f"{asset} {n} {previous or '-'}\n" for asset, n, previous in entry["links"])
    if (
        hashlib.sha256(lines.encode()).hexdigest() != header["links"]
        or len(entry["links"]) != header["links_count"]
    ):
        raise Broken(
            index,
            "liên kết tới các mục trước của tài sản đã bị sửa",
            "the links to the assets' earlier entries were changed",
        )
    if "body" in entry:
        _check_body(index, header, entry)
        return header, None
    return header, _erased_by(index, entry, leaf)


def _header(index: object, text: str, leaf: bytes) -> dict[str, Any]:
    if hashlib.sha256(b"\x00" + text.encode()).digest() != leaf:
        raise Broken(
            index,
            "phần đầu đã bị sửa: mã băm của nó không phải là lá",
            "the header was changed: its hash is not the leaf",
        )
    header: dict[str, Any] = _loads(text)
    return header


def _loads(text: str) -> Any:
    """As json.loads, without looking for blanks around: half its time on lines as short as ours."""
    value, end = _JSON.raw_decode(text) if text.startswith("{") else (None, -1)
    return value if end == len(text) else json.loads(text)


def _check_body(index: object, header: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    salted = _unhex(index, "salt", entry.get("salt")) + entry["body"].encode()
    if hashlib.sha256(salted).hexdigest() != header["body"]:
        raise Broken(
            index,
            "nội dung đã bị sửa: mã băm của nó không phải là cam kết ở phần đầu",
            "the body was changed: its hash is not the commitment in the header",
        )


def _erased_by(index: object, entry: Mapping[str, Any], leaf: bytes) -> tuple[int, str]:
    """A body may be missing only when an act of erasing names the entry."""
    said = entry.get("erased")
    if not isinstance(said, Mapping):
        raise Broken(
            index,
            "thiếu nội dung mà không có việc xoá dữ liệu nào nêu mục này",
            "its body is missing, and no act of erasing names it",
        )
    own = hashlib.sha256(b"\x00" + said["header"].encode()).digest()
    header = _header(said["index"], said["header"], own)
    _check_body(said["index"], header, said)
    if header["act"] != ERASING or leaf.hex() not in json.loads(said["body"])["detail"]["entries"]:
        raise Broken(index, "việc xoá dữ liệu không nêu mục này", "the act of erasing does not name it")
    return int(said["index"]), own.hex()


def _check_assets(
    index: object,
    links: list[Any],
    leaf: bytes,
    assets: dict[str, tuple[int, str]],
    withheld: bool,
) -> None:
    """Each asset's links count up from 1, each naming the leaf before; after withheld entries a chain may
    begin later.
    """
    for asset, n, previous in links:
        if (n == 1) != (previous is None):
            raise Broken(
                index,
                f"tài sản {asset}: chỉ mục đầu tiên mới không có mục trước",
                f"asset {asset}: only its first entry may lack a previous one",
            )
        if asset in assets:
            follows = (n - 1, previous) == assets[asset] or (withheld and n - 1 > assets[asset][0])
        else:
            follows = n == 1 or withheld
        if not follows:
            raise Broken(
                index,
                f"tài sản {asset}: mục thứ {n} không nối tiếp mục trước",
                f"asset {asset}: its entry {n} does not follow the one before",
            )
        assets[asset] = (n, leaf.hex())


def _unhex(index: object, name: str, value: object) -> bytes:
    try:
        decoded = bytes.fromhex(str(value))
    except ValueError as error:
        raise Broken(index, f"{name} không phải hệ 16", f"{name} is not hexadecimal") from error
    if len(decoded) != 32:
        raise Broken(index, f"{name} không đủ 32 byte", f"{name} is not 32 bytes")
    return decoded


def check_proof(proof: Mapping[str, Any], keys: Keys, witnesses: Sequence[str] = ()) -> str:
    """Check a record's proof; answers what it proves. Raises Broken."""
    if proof["format"] != "taisan-proof-1":
        raise Broken(
            "?",
            "chương trình này không biết loại bằng chứng đó",
            "it is a proof of a kind that this program does not know",
        )
    size, root = check_checkpoint(proof["checkpoint"], keys)
    watched = check_witnesses(proof["checkpoint"], witnesses, proof.get("witnesses", ()))
    erased = 0
    for entry in proof["entries"]:
        index, leaf = entry["index"], _unhex(entry["index"], "leaf", entry["leaf"])
        header, eraser = _check_header(index, entry, leaf)
        erased += eraser is not None
        if header["subject"] != proof["record"]["id"]:
            raise Broken(index, "mục này của hồ sơ khác", "the entry is of another record")
        _check_path(index, leaf, entry["path"], size, root)
        if "body" not in entry and entry["erased"]["index"] < size:
            said = entry["erased"]
            own = hashlib.sha256(b"\x00" + said["header"].encode()).digest()
            _check_path(said["index"], own, said["path"], size, root)
    if not proof["entries"]:
        raise Broken("?", "không có mục nào", "there is no entry in it")
    acts = ", ".join(json.loads(entry["header"])["act"] for entry in proof["entries"])
    gone_vi = f"; {erased} mục đã xoá dữ liệu cá nhân theo luật" if erased else ""
    gone_en = f"; personal data of {erased} entries was erased by law" if erased else ""
    told = f"{proof['record']['id']} ({acts})"
    return (
        f"hồ sơ {told} có trong sổ cái {size} mục{gone_vi}{watched} · record {told} stands in the ledger of"
        f" {size} entries{gone_en}{watched}"
    )


def _check_path(index: int, leaf: bytes, path: Sequence[str], size: int, root: bytes) -> None:
    if _climbed(leaf, index, size - 1, [bytes.fromhex(step) for step in path]) != root:
        raise Broken(index, "đường dẫn không tới gốc đã ký", "its path does not lead to the signed root")


def check_checkpoint(note: str, keys: Keys) -> tuple[int, bytes]:
    """(size, root) of a checkpoint that one of `keys` has signed (C2SP signed-note). Raises Broken."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, _, signatures = note.partition("\n\n")
    origin, size, root = text.split("\n")[:3]
    for name, raw in _lines(signatures):
        key = keys.get(f"{name}+{raw[:4].hex()}")
        if key is None or name != origin:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], f"{text}\n".encode())
        except InvalidSignature:
            raise Broken(
                "?",
                f"chữ ký của {name} trên mốc là sai",
                f"the signature of {name} on the checkpoint is wrong",
            ) from None
        return int(size), base64.b64decode(root, validate=True)
    raise Broken(
        "?", "không khoá nào anh/chị tin đã ký mốc này", "no key that you trust has signed the checkpoint"
    )


def check_witnesses(note: str, demanded: Sequence[str], told: Iterable[str] = ()) -> str:
    """Hold the cosignatures of a note to the keys `demanded`, which must all have cosigned, and `told`;
    answers in words who has seen it and when. Raises Broken.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, _, signatures = note.partition("\n\n")
    lines, seen = list(_lines(signatures)), []
    for witness in dict.fromkeys((*demanded, *told)):
        label, key = _key(witness)
        name = label.partition("+")[0]
        found = [raw for one, raw in lines if f"{one}+{raw[:4].hex()}" == label and len(raw) == 76]
        if not found and witness in demanded:
            raise Broken("?", f"nhân chứng {name} chưa ký mốc này", f"the witness {name} has not cosigned it")
        for raw in found:
            at = int.from_bytes(raw[4:12], "big")
            said = f"cosignature/v1\ntime {at}\n{text}\n".encode()
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(raw[12:], said)
            except InvalidSignature:
                raise Broken(
                    "?", f"chữ ký của nhân chứng {name} là sai", f"the cosignature of {name} is wrong"
                ) from None
            seen.append(f"{name} {datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}")
    if any(len(raw) == 76 and f"{one}+{raw[:4].hex()}" not in _labels(demanded, told) for one, raw in lines):
        seen.append("? (nhân chứng không rõ khoá · a witness of unknown key)")
    return f"; nhân chứng · witnessed: {', '.join(seen)}" if seen else ""


def _labels(*groups: Iterable[str]) -> set[str]:
    return {_key(one)[0] for group in groups for one in group}


def _lines(signatures: str) -> Iterator[tuple[str, bytes]]:
    for line in signatures.splitlines():
        name, told = line.removeprefix(DASH).split(" ")
        yield name, base64.b64decode(told, validate=True)


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
        raise _another_past()


def _another_past() -> Broken:
    return Broken(
        "?",
        "sổ cái mới không chứa sổ cái cũ: quá khứ của nó đã bị sửa",
        "the newer ledger does not contain the older: its past was changed",
    )


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


def _grow(peaks: list[tuple[int, bytes]], leaf: bytes) -> None:
    """Add a leaf to the complete subtrees of a tree, the largest first; equal neighbours become one."""
    height = 0
    while peaks and peaks[-1][0] == height:
        leaf, height = _node(peaks.pop()[1], leaf), height + 1
    peaks.append((height, leaf))


def _root(peaks: Sequence[tuple[int, bytes]]) -> bytes:
    """The root over complete subtrees (RFC 6962 §2.1)."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks[-1][1]
    for _, peak in reversed(peaks[:-1]):
        root = _node(peak, root)
    return root


def check_ledger(lines: Iterable[str], size: int, root: bytes, older: tuple[int, bytes] | None) -> Held:
    """Check the first `size` entries, one JSON object a line, and that their tree has the signed `root`, and
    that it contains an `older` one. Raises Broken.
    """
    held = Held(old=older[0] if older else 0)
    for line in lines:
        if line.strip():
            try:
                entry = _loads(line.rstrip("\n"))
            except ValueError as error:
                raise _unreadable(held.number, error) from error
            held.add(entry)
            if held.number == size and held.root() != root:
                raise Broken("?", "các mục không cho ra gốc đã ký", "the entries do not have the signed root")
    held.end()
    if held.number < size:
        raise Broken(
            held.number,
            f"thiếu mục: mốc đã ký {size} mục",
            f"the ledger ends here: {size} entries were signed",
        )
    if older is not None and held.old_root != older[1]:
        raise _another_past()
    return held


def check_bundle(file: IO[bytes], trusted: str, demands: Mapping[str, Any]) -> str:
    """Check an auditor's bundle: every file against the manifest, the rows against the signed checkpoint,
    every proof. `demands`: {witnesses, older: (size, root) or None, manifest: SHA-256 or None}. Raises Broken
    naming the file that does not hold.
    """
    try:
        archive = zipfile.ZipFile(file)
        names = archive.namelist()
        told = archive.read("manifest.json")
        listed: dict[str, Any] = json.loads(told)["files"]
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise _changed("manifest.json", str(error)) from error
    own = hashlib.sha256(told).hexdigest()
    if demands.get("manifest") not in {None, own}:
        raise _changed("manifest.json", own)
    if names != [*listed, "manifest.json"]:
        strange = sorted(set(names) ^ {*listed, "manifest.json"}) or names
        raise _changed(strange[0], "bản kê không khớp danh sách tệp · the manifest lists other files")
    for name, facts in listed.items():
        _check_file(archive, name, facts)
    _check_frame(file, archive, names)
    return f"{_check_contents(archive, names, trusted, demands)}; manifest {own}"


def _changed(name: str, why: str) -> Broken:
    return Broken("?", f"tệp {name} đã bị sửa ({why})", f"the file {name} was changed")


def _check_file(archive: zipfile.ZipFile, name: str, facts: Mapping[str, Any]) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise _changed(name, str(error)) from error
    if (digest.hexdigest(), size) != (facts["sha256"], facts["size"]):
        raise _changed(name, f"SHA-256 {digest.hexdigest()}")


def _check_frame(file: IO[bytes], archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    """Pack the files anew and compare: so no byte between the files was changed either."""
    theirs = _Compared(file)
    for chunk in packed((name, _chunks(archive, name)) for name in names):
        theirs.write(chunk)
    file.seek(theirs.place)
    if theirs.differs is None and not file.read(1):
        return
    at = theirs.differs if theirs.differs is not None else theirs.place
    places = [info for info in archive.infolist() if info.header_offset <= at]
    raise _changed(
        places[-1].filename if places and at < archive.start_dir else "manifest.json", f"byte {at}"
    )


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as content:
        while chunk := content.read(1 << 20):
            yield chunk


class _Compared:
    """Takes what is written and compares it with a file; `differs`: the first byte that is not the same."""

    def __init__(self, other: IO[bytes]) -> None:
        self._other = other
        self.place = 0
        self.differs: int | None = None

    def write(self, content: bytes) -> None:
        self._other.seek(self.place)
        theirs = self._other.read(len(content))
        if self.differs is None and theirs != content:
            pairs = enumerate(zip(content, theirs, strict=False))
            self.differs = self.place + next((n for n, (a, b) in pairs if a != b), len(theirs))
        self.place += len(content)


def packed(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A ZIP of `files` (name, chunks) whose bytes depend on nothing else: nothing deflated, no times."""
    sink: Any = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, chunks in files:
            facts = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            facts.create_system, facts.external_attr = 3, 0o644 << 16
            with archive.open(facts, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    yield sink.taken()
    yield sink.taken()


class _Sink:
    """Where the archive is written to, to be taken away at once."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._held.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> bytes:
        content, self._held = b"".join(self._held), []
        return content


def _check_contents(
    archive: zipfile.ZipFile, names: Sequence[str], trusted: str, demands: Mapping[str, Any]
) -> str:
    keys = json.loads(archive.read("keys.json"))
    believed = keys_from(trusted, keys["items"])
    note = archive.read("checkpoint.txt").decode()
    size, root = check_checkpoint(note, believed)
    watched = check_witnesses(note, demands.get("witnesses", ()), keys["witnesses"])
    with archive.open("ledger.jsonl") as raw:
        held = check_ledger(io.TextIOWrapper(raw, "utf-8"), size, root, demands.get("older"))
    proofs = [name for name in names if name.startswith("proofs/")]
    for name in proofs:
        proof = json.loads(archive.read(name))
        try:
            check_proof(proof, believed)
        except Broken as broken:
            raise Broken("?", f"{name}: {broken}", name) from broken
        if f"proofs/{proof['record']['id']}.json" != name or proof["checkpoint"] != note:
            raise _changed(name, "?")
    papers, erased = sum(name.startswith("minutes/") for name in names), held.erased
    vi = f"{size} mục, {len(proofs)} bằng chứng, {papers} biên bản, {erased} mục đã xoá dữ liệu{watched}"
    en = f"{size} entries, {len(proofs)} proofs, {papers} minutes, {erased} erased"
    return f"{vi} · {en}; chain {held.chain.hex()}"


def _checked(given: argparse.Namespace) -> str:
    """What holds of the file that is given. Raises Broken."""
    key = _text_or_file(given.key) if given.key else ""
    witnesses = [_text_or_file(one) for one in given.witness]
    if zipfile.is_zipfile(given.file) or Path(given.file).read_bytes()[:2] == b"PK":
        older = check_checkpoint(_text(given.older), keys_from(key)) if given.older else None
        demands = {"witnesses": witnesses, "older": older, "manifest": given.manifest}
        with Path(given.file).open("rb") as file:
            return check_bundle(file, key, demands)
    text = _text(given.file)
    if not key or given.checkpoint:
        return _checked_export(text, key, given)
    if text.lstrip().startswith("{"):
        proof = json.loads(text)
        return check_proof(proof, keys_from(key, proof["keys"]), witnesses)
    newer, watched = check_checkpoint(text, keys_from(key)), check_witnesses(text, witnesses)
    if given.older:
        older = check_checkpoint(_text(given.older), keys_from(key))
        path = json.loads(_text(given.consistency))["path"]
        check_growth(older, newer, [bytes.fromhex(step) for step in path])
        return (
            f"sổ cái {older[0]} mục là phần đầu của sổ cái {newer[0]} mục{watched} · the ledger of {older[0]}"
            f" entries is the beginning of that of {newer[0]}"
        )
    told = f"gốc · root {newer[1].hex()}"
    return f"mốc của {newer[0]} mục{watched} · a checkpoint of {newer[0]} entries; {told}"


def _checked_export(text: str, key: str, given: argparse.Namespace) -> str:
    if given.checkpoint:
        size, root = check_checkpoint(_text(given.checkpoint), keys_from(key))
        lines = (json.dumps(entry) for entry in entries_of(text))
        held = check_ledger(lines, size, root, None)
        return (
            f"{held.number} mục đúng với mốc đã giữ · {held.number} entries hold with the checkpoint you kept"
        )
    count, chain = verify(entries_of(text), given.head, given.entries)
    return f"{count} mục đúng · {count} entries hold; chain {chain}"


def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def _text_or_file(value: str) -> str:
    return _text(value) if len(value) < 200 and Path(value).is_file() else value


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="Kiểm tra những gì sổ cái đã cấp · check what the custody ledger gave out, offline."
    )
    parser.add_argument("file")
    parser.add_argument("--head", help="mã xích đã ghi · a chain hash noted earlier")
    parser.add_argument("--entries", type=int, help="số mục khi đó · how many entries there were then")
    parser.add_argument("--key", help="khoá sổ cái đã ghi, hoặc tệp · the ledger's key as noted, or a file")
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        help="khoá nhân chứng · a witness's key that must have cosigned",
    )
    parser.add_argument("--older", help="mốc đã giữ · a checkpoint that you kept")
    parser.add_argument("--consistency", help="bằng chứng giữa hai mốc · the proof between two checkpoints")
    parser.add_argument("--checkpoint", help="mốc để so một bản xuất · the checkpoint to hold an export to")
    parser.add_argument("--manifest", help="SHA-256 của bản kê đã ghi · of the bundle's manifest as noted")
    try:
        told = _checked(parser.parse_args(arguments))
    except Broken as broken:
        print(f"BROKEN · SAI  {broken}", file=sys.stderr)  # noqa: T201
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        told = f"{type(error).__name__}: {error}"
        print(f"UNREADABLE · KHÔNG ĐỌC ĐƯỢC  {told}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"OK · ĐÚNG  {told}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
