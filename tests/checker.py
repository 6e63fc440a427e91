"""Whether custody is whole: a program apart from the services.

It reads their databases as the administrator, their feed and what their clients were told, and works out by
itself who must answer for what. It imports none of their code. `now` may be asked at any moment between two
acts, `settled` when every event has been carried and every ledger entry has its place.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]
Holders = dict[UUID, UUID | None]

# The acts of a record that the ledger must have, by its state.
_DONE = "issued signed completed( disputed decided)*"
LIVES = {
    "issued": "issued",
    "signed": "issued signed",
    "completed": _DONE,
    "refused": "issued( signed)? refused",
    "cancelled": "issued cancelled",
    "disputed": f"{_DONE} disputed",
    "upheld": f"{_DONE} disputed decided",
    "reversed": f"{_DONE} reversed",
}

# Entries from some place on, and those that wait for theirs.
_SINCE = (
    "SELECT entry_id FROM ledger_chain WHERE index >= %s"
    " UNION ALL SELECT entry_id FROM ledger_queue WHERE waiting"
)


class Checker:
    """Goes on from where it stopped: the feed and the ledger are read once."""

    def __init__(self, custody_url: str, register_url: str) -> None:
        self._open = ExitStack()
        self._custody = self._connect(custody_url)
        self._register = self._connect(register_url)
        self._position, self._index, self._chain = 0, -1, bytes(32)
        self._begun = 0
        self._links: dict[str, tuple[int, str]] = {}
        self._fed: Holders = {}
        self.acts: dict[UUID, list[str]] = defaultdict(list)  # by subject, as the ledger has them

    def close(self) -> None:
        """Give the connections back."""
        self._open.close()

    def begin(self) -> None:
        """A new history: what earlier ones wrote is not looked for any more when somebody is erased."""
        self._begun = self._index + 1

    def now(self, assets: Sequence[UUID], units: Sequence[UUID]) -> None:
        """What holds between any two acts, for some assets and all records of some units."""
        rows = self.ask("SELECT * FROM custody WHERE asset_id = ANY(%s)", [list(assets)])
        self._one_holder(rows)
        self._custody_follows_the_papers(rows, assets)
        self._nothing_waits_twice(units)
        self._numbers_are_dense(units)

    def settled(self, assets: Sequence[UUID], units: Sequence[UUID], value: int) -> None:
        """What holds once everything has been carried; `value` is what all the assets cost together."""
        self.now(assets, units)
        self._recalls_follow_custody(units)
        self._feed_rebuilds_custody(assets)
        self._ledger_holds()
        self._ledger_has_every_act(units)
        self._what_is_gone_was_erased()
        self._register_agrees(assets, value)

    def erased(self, person: str, email: str) -> None:
        """Nothing that custody keeps has the address of somebody whose data were just erased, nor a PIN."""
        rows = self.ask("SELECT to_jsonb(p)::text AS told FROM known_people p WHERE id = %s", [person])
        rows += self.ask(
            "SELECT convert_from(b.body, 'UTF8') AS told FROM ledger_bodies b JOIN ledger_entries e"
            f" ON e.id = b.entry_id WHERE e.id IN ({_SINCE})",
            [self._begun],
        )
        assert not [row for row in rows if email in row["told"]], f"{email} is kept"
        rows = self.ask(
            "SELECT b.entry_id FROM ledger_bodies b JOIN ledger_entries e ON e.id = b.entry_id"
            f" WHERE e.act = 'pin.set' AND e.subject = %s AND e.id IN ({_SINCE})",
            [person, self._begun],
        )
        assert rows == [], f"the PIN of {person} is still told of"

    def ask(self, query: str, given: Sequence[Any] = ()) -> list[Row]:
        """Rows of custody's database."""
        return self._custody.execute(query, given).fetchall()

    # one after the other, the things that must hold

    def _one_holder(self, rows: Iterable[Row]) -> None:
        """At most one open row an asset, none of them superseded; no two known rows share a day."""
        by_asset: dict[UUID, list[Row]] = defaultdict(list)
        for row in rows:
            assert row["until"] is None or row["closed_at"] is not None, f"ended by nobody: {row}"
            assert row["superseded_at"] is None or row["until"] is not None, f"open and superseded: {row}"
            if row["superseded_at"] is None:
                by_asset[row["asset_id"]].append(row)
        for asset, known in by_asset.items():
            lasting = sorted(
                (one for one in known if one["until"] != one["since"]), key=lambda one: one["since"]
            )
            for one, after in pairwise(lasting):
                assert one["until"] is not None, f"two open holders of {asset}"
                assert one["until"] <= after["since"], f"two holders of {asset} on {after['since']}"

    def _custody_follows_the_papers(self, rows: Iterable[Row], assets: Sequence[UUID]) -> None:
        """Day by day and now, who answers is who the completed records and approved corrections say."""
        written = self._papers(assets)
        known: dict[UUID, list[Row]] = defaultdict(list)
        for row in rows:
            if row["superseded_at"] is None:
                known[row["asset_id"]].append(row)
        for asset in assets:
            said = written.get(asset, [])
            days = sorted(
                {paper["from_on"] for paper in said}
                | {paper["until_on"] for paper in said if paper["until_on"]}
            )
            for day in [*days, days[-1] + timedelta(days=1)] if days else []:
                wanted = _said_of(said, day)
                found = [row["person_id"] for row in known[asset] if _lasts(row, day)]
                assert found == ([wanted] if wanted else []), f"{asset} on {day}: {found}, papers {wanted}"
            still = [row["person_id"] for row in known[asset] if row["until"] is None]
            last = _said_of(said, date.max)
            assert still == ([last] if last else []), f"{asset} now: {still}, papers {last}"

    def _papers(self, assets: Sequence[UUID]) -> dict[UUID, list[Row]]:
        """By asset, in the order of the acts: from which day until when who answers, as papers have it."""
        found: dict[UUID, list[Row]] = defaultdict(list)
        for row in self.ask(
            "SELECT l.asset_id, r.happened_on AS from_on, NULL::date AS until_on, r.completed_at AS at,"
            " CASE WHEN r.receiver_as = 'holder' THEN r.receiver_person_id END AS person_id"
            " FROM records r JOIN record_lines l ON l.record_id = r.id"
            " WHERE r.completed_at IS NOT NULL AND l.asset_id = ANY(%s)"
            " AND 'holder' IN (r.giver_as, r.receiver_as) AND 'repairer' NOT IN (r.giver_as, r.receiver_as)"
            " UNION ALL SELECT l.asset_id, c.from_on, c.until_on, c.decided_at, c.holder_person_id"
            " FROM custody_corrections c JOIN custody_correction_lines l ON l.correction_id = c.id"
            " WHERE c.state = 'approved' AND l.asset_id = ANY(%s) ORDER BY at",
            [list(assets), list(assets)],
        ):
            found[row["asset_id"]].append(row)
        return found

    def _nothing_waits_twice(self, units: Sequence[UUID]) -> None:
        """An asset waits in one record at the most, and only while that record waits for a signature."""
        wrong = self.ask(
            "SELECT l.asset_id FROM record_lines l JOIN records r ON r.id = l.record_id"
            " WHERE r.unit_id = ANY(%s) AND l.waiting <> (r.state IN ('issued', 'signed'))"
            " UNION ALL SELECT l.asset_id FROM record_lines l JOIN records r ON r.id = l.record_id"
            " WHERE r.unit_id = ANY(%s) AND l.waiting GROUP BY 1 HAVING count(*) > 1",
            [list(units), list(units)],
        )
        assert wrong == [], f"waiting where nothing waits, or twice: {wrong}"
        wrong = self.ask(
            "SELECT l.asset_id FROM record_lines l JOIN records r ON r.id = l.record_id"
            " WHERE r.unit_id = ANY(%s) AND l.away GROUP BY 1 HAVING count(*) > 1",
            [list(units)],
        )
        assert wrong == [], f"at two repairers: {wrong}"

    def _numbers_are_dense(self, units: Sequence[UUID]) -> None:
        """The numbers of a unit and year are 1, 2, 3, …; so are those of corrections."""
        for table in ("records", "custody_corrections"):
            for row in self.ask(
                f"SELECT unit_id, year, array_agg(number ORDER BY number) AS numbers FROM {table}"
                " WHERE unit_id = ANY(%s) AND number IS NOT NULL GROUP BY 1, 2",
                [list(units)],
            ):
                wanted = list(range(1, len(row["numbers"]) + 1))
                assert row["numbers"] == wanted, f"numbers of {table} of {row['unit_id']}: {row['numbers']}"

    def _recalls_follow_custody(self, units: Sequence[UUID]) -> None:
        """Whoever has left and holds something has one open case with all of it; an open case has something
        open, and only what its person holds.
        """
        people = self.ask("SELECT id, status FROM known_people WHERE unit_id = ANY(%s)", [list(units)])
        ids = [[person["id"] for person in people]]
        held: dict[UUID, set[UUID]] = defaultdict(set)
        for row in self.ask(
            "SELECT person_id, asset_id FROM custody WHERE until IS NULL AND person_id = ANY(%s)", ids
        ):
            held[row["person_id"]].add(row["asset_id"])
        cases: dict[UUID, set[UUID]] = {}
        for row in self.ask(
            "SELECT r.person_id, l.asset_id FROM recalls r LEFT JOIN recall_lines l ON l.recall_id = r.id"
            " AND l.state = 'open' WHERE r.state = 'open' AND r.person_id = ANY(%s)",
            ids,
        ):
            cases.setdefault(row["person_id"], set()).add(row["asset_id"])
        for person in people:
            has, must = held[person["id"]], cases.get(person["id"])
            if person["status"] != "working" and has:
                assert must == has, f"left with {has}, recalled {must}"
            assert must is None or (must and must <= has), f"an open case over {must}, held {has}"

    def _feed_rebuilds_custody(self, assets: Sequence[UUID]) -> None:
        """The feed has no gap, and whoever reads nothing else knows who holds what."""
        for event in self.ask(
            "SELECT position, type, data FROM outbox WHERE position > %s ORDER BY position", [self._position]
        ):
            self._position += 1
            assert event["position"] == self._position, f"the feed lacks position {self._position}"
            self._fed |= _holders_after(event["type"], event["data"])
        (unplaced,) = self.ask("SELECT count(*) AS n FROM outbox WHERE position IS NULL")
        assert unplaced["n"] == 0, "events without a position"
        assert {asset: self._fed.get(asset) for asset in assets} == self._holders(assets), "the feed differs"

    def _holders(self, assets: Sequence[UUID]) -> Holders:
        rows = self.ask(
            "SELECT asset_id, person_id FROM custody WHERE until IS NULL AND asset_id = ANY(%s)",
            [list(assets)],
        )
        return dict.fromkeys(assets) | {row["asset_id"]: row["person_id"] for row in rows}

    def _ledger_holds(self) -> None:
        """Every new entry: a dense index, a leaf over its header, a chain; its body fits the commitment, or
        is gone; each asset's links follow one another.
        """
        entries = self.ask(
            "SELECT c.index, c.chain, c.leaf AS placed, e.*, b.salt, b.body FROM ledger_chain c"
            " JOIN ledger_entries e ON e.id = c.entry_id LEFT JOIN ledger_bodies b ON b.entry_id = e.id"
            " WHERE c.index > %s ORDER BY c.index",
            [self._index],
        )
        links: dict[UUID, list[Row]] = defaultdict(list)
        for link in self.ask(
            "SELECT * FROM ledger_links WHERE entry_id = ANY(%s) ORDER BY entry_id, position",
            [[entry["id"] for entry in entries]],
        ):
            links[link["entry_id"]].append(link)
        for entry in entries:
            self._follows(entry, links[entry["id"]])
        (waiting,) = self.ask("SELECT count(*) AS n FROM ledger_queue WHERE waiting")
        assert waiting["n"] == 0, "ledger entries without a place"

    def _follows(self, entry: Row, links: Sequence[Row]) -> None:
        self._index += 1
        assert entry["index"] == self._index, f"the ledger lacks entry {self._index}"
        leaf = hashlib.sha256(b"\x00" + entry["header"]).digest()
        assert leaf == entry["leaf"] == entry["placed"], f"entry {self._index}: its leaf is another"
        self._chain = hashlib.sha256(b"\x02" + self._chain + leaf).digest()
        assert entry["chain"] == self._chain, f"entry {self._index}: the chain breaks"
        header = json.loads(entry["header"])
        assert (header["act"], header["subject"]) == (entry["act"], str(entry["subject"]))
        if entry["body"] is not None and entry["salt"] is not None:
            assert hashlib.sha256(entry["salt"] + entry["body"]).hexdigest() == header["body"]
        lines = []
        for link in links:
            asset, previous = str(link["asset_id"]), link["previous"].hex() if link["previous"] else "-"
            number, last = self._links.get(asset, (0, "-"))
            assert (link["sequence"], previous) == (number + 1, last), f"the chain of {asset} breaks"
            self._links[asset] = (link["sequence"], leaf.hex())
            lines.append(f"{asset} {link['sequence']} {previous}\n")
        assert hashlib.sha256("".join(lines).encode()).hexdigest() == header["links"]
        self.acts[entry["subject"]].append(entry["act"])

    def _what_is_gone_was_erased(self) -> None:
        """A body is gone exactly when an act of erasing names its leaf."""
        gone = self.ask(
            "SELECT encode(e.leaf, 'hex') AS leaf FROM ledger_entries e LEFT JOIN ledger_bodies b"
            f" ON b.entry_id = e.id WHERE b.entry_id IS NULL AND e.id IN ({_SINCE})",
            [self._begun],
        )
        acts = self.ask(
            "SELECT b.body FROM ledger_entries e JOIN ledger_bodies b ON b.entry_id = e.id"
            f" WHERE e.act = 'person.erased' AND e.id IN ({_SINCE})",
            [self._begun],
        )
        named = [leaf for act in acts for leaf in json.loads(act["body"])["detail"]["entries"]]
        assert sorted(named) == sorted(row["leaf"] for row in gone), "gone without an act, or named and kept"

    def _ledger_has_every_act(self, units: Sequence[UUID]) -> None:
        """The acts of each record and correction in the ledger are those that its state asks for."""
        for record in self.ask("SELECT id, state FROM records WHERE unit_id = ANY(%s)", [list(units)]):
            acts = " ".join(act.removeprefix("record.") for act in self.acts[record["id"]])
            lived = re.fullmatch(LIVES[record["state"]], acts)
            assert lived, f"record {record['id']} {record['state']}: {acts}"
        for row in self.ask(
            "SELECT id, state FROM custody_corrections WHERE unit_id = ANY(%s)", [list(units)]
        ):
            wanted = ["proposed", row["state"]] if row["state"] != "proposed" else ["proposed"]
            assert self.acts[row["id"]] == [f"correction.{act}" for act in wanted]

    def _register_agrees(self, assets: Sequence[UUID], value: int) -> None:
        """The register believes of each asset what custody knows; the value of what each person holds is the
        same in both, and all together are worth what was registered.
        """
        holders = self._holders(assets)
        rows = self._register.execute(
            "SELECT a.id, a.holder_person_id, a.cost, m.person_id AS marked, m.asset_id AS has_mark"
            " FROM assets a LEFT JOIN custody_marks m ON m.asset_id = a.id WHERE a.id = ANY(%s)",
            [list(assets)],
        ).fetchall()
        assert {row["id"]: row["holder_person_id"] for row in rows} == holders, "the register differs"
        marked = {row["id"]: row["marked"] for row in rows if row["has_mark"]}
        assert {asset: marked.get(asset) for asset in assets} == holders, "the register's marks differ"
        worth: dict[UUID | None, int] = defaultdict(int)
        for row in rows:
            worth[row["holder_person_id"]] += row["cost"]
        known = self.ask(
            "SELECT c.person_id, sum(a.cost)::bigint AS cost FROM known_assets a LEFT JOIN custody c"
            " ON c.asset_id = a.id AND c.until IS NULL WHERE a.id = ANY(%s) GROUP BY 1",
            [list(assets)],
        )
        assert {row["person_id"]: row["cost"] for row in known} == worth, "values differ by holder"
        assert sum(worth.values()) == value, "value came or went"

    def _connect(self, url: str) -> "psycopg.Connection[Row]":
        connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        return self._open.enter_context(connection)


def _said_of(papers: Sequence[Row], day: date) -> UUID | None:
    """Who answers on `day` by the papers: the last that speaks of it."""
    speaking = [
        one for one in papers if one["from_on"] <= day and (one["until_on"] is None or day < one["until_on"])
    ]
    return speaking[-1]["person_id"] if speaking else None


def _lasts(row: Row, day: date) -> bool:
    return bool(row["since"] <= day and (row["until"] is None or day < row["until"]))


def _holders_after(kind: str, data: Mapping[str, Any]) -> Holders:
    """What an event says of who holds what now."""
    if kind == "handover.record.completed.v1":
        sides = {data["giver_as"], data["receiver_as"]}
        if "holder" not in sides or "repairer" in sides:
            return {}
        holder = UUID(data["receiver_person_id"]) if data["receiver_as"] == "holder" else None
        return {UUID(asset): holder for asset in data["asset_ids"]}
    if kind == "handover.correction.approved.v1":
        return {
            UUID(one["asset_id"]): UUID(one["person_id"]) if one["person_id"] else None
            for one in data["holders"]
        }
    return {}
