"""How people and assets were called at a moment: what has been renamed since keeps its former name there."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

# What was known at a moment is the oldest of what has been replaced since.
_PEOPLE = text(
    "SELECT DISTINCT ON (person_id) person_id, name AS person_name FROM former_people"
    " WHERE person_id = ANY(CAST(:ids AS uuid[])) AND known_until > :known ORDER BY person_id, known_until"
)
_ASSETS = text(
    "SELECT DISTINCT ON (asset_id) asset_id, code, name, serial FROM former_assets"
    " WHERE asset_id = ANY(CAST(:ids AS uuid[])) AND known_until > :known ORDER BY asset_id, known_until"
)


def people_then(session: Session, ids: Collection[UUID], known: datetime) -> dict[UUID, Mapping[str, Any]]:
    """{person: {person_name}} as known at `known`, of those who are called otherwise since."""
    found = session.execute(_PEOPLE, {"ids": list(ids), "known": known}).mappings()
    return {row["person_id"]: dict(row) for row in found}


def assets_then(session: Session, ids: Collection[UUID], known: datetime) -> dict[UUID, Mapping[str, Any]]:
    """{asset: {code, name, serial}} as known at `known`, of those that were changed since."""
    found = session.execute(_ASSETS, {"ids": list(ids), "known": known}).mappings()
    return {row["asset_id"]: dict(row) for row in found}
