"""The tamper drill: whoever owns the database changes the past two hundred times, in every way there is, also
such that all hashes fit again; whoever kept one checkpoint finds each of them, offline.
"""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session

from services.handover.ledger.entries import GENESIS, chain_hash, seal
from services.handover.ledger.verify import Broken, check_checkpoint, check_ledger, keys_from
from services.handover.queries.ledger import page_of_ledger
from shared.clock import now
from shared.ids import uuid7
from tests.integration.handover.house import House
from tests.integration.handover.test_handover_log import asked, fill, given_to, sign, trusted
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres
DRILLS = 200
Attack = Callable[[Connection, random.Random, int], None]


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[House]:
    made = House(databases)
    yield made
    made.close()


@pytest.fixture(scope="module")
def kept(house: House) -> dict[str, Any]:
    """What an auditor keeps: one checkpoint and the key. The ledger goes on afterwards."""
    for name in ("Nguyễn Thị Mai", "Trần Thị Lan", "Phạm Thị Cúc"):
        given_to(house, name)
    fill(house, 30)
    given_to(house, "Vũ Thị Đào")
    sign(house)
    note, key = asked(house, "/ledger/checkpoint").text, trusted(house)
    given_to(house, "Đỗ Thị Xuân")
    fill(house, 4)
    sign(house)
    size, root = check_checkpoint(note, keys_from(key))
    return {"size": size, "root": root}


def edit(db: Connection, dice: random.Random, size: int) -> None:
    """One value of one row is another."""
    table, column, new = dice.choice(
        [
            ("ledger_entries", "header", "header || ' '"),
            ("ledger_entries", "act", "act || 'x'"),
            ("ledger_entries", "subject", "gen_random_uuid()"),
            ("ledger_entries", "unit_id", "gen_random_uuid()"),
            ("ledger_entries", "recorded_at", "recorded_at + interval '1 day'"),
            ("ledger_bodies", "body", "body || ' '"),
            ("ledger_bodies", "salt", "sha256(salt)"),
            ("ledger_chain", "leaf", "sha256(leaf)"),
            ("ledger_chain", "chain", "sha256(chain)"),
        ]
    )
    key = {"ledger_entries": "id", "ledger_bodies": "entry_id", "ledger_chain": "entry_id"}[table]
    db.execute(text(f"UPDATE {table} SET {column} = {new} WHERE {key} = :id"), {"id": chosen(db, dice, size)})


def relink(db: Connection, dice: random.Random, size: int) -> None:
    """The chain of an asset says something else."""
    change = dice.choice(
        ["previous = sha256(leaf)", "asset_id = gen_random_uuid()", "sequence = sequence + 100"]
    )
    linked = (
        "SELECT l.entry_id FROM ledger_links l JOIN ledger_chain c USING (entry_id) WHERE c.index < :size"
    )
    ids = sorted(db.execute(text(linked), {"size": size}).scalars())
    db.execute(text(f"UPDATE ledger_links SET {change} WHERE entry_id = :id"), {"id": dice.choice(ids)})


def take_body(db: Connection, dice: random.Random, size: int) -> None:
    """What was said is gone, and no act of erasing says why."""
    db.execute(text("DELETE FROM ledger_bodies WHERE entry_id = :id"), {"id": chosen(db, dice, size)})


def delete(db: Connection, dice: random.Random, size: int) -> None:
    """An entry never was; perhaps the others close ranks."""
    order = entries(db)
    gone = order.pop(dice.randrange(size))
    db.execute(text("DELETE FROM ledger_chain WHERE entry_id = :id"), {"id": gone[0]})
    if dice.random() < 0.7:
        rebuild(db, order)


def insert(db: Connection, dice: random.Random, size: int) -> None:
    """An entry was always there."""
    order = entries(db)
    order.insert(dice.randrange(size), forged(db))
    rebuild(db, order)


def reorder(db: Connection, dice: random.Random, size: int) -> None:
    """Two things happened the other way round."""
    order = entries(db)
    one, other = dice.sample(range(size), 2)
    order[one], order[other] = order[other], order[one]
    rebuild(db, order)


def truncate(db: Connection, dice: random.Random, size: int) -> None:
    """The end never was; perhaps something else takes its place, up to the old length."""
    order = entries(db)[: dice.randrange(size)]
    while dice.random() < 0.9 and len(order) < size + 3:
        order.append(forged(db))
    rebuild(db, order)


def replace(db: Connection, dice: random.Random, size: int) -> None:
    """An entry is another, with salt, commitment, leaf, chain and tree all made to fit."""
    order = entries(db)
    order[dice.randrange(size)] = forged(db)
    rebuild(db, order)


ATTACKS: tuple[Attack, ...] = (
    edit,
    edit,
    edit,
    relink,
    take_body,
    delete,
    insert,
    reorder,
    truncate,
    replace,
)


def entries(db: Connection) -> list[tuple[Any, bytes]]:
    rows = db.execute(text("SELECT entry_id, leaf FROM ledger_chain ORDER BY index"))
    return [(row.entry_id, bytes(row.leaf)) for row in rows]


def chosen(db: Connection, dice: random.Random, size: int) -> Any:
    return entries(db)[dice.randrange(size)][0]


def forged(db: Connection) -> tuple[Any, bytes]:
    """An entry that is sound in itself, put into the tables."""
    made = seal("record.completed", uuid7(), uuid7(), {"act": "forged"}, at=now())
    row = {
        "id": made.id,
        "act": made.act,
        "subject": made.subject,
        "unit": made.unit_id,
        "at": made.recorded_at,
    }
    row |= {"header": made.header, "leaf": made.leaf, "salt": made.salt, "body": made.body}
    db.execute(
        text("INSERT INTO ledger_entries VALUES (:id, :act, :subject, :unit, :at, :header, :leaf)"), row
    )
    db.execute(text("INSERT INTO ledger_bodies VALUES (:id, :salt, :body)"), row)
    return made.id, made.leaf


def rebuild(db: Connection, order: list[tuple[Any, bytes]]) -> None:
    """Index, chain and tree anew over `order`: everything that needs no key."""
    db.execute(text("DELETE FROM ledger_chain"))
    db.execute(text("DELETE FROM ledger_tile_roots"))
    chain, rows = GENESIS, []
    for index, (entry_id, leaf) in enumerate(order):
        chain = chain_hash(chain, leaf)
        rows.append({"index": index, "id": entry_id, "leaf": leaf, "chain": chain})
    if rows:
        db.execute(text("INSERT INTO ledger_chain VALUES (:index, :id, :leaf, :chain)"), rows)


def exported(db: Connection) -> list[str]:
    """The rows as an auditor is given them, by the product's own export."""
    with Session(bind=db) as session:
        session.execute(text("SELECT set_config('app.scope', 'all', true)"))
        items = page_of_ledger(session, limit=1000, after=-1)["items"]
    return [orjson.dumps(item, option=orjson.OPT_UTC_Z).decode() for item in items]


def test_two_hundred_changes_of_the_past_are_all_found_offline(house: House, kept: dict[str, Any]) -> None:
    engine = create_engine(house.admin_url.replace("postgresql://", "postgresql+psycopg://", 1))
    dice, found, unnoticed = random.Random(20261125), dict.fromkeys(ATTACKS, 0), []
    with engine.connect() as db:
        honest = exported(db)
        check_ledger(honest, kept["size"], kept["root"], None)
        db.rollback()
        for number in range(DRILLS):
            attack = ATTACKS[number % len(ATTACKS)]
            db.execute(text("SET session_replication_role = replica"))  # no trigger hinders the owner
            attack(db, dice, kept["size"])
            rows = exported(db)
            db.rollback()
            if rows == honest:
                unnoticed.append((number, attack.__name__, "nothing changed"))
                continue
            try:
                check_ledger(rows, kept["size"], kept["root"], None)
                unnoticed.append((number, attack.__name__, "not found"))
            except Broken:
                found[attack] += 1
    engine.dispose()
    assert unnoticed == []
    assert sum(found.values()) == DRILLS


def test_hashes_alone_do_not_find_a_rebuilt_past_which_is_why_a_checkpoint_is_kept(
    house: House, kept: dict[str, Any]
) -> None:
    """The negative control: without the checkpoint a consistent rebuild looks whole."""
    from services.handover.ledger.verify import verify

    engine = create_engine(house.admin_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as db:
        db.execute(text("SET session_replication_role = replica"))
        rebuild(db, [*entries(db)[:3], forged(db)])
        rows = exported(db)
        db.rollback()
    engine.dispose()
    assert verify(json.loads(row) for row in rows)[0] == 4
    with pytest.raises(Broken):
        check_ledger(rows, kept["size"], kept["root"], None)
