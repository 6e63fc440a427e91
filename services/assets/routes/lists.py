"""Lists of units and of people at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import list_imports
from services.assets.queries import lists as list_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import lists
from shared.auth import Actor


@door.post("/unit-imports", body=lists.ListIn, answer=lists.ListImportOut, status=201)
def check_units(session: Session, actor: Actor, body: Json) -> Json:
    """Check a list of units without writing it."""
    return list_imports.check_list(session, actor, "units", body)


@door.get("/unit-imports/<uuid:import_id>", answer=lists.ListImportOut)
def read_unit_import(session: Session, import_id: UUID) -> Json:
    """One list of units with its report."""
    return list_queries.one_list_import(session, import_id, "units")


@door.post("/unit-imports/<uuid:import_id>/commit", body=lists.ListCommitIn, answer=lists.ListImportOut)
def commit_units(session: Session, actor: Actor, import_id: UUID, body: Json) -> Json:
    """Register the units of a checked list."""
    return list_imports.commit_list(session, actor, import_id, body, "units")


@door.post("/people-imports", body=lists.ListIn, answer=lists.ListImportOut, status=201)
def check_people(session: Session, actor: Actor, body: Json) -> Json:
    """Check a list of people without writing it."""
    return list_imports.check_list(session, actor, "people", body)


@door.post("/leaver-lists", body=lists.ListIn, answer=lists.ListImportOut, status=201)
def check_leavers(session: Session, actor: Actor, body: Json) -> Json:
    """Whom the rows of a list of leavers mean (`preview`: every row with its `people`; several: choose)."""
    return list_imports.check_leavers(session, actor, body)


@door.get("/leaver-lists/<uuid:import_id>", answer=lists.ListImportOut)
def read_leavers(session: Session, import_id: UUID) -> Json:
    """One checked list of leavers."""
    return list_queries.one_list_import(session, import_id, "leavers")


@door.get("/people-imports/<uuid:import_id>", answer=lists.ListImportOut)
def read_people_import(session: Session, import_id: UUID) -> Json:
    """One list of people with its report."""
    return list_queries.one_list_import(session, import_id, "people")


@door.post("/people-imports/<uuid:import_id>/commit", body=lists.ListCommitIn, answer=lists.ListImportOut)
def commit_people(session: Session, actor: Actor, import_id: UUID, body: Json) -> Json:
    """Register the people of a checked list."""
    return list_imports.commit_list(session, actor, import_id, body, "people")
