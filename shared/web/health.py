"""Liveness, readiness and metrics. A broker that is down makes a service degraded, never unready:
recording goes on.
"""

import time
from functools import cache

import prometheus_client as prometheus
from flask import Flask, Response, g, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared.auth import system_actor
from shared.db import Database
from shared.db.migration import newest_version
from shared.web.door import Door

_REQUESTS = prometheus.Counter("taisan_requests_total", "Requests answered", ["service", "route", "status"])
_SECONDS = prometheus.Histogram("taisan_request_seconds", "Seconds a request took", ["service", "route"])
_OLDEST_UNSENT = text(
    "SELECT count(*), coalesce(extract(epoch FROM now() - min(occurred_at)), 0)"
    " FROM outbox WHERE sent_at IS NULL"
)
_DEGRADED_AFTER = 60.0  # seconds that an event may wait for the bus


def add_health(app: Flask, door: Door, database: Database) -> None:
    """Add /livez, /readyz and /metrics below the service's base path."""
    app.add_url_rule(f"{door.base}/livez", view_func=_alive)
    app.add_url_rule(
        f"{door.base}/readyz", view_func=lambda: _ready(door.service, database), endpoint="readyz"
    )
    app.add_url_rule(f"{door.base}/metrics", view_func=_metrics)
    app.before_request(_start)
    app.after_request(lambda response: _count(door.service, response))


def _alive() -> Response:
    return jsonify(status="alive")


def _ready(service: str, database: Database) -> tuple[Response, int]:
    """Ready when the database answers and carries the schema that this code was written for."""
    try:
        with database.transaction(system_actor(service)) as session:
            schema = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
            waiting, age = session.execute(_OLDEST_UNSENT).one()
    except SQLAlchemyError:
        return jsonify(status="database is away"), 503
    if schema != _expected(service):
        return jsonify(status="schema differs", schema=schema), 503
    late = float(age) > _DEGRADED_AFTER
    return jsonify(
        status="degraded" if late else "ready", events_waiting=waiting, oldest_seconds=float(age)
    ), 200


@cache
def _expected(service: str) -> str:
    return newest_version(service)


def _metrics() -> Response:
    return Response(prometheus.generate_latest(), mimetype="text/plain; version=0.0.4")


def _start() -> None:
    g.began = time.perf_counter()


def _count(service: str, response: Response) -> Response:
    route = request.endpoint or "none"
    _REQUESTS.labels(service, route, response.status_code).inc()
    _SECONDS.labels(service, route).observe(time.perf_counter() - g.get("began", time.perf_counter()))
    return response
