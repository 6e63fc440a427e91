"""The HTTP door of custody, a file per noun; importing them adds their routes."""

from services.handover.routes import (
    campaigns,
    corrections,
    custody,
    erasure,
    files,
    ledger,
    papers,
    pins,
    plans,
    recalls,
    records,
    reports,
    tasks,
)
from services.handover.routes.front import door

__all__ = [
    "campaigns",
    "corrections",
    "custody",
    "door",
    "erasure",
    "files",
    "ledger",
    "papers",
    "pins",
    "plans",
    "recalls",
    "records",
    "reports",
    "tasks",
]
