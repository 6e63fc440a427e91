"""What stands in a bundle, file by file: nothing in it depends on when, where or for whom it is made anew."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.bundle.as_of import as_of
from services.handover.ledger.verify import packed
from services.handover.minutes import document
from services.handover.queries import ledger, proofs
from services.handover.queries.records import record
from shared.auth import Actor
from shared.db import take_long
from shared.web.streaming import Stream

FORMAT = "taisan-bundle-1"
_README = Path(__file__).with_name("README.txt")
_AT_ONCE = 1000
_HELD = ("index", "leaf", "chain", "header", "links", "body", "salt", "erased")
_RECORDS = text(
    "SELECT e.subject, array_agg(e.act ORDER BY c.index) FILTER (WHERE c.index < :size) AS acts,"
    " count(*) AS acts_ever, max(e.recorded_at) FILTER (WHERE c.index < :size) AS at"
    " FROM ledger_entries e LEFT JOIN ledger_chain c ON c.entry_id = e.id WHERE e.act LIKE 'record.%'"
    " GROUP BY e.subject HAVING bool_or(c.index < :size) ORDER BY e.subject"
)


@dataclass
class Bundle:
    """A bundle on its way to whoever asked for it: only what `actor` may see, up to `size` entries."""

    session: Session
    actor: Actor
    size: int
    note: str
    base_url: str
    _listed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the ZIP, made one file after the other; the manifest is the last."""
        take_long(self.session)
        return packed(self._files())

    def _files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        for name, content in self._contents():
            facts: dict[str, Any] = {}
            self._listed[name] = facts
            yield name, _counted(content, facts)
        manifest = {"format": FORMAT, "size": self.size, "files": self._listed}
        yield "manifest.json", iter([orjson.dumps(manifest, option=orjson.OPT_INDENT_2)])

    def _contents(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        yield "README.txt", iter([_README.read_bytes()])
        yield "verify.py", iter([proofs.VERIFIER.read_bytes()])
        yield "checkpoint.txt", iter([self.note.encode()])
        yield "keys.json", iter([_json(proofs.keys_until(self.session, self.size))])
        yield "ledger.jsonl", self._rows()
        for subject, acts, acts_ever, at in self._records():
            proof = proofs.proof_at(self.session, subject, self.size, self.note)
            yield f"proofs/{subject}.json", iter([_json(proof)])
            yield f"minutes/{subject}.pdf", iter([self._minutes(subject, acts, acts_ever, at)])

    def _rows(self) -> Iterator[bytes]:
        after = -1
        while after < self.size - 1:
            wanted = min(_AT_ONCE, self.size - 1 - after)
            items = ledger.page_of_ledger(self.session, limit=wanted, after=after)["items"]
            yield b"".join(_json(_hashed(item)) + b"\n" for item in items)
            after = items[-1]["index"]

    def _records(self) -> list[tuple[UUID, list[str], int, Any]]:
        found = self.session.execute(_RECORDS, {"size": self.size})
        return [(row.subject, row.acts, row.acts_ever, row.at) for row in found]

    def _minutes(self, subject: UUID, acts: list[str], acts_ever: int, at: Any) -> bytes:
        shown = record(self.session, self.actor, subject)
        verbs = [act.removeprefix("record.") for act in acts]
        then = as_of(shown, verbs, all_of_them=len(acts) == acts_ever)
        seen, made_at = verbs.count("witnessed"), int(at.timestamp())
        pdf = document.minutes_of(self.session, then, self.base_url, witnessed=seen, made_at=made_at)
        return pdf.content


def _counted(chunks: Iterator[bytes], facts: dict[str, Any]) -> Iterator[bytes]:
    """The chunks as they are, with their hash and size left in `facts` at the end."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    facts |= {"sha256": digest.hexdigest(), "size": size}


def _hashed(item: Mapping[str, Any]) -> dict[str, Any]:
    """What hashes hold of an entry; the rest is only there to be read at ease."""
    return {name: item[name] for name in _HELD if name in item}


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)


def audit_bundle(session: Session, actor: Actor, size: int | None, base_url: str) -> Stream:
    """The bundle as of the checkpoint of `size` entries, or of the newest. Raises NotFound."""
    size, note = proofs.checkpoint_of(session, size)
    made = Bundle(session, actor, size, note, base_url)
    return Stream(made.chunks(), "application/zip", f"taisan-{size}.zip")
