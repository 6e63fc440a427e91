"""What custody keeps of the register's doings: units, people and assets as projections (the newer version
wins), and the recall of everything a leaver holds.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.commands import erasure, recalls
from services.handover.lifecycle import KINDS
from services.handover.lives import is_life
from shared import clock
from shared.auth import system_actor
from shared.db.scope import place_below_successors, place_unit
from shared.peers import Peers

CloudEvent = Mapping[str, Any]

_ACTOR = system_actor("handover")
_PAGE = 1000
_LEFT_OUT = ("undecided", "not_in_use")


_OWNER = {"former_units": "unit_id", "former_people": "person_id", "former_assets": "asset_id"}


def _upsert(table: str, *columns: str, former: str = "", named: tuple[str, ...] = ()) -> Any:
    """One statement that writes a row of a projection unless a newer one is known already. What reports about
    the past must print (`named`) and another value replaces is kept in the table `former`, with the moment.
    """
    names = ", ".join(("id", *columns, "version"))
    values = ", ".join(f":{name}" for name in ("id", *columns, "version"))
    fresh = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*columns, "version"))
    return text(
        f"{_keeping(table, former, named) if former else ''}"  # noqa: S608
        f" INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {fresh}"
        f" WHERE {table}.version < EXCLUDED.version RETURNING id"
    )


def _keeping(table: str, former: str, named: tuple[str, ...]) -> str:
    """The part of such a statement that keeps what is replaced."""
    kept = ", ".join(named)
    changed = " OR ".join(f"{name} IS DISTINCT FROM :{name}" for name in named)
    return (
        f"WITH former AS (INSERT INTO {former} ({_OWNER[former]}, {kept}, known_until)"  # noqa: S608
        f" SELECT id, {kept}, :now FROM {table} WHERE id = :id AND version < :version AND ({changed})"
        " ON CONFLICT DO NOTHING)"
    )


_UNIT_COLUMNS = ("code", "name", "parent_id", "valid_from", "valid_to")
_PERSON_COLUMNS = ("unit_id", "code", "name", "post", "email", "status", "duties", "left_on")
_ASSET_COLUMNS = ("unit_id", "code", "name", "serial", "category", "cost", "kind", "status")
_DECISION_COLUMNS = (
    *("unit_id", "to_unit_id", "kind", "state", "number", "decision_number", "decision_on", "decision_by"),
    *("receiver_name", "asset_ids"),
)
_UNIT = _upsert("known_units", *_UNIT_COLUMNS, former="former_units", named=("code", "name"))
_PERSON = _upsert("known_people", *_PERSON_COLUMNS, former="former_people", named=("code", "name", "post"))
_ASSET = _upsert(
    "known_assets",
    *_ASSET_COLUMNS,
    former="former_assets",
    named=("unit_id", "code", "name", "serial", "cost"),
)
_DECISION = _upsert("known_decisions", *_DECISION_COLUMNS)
_BATCH = text(
    f"INSERT INTO known_assets (id, {', '.join(_ASSET_COLUMNS)}, accumulated_wear, worn_at, version)"  # noqa: S608
    f" SELECT asset_id, {', '.join(_ASSET_COLUMNS)}, accumulated_wear,"
    " CASE WHEN accumulated_wear IS NOT NULL THEN CAST(:at AS timestamptz) END, 1"
    " FROM jsonb_to_recordset(CAST(:assets AS jsonb)) AS a (asset_id uuid, unit_id uuid, code text,"
    " name text, serial text, category text, cost bigint, kind text, status text, accumulated_wear bigint)"
    " ON CONFLICT (id) DO NOTHING"
)
# What was said of wear last counts, and never the close of an earlier year that comes in, or was made, after
# that of a later one. The wear of earlier years rests on their lives still, so those of every year are added.
_WORN = text(
    "UPDATE known_assets SET accumulated_wear = :worn, worn_at = :at"
    " WHERE id = :id AND (worn_at IS NULL OR worn_at <= :at)"
)
_WORN_BY_CLOSE = text(
    "UPDATE known_assets k SET worn_year = greatest(k.worn_year, CAST(:year AS integer)),"
    " accumulated_wear = CASE WHEN w.newer THEN w.worn ELSE k.accumulated_wear END,"
    " worn_at = CASE WHEN w.newer THEN CAST(:at AS timestamptz) ELSE k.worn_at END,"
    " wear_lives = ARRAY(SELECT DISTINCT unnest(k.wear_lives || string_to_array(w.lives, ' ')) ORDER BY 1)"
    " FROM (SELECT told.*, (a.worn_at IS NULL OR a.worn_at <= :at)"
    " AND (a.worn_year IS NULL OR a.worn_year <= :year) AS newer"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:worn AS bigint[]), CAST(:lives AS text[]))"
    " AS told(id, worn, lives) JOIN known_assets a ON a.id = told.id) AS w WHERE k.id = w.id"
)
_FOLLOW = text(
    "WITH moved AS (SELECT id, unit_id FROM custody WHERE asset_id = :asset AND until IS NULL"
    " AND unit_id <> :unit FOR UPDATE), former AS (INSERT INTO former_places (custody_id, unit_id,"
    " known_until) SELECT id, unit_id, :now FROM moved ON CONFLICT DO NOTHING)"
    " UPDATE custody c SET unit_id = :unit FROM moved WHERE c.id = moved.id"
)


_SUCCEEDED = text(
    "INSERT INTO known_successions (predecessor_id, successor_id, act_id, happened_on, share)"
    " VALUES (:predecessor, :successor, :act, :on, :share) ON CONFLICT DO NOTHING"
)


def on_unit(session: Session, event: CloudEvent) -> None:
    """A unit was registered or changed: keep it, and its place in the tree that row-level security reads."""
    data = event["data"]
    unit_id = UUID(event["subject"])
    row = {"id": unit_id, "version": int(event["sequence"]), "now": clock.now()} | {
        name: data.get(name) for name in _UNIT_COLUMNS
    }
    if session.execute(_UNIT, row).first() is not None:
        place_unit(session, unit_id, UUID(data["parent_id"]) if data.get("parent_id") else None)


def on_unit_merged(session: Session, event: CloudEvent) -> None:
    """A unit ended and others took over: they now see what of it there is to take over, and a plan can hand
    it over.
    """
    on_unit(session, event)
    data = event["data"]
    successors = [UUID(one["unit_id"]) for one in data["successors"]]
    told = {"predecessor": event["subject"], "act": data["act_id"], "on": data["happened_on"]}
    for one in data["successors"]:
        session.execute(_SUCCEEDED, {**told, "successor": one["unit_id"], "share": one["share"]})
    place_below_successors(session, UUID(event["subject"]), successors)


def on_person(session: Session, event: CloudEvent, peers: Peers) -> None:
    """A person is new, changed or came back: the event carries no name, so ask the register."""
    _learn(session, UUID(event["subject"]), peers)


def on_person_left(session: Session, event: CloudEvent, peers: Peers) -> None:
    """Somebody left: a recall case over all they hold. Told twice, it is one case."""
    person_id = UUID(event["subject"])
    basis = _learn(session, person_id, peers)["left_basis"] or ""
    recalls.open_for_leaver(session, _ACTOR, person_id, reason=event["data"]["status"], basis=basis)


def on_person_moved(session: Session, event: CloudEvent, peers: Peers) -> None:
    """Somebody moved: what stays the old unit's is recalled."""
    person_id, data = UUID(event["subject"]), event["data"]
    _learn(session, person_id, peers)
    left, moved_on = UUID(data["previous_unit_id"]), date.fromisoformat(data["moved_on"])
    recalls.open_for_mover(session, _ACTOR, person_id, left, moved_on)


def on_asset(session: Session, event: CloudEvent) -> None:
    """An asset was registered or changed; when its unit changed, its open custody follows the unit."""
    data = event["data"]
    now = clock.now()
    row = {"id": UUID(event["subject"]), "version": int(event["sequence"]), "now": now}
    row |= {name: data.get(name) for name in _ASSET_COLUMNS}
    if session.execute(_ASSET, row).first() is not None:
        session.execute(_FOLLOW, {"asset": row["id"], "unit": data["unit_id"], "now": now})
        if "accumulated_wear" in data:
            told = {"id": row["id"], "worn": data["accumulated_wear"], "at": _time_of(event)}
            session.execute(_WORN, told)


def on_decision(session: Session, event: CloudEvent, peers: Peers) -> None:
    """A case of disposal was decided or carried out: of those that records of handover carry out, keep what
    the decision says. The event does not say it, so ask the register.
    """
    if event["data"]["kind"] not in {kind.decided for kind in KINDS.values() if kind.decided}:
        return
    case: Mapping[str, Any] = peers.assets.get(f"/disposals/{event['subject']}")
    row = {name: case.get(name) for name in _DECISION_COLUMNS} | {
        "id": UUID(event["subject"]),
        "version": case["version"],
        "to_unit_id": case["receiver_unit_id"],
        "decision_by": case["authority"],
        "asset_ids": [UUID(str(line["asset_id"])) for line in case["lines"]],
    }
    session.execute(_DECISION, row)


def on_batch(session: Session, event: CloudEvent) -> None:
    """Many assets were registered at once, each at its first version: what is known of one is newer or the
    same.
    """
    assets = orjson.dumps(event["data"]["assets"]).decode()
    session.execute(_BATCH, {"assets": assets, "at": _time_of(event)})


def on_year_closed(session: Session, event: CloudEvent, peers: Peers) -> None:
    """The year of a unit was closed: take over what its assets have worn off, page by page."""
    after, said = None, {"year": event["data"]["year"], "at": _time_of(event)}
    while True:
        path = f"/year-closings/{event['subject']}/rows"
        page = peers.assets.get(path, limit=_PAGE, after=after)
        session.execute(_WORN_BY_CLOSE, {**_columns(page["items"]), **said})
        after = page["next"]
        if after is None:
            return


def _time_of(event: CloudEvent) -> datetime:
    """When the register said it."""
    return datetime.fromisoformat(event["time"])


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The assets of a worked table, what they have worn off, and by which lives. Nothing was reckoned for
    those left out, so nothing is known of them.
    """
    known = [row for row in rows if row["formula"] not in _LEFT_OUT]
    return {
        "ids": [UUID(row["asset_id"]) for row in known],
        "worn": [row["wear_after"] for row in known],
        "lives": [" ".join(key for key in row["rules"] if is_life(key)) for row in known],
    }


def _learn(session: Session, person_id: UUID, peers: Peers) -> Mapping[str, Any]:
    """Write what the register says of a person now, and return it; an older answer overwrites nothing."""
    person: Mapping[str, Any] = peers.assets.get(f"/people/{person_id}")
    row = {"id": person_id, "version": person["version"], "now": clock.now()}
    row |= {name: person.get(name) for name in _PERSON_COLUMNS}
    row["post"] = row["post"] or ""
    row["duties"] = row["duties"] or []
    session.execute(_PERSON, row)
    erasure.stay_erased(session, person_id)
    return person


SUBSCRIPTIONS: dict[str, Callable[..., object]] = {
    "assets.unit.registered.v1": on_unit,
    "assets.unit.changed.v1": on_unit,
    "assets.unit.merged.v1": on_unit_merged,
    "assets.person.registered.v1": on_person,
    "assets.person.changed.v1": on_person,
    "assets.person.moved.v1": on_person_moved,
    "assets.person.returned.v1": on_person,
    "assets.person.left.v1": on_person_left,
    "assets.asset.registered.v1": on_asset,
    "assets.asset.changed.v1": on_asset,
    "assets.batch.registered.v1": on_batch,
    "assets.year.closed.v1": on_year_closed,
    "assets.disposal.decided.v1": on_decision,
    "assets.disposal.done.v1": on_decision,
}
