"""The tables of the register. The migrations make them; a test holds both against one another.

`asset_marks` holds what must be unique in the whole register, whoever looks: the code on the label, the
serial, the row of the file an asset came from; and the folded words of an asset for search. Everybody inside
may read it (PostgreSQL would not use an index for a search below a row policy, and a label or serial that is
taken must be noticed across units); answers only ever come through `assets`, bound to the actor's units.
"""

from services.assets.models.assets import ASSET_CHANGES, ASSET_MARKS, ASSETS, CATEGORIES, CATEGORY_CHANGES
from services.assets.models.books import (
    BOOK_ENTRIES,
    BOOK_MOVEMENTS,
    WEAR_CORRECTIONS,
    WEAR_DECISIONS,
    WEAR_ROWS,
    YEAR_CLOSINGS,
)
from services.assets.models.disposals import (
    CUSTODY_MARKS,
    DISPOSAL_AUTHORITIES,
    DISPOSAL_COUNTERS,
    DISPOSAL_DEADLINES,
    DISPOSAL_LINES,
    DISPOSAL_PAPERS,
    DISPOSAL_STEPS,
    DISPOSALS,
    WAITING_RECORDS,
)
from services.assets.models.exports import EXPORTS
from services.assets.models.files import FILES
from services.assets.models.imports import IMPORT_FAULTS, IMPORT_MAPPINGS, IMPORT_PARTS, IMPORTS
from services.assets.models.labels import LABEL_CODES, LABEL_PRINTERS, LABEL_ROLLS
from services.assets.models.lists import LIST_IMPORTS
from services.assets.models.makers import MAKERS, MODELS
from services.assets.models.metadata import ASSETS_SERVICE
from services.assets.models.people import ASSIGNMENTS, PEOPLE, POST_NORM_GROUPS, POSTS
from services.assets.models.saved_views import SAVED_VIEWS
from services.assets.models.stocktakes import (
    STOCKTAKE_DEVICES,
    STOCKTAKE_LINES,
    STOCKTAKE_PROPOSALS,
    STOCKTAKE_REMINDERS,
    STOCKTAKE_SCANS,
    STOCKTAKE_SIGHTINGS,
    STOCKTAKES,
)
from services.assets.models.units import (
    UNIT_IDENTIFIERS,
    UNIT_SUCCESSION_ACTS,
    UNIT_SUCCESSIONS,
    UNIT_VERSIONS,
    UNITS,
)
from services.assets.models.upkeep import COST_CHANGES, MAINTENANCE

__all__ = [
    "ASSETS",
    "ASSETS_SERVICE",
    "ASSET_CHANGES",
    "ASSET_MARKS",
    "ASSIGNMENTS",
    "BOOK_ENTRIES",
    "BOOK_MOVEMENTS",
    "CATEGORIES",
    "CATEGORY_CHANGES",
    "COST_CHANGES",
    "CUSTODY_MARKS",
    "DISPOSALS",
    "DISPOSAL_AUTHORITIES",
    "DISPOSAL_COUNTERS",
    "DISPOSAL_DEADLINES",
    "DISPOSAL_LINES",
    "DISPOSAL_PAPERS",
    "DISPOSAL_STEPS",
    "EXPORTS",
    "FILES",
    "IMPORTS",
    "IMPORT_FAULTS",
    "IMPORT_MAPPINGS",
    "IMPORT_PARTS",
    "LABEL_CODES",
    "LABEL_PRINTERS",
    "LABEL_ROLLS",
    "LIST_IMPORTS",
    "MAINTENANCE",
    "MAKERS",
    "MODELS",
    "PEOPLE",
    "POSTS",
    "POST_NORM_GROUPS",
    "SAVED_VIEWS",
    "STOCKTAKES",
    "STOCKTAKE_DEVICES",
    "STOCKTAKE_LINES",
    "STOCKTAKE_PROPOSALS",
    "STOCKTAKE_REMINDERS",
    "STOCKTAKE_SCANS",
    "STOCKTAKE_SIGHTINGS",
    "UNITS",
    "UNIT_IDENTIFIERS",
    "UNIT_SUCCESSIONS",
    "UNIT_SUCCESSION_ACTS",
    "UNIT_VERSIONS",
    "WAITING_RECORDS",
    "WEAR_CORRECTIONS",
    "WEAR_DECISIONS",
    "WEAR_ROWS",
    "YEAR_CLOSINGS",
]
