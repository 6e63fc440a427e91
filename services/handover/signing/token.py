"""The key of the seal on a token (PKCS#11): a USB key, an HSM or SoftHSM. The key never leaves it.

The token is asked twice for a seal, each time in a session of its own: for the certificates, then for one
signature. A login holds for the whole process and ends with the session that made it, so one asks at a time.
A token locks itself after some wrong PINs and only who issued it can open it again. So a PIN that was refused
is not tried a second time by this process, and the last try that a token has left is never taken.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.handover.signing import token_faults as faults
from shared.settings import Sealing, SettingsError

_ONE = threading.Lock()


class Token:
    """The configured token. Raises SettingsError when its library is not there or no label is set."""

    def __init__(self, sealing: Sealing) -> None:
        if not Path(sealing.pkcs11).is_file():
            raise SettingsError(f"SEAL_PKCS11 names no file: {sealing.pkcs11}")
        if not sealing.label:
            raise SettingsError("SEAL_PKCS11 needs SEAL_LABEL, the label of key and certificate on the token")
        self._sealing = sealing
        self._refused = False

    def signer(self) -> Any:
        """A signer, as pyHanko wants it, that knows its certificate; raises Conflict that says what is wrong
        with the token.
        """
        own, others = self._certificates()
        return _signer(self, own, others)

    def sign(self, certificate: Any, data: bytes, digest: str) -> bytes:
        """The signature of the token's key over `data`; raises Conflict as `signer`."""
        from pyhanko.sign.pkcs11 import PKCS11Signer

        with self._session(login=True) as session:
            signer = PKCS11Signer(
                session,
                signing_cert=certificate,
                key_label=self._sealing.label,
                use_raw_mechanism=certificate.public_key.algorithm == "ec",  # hash and sign few tokens know
            )
            made: bytes = asyncio.run(signer.async_sign_raw(data, digest))
        return made

    def _certificates(self) -> tuple[Any, list[Any]]:
        """The seal's certificate and the others on the token; without a PIN where the token allows it."""
        for login in (False, True):
            with self._session(login=login) as session:
                own, others = _read(session, self._sealing.label)
            if own is not None:
                return own, others
        raise faults.no_certificate(self._sealing.label)

    @contextmanager
    def _session(self, *, login: bool) -> Iterator[Any]:
        with _ONE, faults.told(self._sealing):
            token = self._found()
            if login:
                self._check_pin(token)
            try:
                session = token.open(user_pin=self._sealing.password if login else None)
            except faults.wrong_pin():
                self._refused = True
                raise
            with session:
                yield session

    def _found(self) -> Any:
        import pkcs11

        library = pkcs11.lib(self._sealing.pkcs11)
        token = self._among(library)
        if token is None:  # some libraries see what is plugged in only when they begin
            library.finalize()
            token = self._among(pkcs11.lib(self._sealing.pkcs11))
        if token is None:
            raise faults.missing(self._sealing.token)
        return token

    def _among(self, library: Any) -> Any:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import find_token

        slots = library.get_slots(token_present=True)
        criteria = TokenCriteria(label=self._sealing.token) if self._sealing.token else None
        return find_token(slots, token_criteria=criteria) if slots else None

    def _check_pin(self, token: Any) -> None:
        from pkcs11 import TokenFlag

        if token.flags & TokenFlag.USER_PIN_LOCKED:
            raise faults.locked()
        if token.flags & TokenFlag.USER_PIN_FINAL_TRY:
            raise faults.last_try()
        if self._refused:
            raise faults.refused_pin()


def _read(session: Any, label: str) -> tuple[Any, list[Any]]:
    from asn1crypto import x509
    from pkcs11 import Attribute, ObjectClass

    own, others = None, []
    for kept in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        certificate = x509.Certificate.load(kept[Attribute.VALUE])
        if kept[Attribute.LABEL] == label:
            own = certificate
        else:
            others.append(certificate)
    return own, others


def _signer(token: Token, own: Any, others: list[Any]) -> Any:
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class OnToken(Signer):
        """Lets the token sign when the moment comes, and holds it no longer."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(512)  # room for an RSA key of 4096 bits; others need less
            return await asyncio.to_thread(token.sign, own, data, digest_algorithm)

    store: Any = SimpleCertificateStore  # pyHanko leaves its constructor untyped
    known = store()
    known.register_multiple([own, *others])
    made: Any = OnToken
    return made(signing_cert=own, cert_registry=known)
