"""The agency's own seal on a PDF: a PAdES signature by the key of the configuration (PKCS#12 or PKCS#11).

It is an incremental update: every byte that was there stays, so that earlier signatures go on to hold and
PDF/A-2a survives (an invisible field, no new font, no script). With TSA_URL the signature carries a
time-stamp (PAdES B-T). pyHanko is imported when it is first needed: most processes never seal anything.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.handover.signing.stamping import stamper
from shared.errors import Unavailable
from shared.logs import log
from shared.settings import Sealing, SettingsError

_log = log(__name__)


class Seal:
    """The configured seal; `apply` puts it on a PDF."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        with self._signer() as signer:
            self.holder: str = signer.signing_cert.subject.native.get("common_name", "")

    def apply(self, pdf: bytes, *, field: str, reason: str, place: str) -> bytes:
        """`pdf` with the seal in a new field; raises Unavailable when key or time-stamp cannot be had."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers

        said = signers.PdfSignatureMetadata(
            field_name=field,
            reason=reason,
            location=place or None,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        try:
            with self._signer() as signer:
                writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
                sealed = signers.sign_pdf(writer, said, signer=signer, timestamper=stamper(self._sealing))
        except Exception as error:
            _log.exception("seal_failed", reason=str(error))
            raise _not_sealed() from error
        content: bytes = sealed.getvalue()
        return content

    @contextmanager
    def _signer(self) -> Iterator[Any]:
        if self._sealing.pkcs11:
            with _token(self._sealing) as signer:
                yield signer
        else:
            yield _file(self._sealing)


def seal_of(sealing: Sealing) -> Seal | None:
    """The seal that is configured, or None. Raises SettingsError when its key cannot be used."""
    if not (sealing.pkcs12 or sealing.pkcs11):
        return None
    return Seal(sealing)


def _file(sealing: Sealing) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    try:
        content = Path(sealing.pkcs12).read_bytes()
        return SimpleSigner.load_pkcs12_data(content, [], sealing.password.encode() or None)
    except (OSError, ValueError) as error:
        raise SettingsError(f"SEAL_PKCS12 cannot be opened with SEAL_PASSWORD: {error}") from error


@contextmanager
def _token(sealing: Sealing) -> Iterator[Any]:
    try:
        from pyhanko.sign import pkcs11
    except ImportError as error:
        raise SettingsError(
            "SEAL_PKCS11 needs the package python-pkcs11: install it, or use SEAL_PKCS12"
        ) from error
    from pyhanko.config.pkcs11 import TokenCriteria

    criteria = TokenCriteria(label=sealing.token) if sealing.token else None
    session = pkcs11.open_pkcs11_session(
        sealing.pkcs11, token_criteria=criteria, user_pin=sealing.password or None
    )
    with session:
        yield pkcs11.PKCS11Signer(session, cert_label=sealing.label, key_label=sealing.label)


def _not_sealed() -> Unavailable:
    return Unavailable(
        "seal-not-made",
        vi="Chưa đóng được dấu số: khoá hoặc máy chủ cấp dấu thời gian không dùng được lúc này."
        " Biên bản vẫn nguyên; hãy thử lại.",
        en="The seal could not be made: its key or the time-stamping server cannot be used now. Try again.",
    )
