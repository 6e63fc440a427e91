"""An authority for tests: a root, certificates and PKCS#12 files of people, agencies and a time-stamper."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSWORD = "mat-khau"


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, and who issued it."""

    certificate: x509.Certificate
    key: Any
    issuer: x509.Certificate

    @property
    def pkcs12(self) -> bytes:
        """As the file that an authority hands out."""
        return pkcs12.serialize_key_and_certificates(
            b"seal", self.key, self.certificate, [self.issuer], BestAvailableEncryption(PASSWORD.encode())
        )


class Authority:
    """A root that issues certificates to whoever asks."""

    def __init__(self, name: str = "Gốc thử nghiệm") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._issue(name, self._key.public_key(), ca=True)

    @property
    def pem(self) -> str:
        return self.root.public_bytes(Encoding.PEM).decode()

    def holder(self, name: str, *, stamps: bool = False) -> Holder:
        """A certificate for `name`; for a time-stamper (RSA: pyHanko's own fake needs it) `stamps`."""
        key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
        return Holder(self._issue(name, key.public_key(), stamps=stamps), key, self.root)

    def stamper(self, name: str = "Dấu thời gian thử") -> Any:
        """A fake time-stamping authority: its answers to requests."""
        from asn1crypto import keys
        from asn1crypto import x509 as asn1
        from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

        one = self.holder(name, stamps=True)
        raw = one.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        certificate = asn1.Certificate.load(one.certificate.public_bytes(Encoding.DER))
        return DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(raw))

    def _issue(self, name: str, public: Any, *, ca: bool = False, stamps: bool = False) -> x509.Certificate:
        now = datetime.now(UTC)
        usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
        built = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named(name) if ca else self.root.subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
        )
        if stamps:
            built = built.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
            )
        return built.sign(self._key, hashes.SHA256())


def signed_outside(pdf: bytes, holder: Holder, *, field: str = "Signature1") -> bytes:
    """`pdf` as the holder's own signing program sends it back."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = signers.SimpleSigner.load_pkcs12_data(holder.pkcs12, [], PASSWORD.encode())
    said = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    signed = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), said, signer=signer)
    content: bytes = signed.getvalue()
    return content


def _named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
