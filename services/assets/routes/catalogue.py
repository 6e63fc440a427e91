"""Categories and makers at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import categories as category_commands
from services.assets.commands import makers as maker_commands
from services.assets.queries import categories as category_queries
from services.assets.queries import makers as maker_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import catalogue
from services.assets.schemas.parts import PageQuery
from shared.auth import Actor


@door.get("/categories", answer=catalogue.CategoryPage)
def list_categories(session: Session) -> Json:
    """The catalogue."""
    return category_queries.all_categories(session)


@door.post("/categories", body=catalogue.CategoryIn, answer=catalogue.CategoryOut, status=201)
def add_category(session: Session, actor: Actor, body: Json) -> Json:
    """A new category."""
    return category_commands.add_category(session, actor, body)


@door.get("/categories/<code>", answer=catalogue.CategoryOut)
def read_category(session: Session, code: str) -> Json:
    """One category."""
    return category_queries.category(session, code)


@door.patch("/categories/<code>", body=catalogue.CategoryPatch, answer=catalogue.CategoryOut)
def change_category(session: Session, actor: Actor, code: str, version: int, body: Json) -> Json:
    """Change a category."""
    return category_commands.change_category(session, actor, code, version, body)


@door.get("/categories/<code>/changes", answer=catalogue.CategoryChangePage)
def list_category_changes(session: Session, code: str) -> Json:
    """The history of a category."""
    return category_queries.category_changes(session, code)


@door.post(
    "/categories/<code>/attributes",
    body=catalogue.AttributeIn,
    answer=catalogue.CategoryOut,
    if_match=True,
)
def add_attribute(session: Session, actor: Actor, code: str, version: int, body: Json) -> Json:
    """Give a category one more attribute."""
    return category_commands.add_attribute(session, actor, code, version, body)


@door.patch(
    "/categories/<code>/attributes/<name>", body=catalogue.AttributePatch, answer=catalogue.CategoryOut
)
def change_attribute(
    session: Session, actor: Actor, code: str, name: str, *, version: int, body: Json
) -> Json:
    """Change an attribute, or retire it."""
    return category_commands.change_attribute(session, actor, code, name, version, body=body)


@door.get("/makers", query=catalogue.MakerQuery, answer=catalogue.MakerPage)
def list_makers(session: Session, query: Json) -> Json:
    """Makers, for suggestions and for merging."""
    return maker_queries.page_of_makers(session, query)


@door.get("/makers/<uuid:maker_id>/models", query=PageQuery, answer=catalogue.ModelPage)
def list_models(session: Session, maker_id: UUID, query: Json) -> Json:
    """The models of a maker."""
    return maker_queries.models_of(session, maker_id, query["limit"])


@door.post("/makers/<uuid:maker_id>/merge", body=catalogue.MergeIn, answer=catalogue.MakerOut, if_match=True)
def merge_maker(session: Session, maker_id: UUID, version: int, body: Json) -> Json:
    """Say that a maker is another one."""
    return maker_commands.merge_maker(session, maker_id, version, body["into_id"])
