"""Keeping the faults of an import, however many, as rows that are read page by page."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from services.assets.imports.drafts import Fault
from shared.db import direct

_ADD = """
    INSERT INTO import_faults (import_id, version, number, kind, row, "column", at, reason, reason_en)
    SELECT %(import_id)s, %(version)s, number, kind, row, "column", at, reason, reason_en
    FROM jsonb_to_recordset(%(faults)s::jsonb)
        AS f (number integer, kind text, row integer, "column" text, at integer, reason text, reason_en text)
"""
_CARRY = """
    INSERT INTO import_faults (import_id, version, number, kind, row, "column", at, reason, reason_en)
    SELECT import_id, %(version)s, number, kind, row, "column", at, reason, reason_en
    FROM import_faults WHERE import_id = %(import_id)s AND version = %(earlier)s
"""


def keep_faults(
    session: Session, row: Mapping[str, Any], faults: Sequence[Fault], warnings: Sequence[Fault]
) -> None:
    """Keep what was found wrong with the import `row` at its present version: errors first."""
    listed = [("error", fault) for fault in faults] + [("warning", fault) for fault in warnings]
    if not listed:
        return
    rows = [
        {
            "number": number,
            "kind": kind,
            "row": fault.row,
            "column": fault.column,
            "at": fault.at,
            "reason": fault.vi,
            "reason_en": fault.en,
        }
        for number, (kind, fault) in enumerate(listed, start=1)
    ]
    given = {"import_id": row["id"], "version": row["version"], "faults": orjson.dumps(rows).decode()}
    direct.rows(session, _ADD, given)


def carry_faults(session: Session, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Say of the version `after` of an import what was said of the version `before`."""
    given = {"import_id": after["id"], "version": after["version"], "earlier": before["version"]}
    direct.rows(session, _CARRY, given)
