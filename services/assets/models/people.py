"""People, the posts there are, and where people have worked."""

from sqlalchemy import ARRAY, Column, Date, DateTime, Integer, Table, Text, Uuid

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
    Column("post_id", Uuid),  # null: the post is not in the list of posts
)

# Posts of a unit, which people of it and of the units below may hold.
POSTS = Table(
    "posts",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("name", Text),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
    Column("version", Integer),
)

# The norm group (Q10, II to VIII) of a post from a day on, as a person set it; append-only, the last wins.
POST_NORM_GROUPS = Table(
    "post_norm_groups",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("post_id", Uuid),
    Column("unit_id", Uuid),  # of the post
    Column("norm_group", Text),  # null: not known (any more)
    Column("valid_from", Date),
    Column("basis", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
)

# Where somebody has worked, as it became known; append-only. In the order of (from_on, version) each row
# holds until the next begins; a row with a status other than working begins an absence.
ASSIGNMENTS = Table(
    "assignments",
    ASSETS_SERVICE,
    Column("person_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("act", Text),  # registered | moved | left | returned | corrected
    Column("from_on", Date),  # null: the beginning is not known
    Column("status", Text),
    Column("unit_id", Uuid),
    Column("post_id", Uuid),
    Column("post", Text),
    Column("basis", Text),
    Column("document_number", Text),
    Column("document_on", Date),
    Column("document_authority", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
)
