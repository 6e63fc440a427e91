"""The tables of custody. The migrations make them; a test holds both against one another.

What belongs to others is a projection fed by events (`known_…`, newer version wins). Ledger tables and
signatures are append-only: the service's role has INSERT and SELECT on them, nothing else.
"""

from services.handover.models.campaigns import CAMPAIGN_PEOPLE, CAMPAIGNS
from services.handover.models.corrections import CORRECTION_COUNTERS, CORRECTION_LINES, CORRECTIONS
from services.handover.models.custody import CUSTODY
from services.handover.models.files import CONTENTS, FILES
from services.handover.models.former import FORMER_ASSETS, FORMER_PEOPLE, FORMER_PLACES, FORMER_UNITS, REPORTS
from services.handover.models.known import KNOWN_ASSETS, KNOWN_DECISIONS, KNOWN_PEOPLE, KNOWN_UNITS
from services.handover.models.metadata import HANDOVER
from services.handover.models.papers import PRINTS
from services.handover.models.pins import PINS
from services.handover.models.plans import KNOWN_SUCCESSIONS, PLAN_LINES, PLAN_UNITS, PLANS
from services.handover.models.recall_acts import (
    CLEARANCES,
    RECALL_COUNTERS,
    RECALL_DELIVERIES,
    RECALL_EXTENSIONS,
    RECALL_NOTICES,
    RECALL_OUTCOMES,
    RECALL_REPRESENTATIVES,
)
from services.handover.models.recalls import RECALL_LINES, RECALLS
from services.handover.models.records import COUNTERS, DISPUTES, LINES, RECORDS, SIGNATURES

__all__ = [
    "CAMPAIGNS",
    "CAMPAIGN_PEOPLE",
    "CLEARANCES",
    "CONTENTS",
    "CORRECTIONS",
    "CORRECTION_COUNTERS",
    "CORRECTION_LINES",
    "COUNTERS",
    "CUSTODY",
    "DISPUTES",
    "FILES",
    "FORMER_ASSETS",
    "FORMER_PEOPLE",
    "FORMER_PLACES",
    "FORMER_UNITS",
    "HANDOVER",
    "KNOWN_ASSETS",
    "KNOWN_DECISIONS",
    "KNOWN_PEOPLE",
    "KNOWN_SUCCESSIONS",
    "KNOWN_UNITS",
    "LINES",
    "PINS",
    "PLANS",
    "PLAN_LINES",
    "PLAN_UNITS",
    "PRINTS",
    "RECALLS",
    "RECALL_COUNTERS",
    "RECALL_DELIVERIES",
    "RECALL_EXTENSIONS",
    "RECALL_LINES",
    "RECALL_NOTICES",
    "RECALL_OUTCOMES",
    "RECALL_REPRESENTATIVES",
    "RECORDS",
    "REPORTS",
    "SIGNATURES",
]
