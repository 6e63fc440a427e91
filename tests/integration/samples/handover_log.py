"""What lets an outsider check the ledger."""

from collections.abc import Mapping
from typing import Any

from services.handover.ledger import signing, store
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
SAMPLES = {
    "GET /records/<uuid:record_id>/proof": path("/records/{completed}/proof"),
    "GET /ledger/checkpoint": path("/ledger/checkpoint"),
    "GET /ledger/keys": path("/ledger/keys"),
    "GET /ledger/verify.py": path("/ledger/verify.py"),
    "GET /ledger/tile/<path:tile>": path("/ledger/tile/0/000.p/1"),
    "GET /audit-bundle": path("/audit-bundle"),
    "GET /ledger/consistency": path("/ledger/consistency?old=1&size=2"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """Everything that has happened so far is placed and signed."""
    database = house.workers["handover"].database
    store.sequence(database)
    assert signing.signer("A" * 43, "", "taisan.test/custody")(database) == 1
    return {}
