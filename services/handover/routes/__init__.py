"""The HTTP door of custody, a file per noun; importing them adds their routes."""

from services.handover.routes import custody, ledger, pins, recalls, records
from services.handover.routes.front import door

__all__ = ["custody", "door", "ledger", "pins", "recalls", "records"]
