"""The floor: bare Flask and SQLAlchemy Core, one statement a request, no checks at all, in the same process
layout.

What taisan adds on top of it (tokens, policies, row-level security, validation, idempotency, ledger,
outbox) is what the ratios of `make bench` show.
"""

import os
import uuid

from flask import Flask, jsonify, request
from sqlalchemy import create_engine, text

engine = create_engine(
    os.environ["FLOOR_URL"].replace("postgresql://", "postgresql+psycopg://", 1), pool_size=8, max_overflow=0
)
app = Flask(__name__)

LOOKUP = text("SELECT * FROM assets WHERE code = :code")
PAGE = text("SELECT * FROM assets WHERE id > :after ORDER BY id LIMIT :limit")
INSERT = text("INSERT INTO floor_records (id, note, made_at) VALUES (:id, :note, now())")


@app.get("/lookup/<code>")
def lookup(code: str):  # noqa: ANN201
    """One indexed SELECT."""
    with engine.connect() as connection:
        return jsonify(dict(connection.execute(LOOKUP, {"code": code}).mappings().one()))


@app.get("/page")
def page():  # noqa: ANN201
    """One page of rows."""
    with engine.connect() as connection:
        found = connection.execute(
            PAGE, {"after": request.args["after"], "limit": int(request.args["limit"])}
        )
        return jsonify([dict(row) for row in found.mappings()])


@app.post("/insert")
def insert():  # noqa: ANN201
    """One INSERT and its COMMIT."""
    with engine.begin() as connection:
        connection.execute(INSERT, {"id": uuid.uuid4(), "note": request.get_json()["note"]})
    return jsonify(done=True), 201
