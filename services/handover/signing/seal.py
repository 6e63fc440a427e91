"""The agency's own seal on a PDF: a PAdES signature by the key of the configuration (PKCS#12 or PKCS#11).

It is an incremental update: every byte that was there stays, so that earlier signatures go on to hold and
PDF/A-2a survives (an invisible field, no new font, no script). With TSA_URL the signature carries a
time-stamp (PAdES B-T). pyHanko is imported when it is first needed: most processes never seal anything.
"""

import io
from pathlib import Path
from typing import Any

from services.handover.signing.stamping import stamper
from services.handover.signing.token import Token
from shared.errors import Conflict, DomainError, Unavailable
from shared.logs import log
from shared.settings import Sealing, SettingsError

_log = log(__name__)


class Key:
    """The seal with its key at hand; asks a token and the time-stamping authority: never in a transaction."""

    def __init__(self, signer: Any, sealing: Sealing) -> None:
        self._signer = signer
        self._sealing = sealing
        self.holder: str = signer.signing_cert.subject.native.get("common_name", "")

    def apply(self, pdf: bytes, *, field: str, reason: str, place: str) -> bytes:
        """`pdf` with the seal in a new field. Raises Conflict when the token or the time-stamping authority
        refuses, Unavailable when anything else fails.
        """
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
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            sealed = signers.sign_pdf(writer, said, signer=self._signer, timestamper=stamper(self._sealing))
        except DomainError:
            raise
        except Exception as error:
            _log.exception("seal_failed", reason=str(error))
            raise _not_sealed() from error
        content: bytes = sealed.getvalue()
        return content


class Seal:
    """The configured seal. A file must open at the start; a token may be plugged in later."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self._token = Token(sealing) if sealing.pkcs11 else None
        if self._token is None:
            _file(sealing)

    def key(self) -> Key:
        """The key and whose it is. Raises Conflict when the token is missing or locked."""
        return Key(self._token.signer() if self._token else _file(self._sealing), self._sealing)


def seal_of(sealing: Sealing) -> Seal | None:
    """The seal that is configured, or None. Raises SettingsError when it can never be used."""
    if not (sealing.pkcs12 or sealing.pkcs11):
        return None
    return Seal(sealing)


def no_seal() -> Conflict:
    """What is answered where no seal is configured."""
    return Conflict(
        "seal-not-configured",
        vi="Đơn vị chưa cấu hình dấu số (SEAL_PKCS12 hoặc SEAL_PKCS11).",
        en="No seal is configured (SEAL_PKCS12 or SEAL_PKCS11).",
    )


def _file(sealing: Sealing) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    try:
        content = Path(sealing.pkcs12).read_bytes()
        return SimpleSigner.load_pkcs12_data(content, [], sealing.password.encode() or None)
    except (OSError, ValueError) as error:
        raise SettingsError(f"SEAL_PKCS12 cannot be opened with SEAL_PASSWORD: {error}") from error


def _not_sealed() -> Unavailable:
    return Unavailable(
        "seal-not-made",
        vi="Chưa đóng được dấu số: khoá không dùng được lúc này. Biên bản vẫn nguyên; hãy thử lại.",
        en="The seal could not be made: its key cannot be used now. Nothing was recorded; try again.",
    )
