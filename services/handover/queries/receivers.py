"""Who takes things over for another unit: people beyond the asker's own units, and nothing but what minutes
must say of them.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.rules import KEEPERS
from shared.db import direct
from shared.errors import FieldError, Invalid

_KEEPERS = """
    SELECT p.id, p.unit_id, p.name, p.post, p.status, p.duties, coalesce(u.name, '') AS unit_name
    FROM known_people p LEFT JOIN known_units u ON u.id = p.unit_id
    WHERE p.unit_id IN (SELECT descendant_id FROM unit_scope WHERE ancestor_id = %(unit)s)
        AND p.status = 'working' AND p.duties && %(duties)s
        AND (%(person)s::uuid IS NULL OR p.id = %(person)s)
    ORDER BY p.name, p.id LIMIT 100
"""


def keepers_of(session: Session, unit_id: UUID) -> dict[str, Any]:
    """Who may stand for the store of a unit: {items: [{id, name, post, unit_id, unit_name}]}."""
    names = ("id", "name", "post", "unit_id", "unit_name")
    rows = _rows(session, unit_id, None)
    return {"items": [{name: getattr(row, name) for name in names} for row in rows]}


def keeper_of(session: Session, unit_id: UUID, person_id: UUID) -> Any:
    """The person, who keeps the assets of the unit (or of one below it); raises Invalid for anybody else."""
    rows = _rows(session, unit_id, person_id)
    if not rows:
        vi = "Người này không quản lý tài sản của đơn vị nhận."
        en = "This person does not keep the assets of the receiving unit."
        raise Invalid("not-a-keeper", vi=vi, en=en, errors=[FieldError("/to/person_id", vi, en)])
    return rows[0]


def _rows(session: Session, unit_id: UUID, person_id: UUID | None) -> list[Any]:
    with visibility.beyond(session):
        wanted = {"unit": unit_id, "person": person_id, "duties": list(KEEPERS)}
        return direct.rows(session, _KEEPERS, wanted)
