"""The closure of the tree of units, kept beside every service's own data, so that row-level security need
not climb the tree.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_KNOWN = text(
    "INSERT INTO unit_scope SELECT u, u FROM unnest(CAST(:units AS uuid[])) AS u ON CONFLICT DO NOTHING"
)
_LIFT = text(
    "WITH below AS (SELECT descendant_id AS id FROM unit_scope WHERE ancestor_id = :unit)"
    " DELETE FROM unit_scope WHERE descendant_id IN (SELECT id FROM below)"
    " AND ancestor_id NOT IN (SELECT id FROM below)"
)
_SET_DOWN = text(
    "INSERT INTO unit_scope SELECT above.ancestor_id, below.descendant_id FROM unit_scope above,"
    " unit_scope below WHERE above.descendant_id = :parent AND below.ancestor_id = :unit ON CONFLICT DO"
    " NOTHING"
)


def place_unit(session: Session, unit_id: UUID, parent_id: UUID | None) -> None:
    """Put `unit_id`, with all that hangs below it, under `parent_id` (None: at the top).

    Safe to repeat, and in any order: a parent that is not known yet takes its own place when it comes.
    """
    session.execute(_KNOWN, {"units": [unit_id, parent_id] if parent_id else [unit_id]})
    session.execute(_LIFT, {"unit": unit_id})
    if parent_id is not None:
        session.execute(_SET_DOWN, {"unit": unit_id, "parent": parent_id})
