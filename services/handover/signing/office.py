"""What an installation signs with and trusts."""

from dataclasses import dataclass

from services.handover.signing.seal import Seal, seal_of
from shared.settings import Settings


@dataclass(frozen=True)
class Office:
    """The public address that papers lead to, the agency's seal (or None), the trusted roots (PEM),
    and how many copies of a record are made.
    """

    base_url: str
    seal: Seal | None
    roots: str
    copies: int = 0


def office_of(settings: Settings) -> Office:
    """The office of the configuration. Raises SettingsError for a seal that cannot be used."""
    return Office(
        settings.public_base_url,
        seal_of(settings.sealing),
        settings.sealing.trust_roots,
        settings.minutes_copies,
    )
