"""A subscriber in one file: all since the beginning from the feed, then live from its queue, each event once.

    AMQP_URL=amqp://… QUEUE=… FEED=https://…/api/handover/events TOKEN=… python subscriber.py

Needs pika. What was done is kept in subscriber.db, in the same transaction as what you do with an event, so
that a crash at any point neither loses nor doubles one. The feed is read again from where it was last read
whenever this starts: what a lost queue has swallowed comes from there.
"""

import json
import os
import sqlite3
import urllib.request
from typing import Any

import pika

FEED, TOKEN = os.environ["FEED"], os.environ["TOKEN"]
IDLE = float(os.environ.get("IDLE", "0")) or None  # seconds without an event after which to end; 0: never

done = sqlite3.connect(os.environ.get("STATE", "subscriber.db"), isolation_level=None)
done.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY)")
done.execute("CREATE TABLE IF NOT EXISTS feed (read_until INTEGER)")


def handle(event: dict[str, Any]) -> None:
    """Do your work here, within `done`'s transaction, or so that it may be done twice."""
    print(event["position"], event["type"], event["subject"], flush=True)


def once(event: dict[str, Any]) -> None:
    done.execute("BEGIN IMMEDIATE")
    if done.execute("INSERT OR IGNORE INTO events VALUES (?)", [event["id"]]).rowcount:
        handle(event)
    done.execute("COMMIT")


def catch_up() -> None:
    """Read the feed from where it was last read; it has every event, without gaps, for ever."""
    after = done.execute("SELECT coalesce(max(read_until), 0) FROM feed").fetchone()[0]
    while True:
        asked = urllib.request.Request(f"{FEED}?after={after}", headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            page = json.load(answer)
        for event in page["events"]:
            once(event)
        if page["next"] == after:
            return
        after = page["next"]
        done.execute("INSERT INTO feed VALUES (?)", [after])


with pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])) as connection:
    channel = connection.channel()
    channel.basic_qos(prefetch_count=50)
    catch_up()  # the queue keeps what comes meanwhile; what is in both is done once
    for method, _, body in channel.consume(os.environ["QUEUE"], inactivity_timeout=IDLE):
        if method is None:
            break
        once(json.loads(body))
        channel.basic_ack(method.delivery_tag)
