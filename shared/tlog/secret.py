"""Signing keys as the settings hold them: the 32-byte seed in URL-safe base64."""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.settings import SettingsError


def key_from(secret: str, setting: str) -> Ed25519PrivateKey:
    """The key whose seed is in `secret`; raises SettingsError naming `setting`."""
    try:
        seed = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
        return Ed25519PrivateKey.from_private_bytes(seed)
    except (ValueError, binascii.Error) as error:
        raise SettingsError(f"{setting} must be 32 bytes in URL-safe base64: {error}") from error
