"""The closure of the tree of units, kept beside every service's own data, so that row-level security need
not climb the tree.

`unit_edges` says which unit is directly above which, and why: it is the parent, or it took over from a unit
that has ended (decision 0010). `unit_scope` is the closure of both kinds of edges. It is reckoned anew for a
unit and all below it whenever one of its edges changes, one change at a time.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('unit-tree', 0))")
_KNOWN = text(
    "INSERT INTO unit_scope SELECT u, u FROM unnest(CAST(:units AS uuid[])) AS u ON CONFLICT DO NOTHING"
)
_UNHANG = text("DELETE FROM unit_edges WHERE below_id = :unit AND NOT succession")
_HANG = text(
    "INSERT INTO unit_edges SELECT u, :unit, :succession FROM unnest(CAST(:above AS uuid[])) AS u"
    " ON CONFLICT DO NOTHING"
)
_RECKON = text("""
WITH RECURSIVE below AS (
    SELECT CAST(:unit AS uuid) AS id
    UNION SELECT e.below_id FROM unit_edges e JOIN below b ON e.above_id = b.id
), climbs AS (
    SELECT id AS ancestor_id, id AS descendant_id FROM below
    UNION SELECT e.above_id, c.descendant_id FROM unit_edges e JOIN climbs c ON e.below_id = c.ancestor_id
), gone AS (
    DELETE FROM unit_scope s USING below b WHERE s.descendant_id = b.id AND NOT EXISTS (
        SELECT 1 FROM climbs c WHERE c.ancestor_id = s.ancestor_id AND c.descendant_id = s.descendant_id)
)
INSERT INTO unit_scope SELECT ancestor_id, descendant_id FROM climbs ON CONFLICT DO NOTHING
""")


def hold_tree(session: Session) -> None:
    """Let only one transaction at a time change the tree; held until it ends. Read what the change depends on
    after this.
    """
    session.execute(_TURN)


def place_unit(session: Session, unit_id: UUID, parent_id: UUID | None) -> None:
    """Put `unit_id`, with all that hangs below it, under `parent_id` (None: at the top). Its successors stay
    above it.

    Safe to repeat, and in any order: a parent that is not known yet takes its own place when it comes.
    """
    hold_tree(session)
    session.execute(_UNHANG, {"unit": unit_id})
    _hang(session, unit_id, [parent_id] if parent_id else [], succession=False)


def place_below_successors(session: Session, unit_id: UUID, successors: Iterable[UUID]) -> None:
    """Put the ended `unit_id`, with all that hangs below it, under every unit that took over from it too.

    Safe to repeat, and in any order.
    """
    hold_tree(session)
    _hang(session, unit_id, sorted(successors), succession=True)


def _hang(session: Session, unit_id: UUID, above: list[UUID], *, succession: bool) -> None:
    session.execute(_KNOWN, {"units": [unit_id, *above]})
    if above:
        session.execute(_HANG, {"unit": unit_id, "above": above, "succession": succession})
    session.execute(_RECKON, {"unit": unit_id})
