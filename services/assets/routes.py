"""The HTTP door of the register."""

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.assets.commands import assets as asset_commands
from services.assets.commands import imports as import_commands
from services.assets.commands import people as people_commands
from services.assets.commands import units as unit_commands
from services.assets.queries import assets as asset_queries
from services.assets.queries import imports as import_queries
from services.assets.queries import labels as label_queries
from services.assets.queries import people as people_queries
from services.assets.queries import units as unit_queries
from services.assets.schemas import assets, imports, people, units
from shared.auth import Actor
from shared.web.door import Document, Door

door = Door("assets")

Json = dict[str, Any]


@door.get("/units", query=units.UnitQuery, answer=units.UnitPage)
def list_units(session: Session, actor: Actor, query: Json) -> Json:
    """Units within the caller's own."""
    return unit_queries.page_of_units(session, actor, query)


@door.post("/units", body=units.UnitIn, answer=units.UnitOut, status=201)
def register_unit(session: Session, actor: Actor, body: Json) -> Json:
    """Register a unit."""
    return unit_commands.register_unit(session, actor, body)


@door.get("/units/<uuid:unit_id>", answer=units.UnitOut)
def read_unit(session: Session, actor: Actor, unit_id: UUID) -> Json:
    """One unit."""
    return unit_queries.unit(session, actor, unit_id)


@door.patch("/units/<uuid:unit_id>", body=units.UnitPatch, answer=units.UnitOut)
def change_unit(session: Session, actor: Actor, unit_id: UUID, version: int, body: Json) -> Json:
    """Change a unit."""
    return unit_commands.change_unit(session, actor, unit_id, version, body)


@door.get("/people", query=people.PersonQuery, answer=people.PersonPage)
def list_people(session: Session, actor: Actor, query: Json) -> Json:
    """People by given name."""
    return people_queries.page_of_people(session, actor, query)


@door.post("/people", body=people.PersonIn, answer=people.PersonOut, status=201)
def register_person(session: Session, actor: Actor, body: Json) -> Json:
    """Register a person."""
    return people_commands.register_person(session, actor, body)


@door.get("/people/<uuid:person_id>", answer=people.PersonOut)
def read_person(session: Session, actor: Actor, person_id: UUID) -> Json:
    """One person."""
    return people_queries.person(session, actor, person_id)


@door.patch("/people/<uuid:person_id>", body=people.PersonPatch, answer=people.PersonOut)
def change_person(session: Session, actor: Actor, person_id: UUID, version: int, body: Json) -> Json:
    """Change what is known of a person."""
    return people_commands.change_person(session, actor, person_id, version, body)


@door.post(
    "/people/<uuid:person_id>/departure",
    body=people.DepartureIn,
    answer=people.PersonOut,
    if_match=True,
)
def record_departure(session: Session, actor: Actor, person_id: UUID, version: int, body: Json) -> Json:
    """Mark a person as left; what they hold will be recalled."""
    return people_commands.record_departure(session, actor, person_id, version, body)


@door.get("/categories", answer=assets.CategoryPage)
def list_categories(session: Session) -> Json:
    """The catalogue."""
    return unit_queries.all_categories(session)


@door.get("/assets", query=assets.AssetQuery, answer=assets.AssetPage)
def list_assets(session: Session, actor: Actor, query: Json) -> Json:
    """Assets by words, unit, category and status."""
    return asset_queries.page_of_assets(session, actor, query)


@door.post("/assets", body=assets.AssetIn, answer=assets.AssetOut, status=201)
def register_asset(session: Session, actor: Actor, body: Json) -> Json:
    """Register an asset; it gets a label code."""
    return asset_commands.register_asset(session, actor, body)


@door.get("/assets/<uuid:asset_id>", answer=assets.AssetOut)
def read_asset(session: Session, asset_id: UUID) -> Json:
    """One asset."""
    return asset_queries.asset(session, asset_id)


@door.patch("/assets/<uuid:asset_id>", body=assets.AssetPatch, answer=assets.AssetOut)
def change_asset(session: Session, actor: Actor, asset_id: UUID, version: int, body: Json) -> Json:
    """Change what the register says of an asset."""
    return asset_commands.change_asset(session, actor, asset_id, version, body)


@door.get("/assets/<uuid:asset_id>/changes", answer=assets.ChangePage)
def list_changes(session: Session, asset_id: UUID) -> Json:
    """The history of an asset."""
    return asset_queries.changes_of(session, asset_id)


@door.get("/codes/<code>", answer=assets.AssetOut)
def read_code(session: Session, code: str) -> Json:
    """The asset behind a label; 403 names only the unit when it is another's."""
    return asset_queries.asset_behind_label(session, code)


@door.get("/summary", answer=assets.SummaryOut)
def summarise(session: Session) -> Json:
    """Assets counted by unit and status."""
    return asset_queries.counted(session)


@door.post("/label-sheets", body=assets.LabelSheetIn, produces="application/pdf")
def print_labels(session: Session, body: Json) -> Document:
    """A PDF of labels to print."""
    content = label_queries.sheet_of_labels(session, body, current_app.config["PUBLIC_BASE_URL"])
    return Document(content, "application/pdf", "tem-tai-san.pdf")


@door.post("/imports", body=imports.ImportIn, answer=imports.ImportOut, status=201)
def check_book(session: Session, actor: Actor, body: Json) -> Json:
    """Check an asset book without writing it."""
    return import_commands.dry_run(session, actor, body)


@door.get("/imports/<uuid:import_id>", answer=imports.ImportOut)
def read_import(session: Session, import_id: UUID) -> Json:
    """One import with its report."""
    return import_queries.one_import(session, import_id)


@door.post("/imports/<uuid:import_id>/commit", body=imports.CommitIn, answer=imports.ImportOut)
def commit_book(session: Session, actor: Actor, import_id: UUID, body: Json) -> Json:
    """Write the sound rows of a checked book."""
    return import_commands.commit_import(session, actor, import_id, body)


@door.get("/import-mappings", answer=imports.MappingPage)
def list_mappings(session: Session) -> Json:
    """Saved column mappings."""
    return import_queries.saved_mappings(session)


@door.post("/import-mappings", body=imports.MappingIn, answer=imports.MappingOut, status=201)
def save_mapping(session: Session, actor: Actor, body: Json) -> Json:
    """Keep a column mapping."""
    return import_commands.save_mapping(session, actor, body)
