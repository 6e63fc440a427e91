"""People."""

from sqlalchemy import ARRAY, Column, Date, Integer, Table, Text, Uuid

from services.assets.models.metadata import ASSETS_SERVICE

PEOPLE = Table(
    "people",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("sort_name", Text),  # by given name, in the Vietnamese alphabet
    Column("search_name", Text),  # " folded words of name and code" with a space before each
    Column("post", Text),
    Column("unit_id", Uuid),
    Column("email", Text),
    Column("phone", Text),
    Column("status", Text),  # working | retired | transferred | resigned | dead
    Column("duties", ARRAY(Text)),
    Column("left_on", Date),
    Column("left_basis", Text),
    Column("version", Integer),
)
