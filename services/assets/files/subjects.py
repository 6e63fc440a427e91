"""What a file may belong to: how the unit of each noun's thing is found, as the actor sees it.

A noun joins by a row here: its table needs `id` and `unit_id`.
"""

from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from services.assets.models import ASSETS, DISPOSALS, STOCKTAKES
from shared.errors import FieldError, Invalid

SUBJECTS: dict[str, Table] = {"asset": ASSETS, "stocktake": STOCKTAKES, "disposal": DISPOSALS}


def unit_of(session: Session, noun: str, subject_id: UUID) -> UUID:
    """The unit that the thing belongs to; raises Invalid when the actor sees no such thing."""
    table = SUBJECTS.get(noun)
    found = (
        None
        if table is None
        else session.execute(select(table.c.unit_id).where(table.c.id == subject_id)).scalar()
    )
    if found is None:
        vi, en = "Không có đối tượng này để gắn tệp.", "There is no such thing to keep a file for."
        raise Invalid("file-subject-not-found", vi=vi, en=en, errors=[FieldError("/subject_id", vi, en)])
    unit_id: UUID = found
    return unit_id
