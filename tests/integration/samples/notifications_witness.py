"""What the ledger's witness publishes."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.handover.ledger import signing, store
from services.notifications.witness.watching import Witness, look
from shared.peers import Peers
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "notifications"
SAMPLES = {
    "GET /witness": path("/witness"),
    "GET /witness/checkpoint": path("/witness/checkpoint"),
    "GET /witness/cosignatures": path("/witness/cosignatures"),
    "GET /witness/keys": path("/witness/keys"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """One checkpoint is cosigned."""
    ledger = house.workers["handover"].database
    store.sequence(ledger)
    signing.signer("A" * 43, "", "taisan.test/custody")(ledger)
    peers = Peers(house.settings["notifications"], house.apps)
    witness = Witness(Ed25519PrivateKey.from_private_bytes(bytes(32)), "taisan.test/witness", peers)
    assert look(house.workers["notifications"].database, witness) == 1
    return {}
