"""A certificate for the local network: `python -m taisan.certificate FOLDER ADDRESS`.

Our own authority signs it, so a phone that trusts `tls/taisan-ca.pem` once trusts every later certificate.
Both are made again only when they must be: a new address, or soon out of date.
"""

import datetime as dt
import ipaddress
import os
import socket
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS, SERVER_DAYS, RENEW_DAYS = (
    3650,
    397,
    30,
)  # browsers refuse a server's certificate over 398 days


def main(folder: Path, address: str) -> None:
    """Make sure that `folder`/tls holds a certificate that is good for `address`."""
    tls = folder / "tls"
    tls.mkdir(mode=0o700, exist_ok=True)
    names = _names(address)
    if _serves(tls / "server.pem", names):
        return
    authority, authority_key = _authority(tls)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _begun(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "taisan")]),
            authority.subject,
            key,
            SERVER_DAYS,
        )
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _keep_key(tls / "server.key", key)
    (tls / "server.pem").write_bytes(_pem(certificate) + _pem(authority))


def _names(address: str) -> list[x509.GeneralName]:
    numbers = {ipaddress.ip_address(text) for text in ("127.0.0.1", "::1", address)}
    words = {"localhost", *([socket.gethostname()] if socket.gethostname().isascii() else [])}
    return [*map(x509.DNSName, sorted(words)), *map(x509.IPAddress, sorted(numbers, key=str))]


def _serves(path: Path, names: list[x509.GeneralName]) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    covered = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    left = certificate.not_valid_after_utc - dt.datetime.now(dt.UTC)
    return set(names) <= set(covered) and left > dt.timedelta(days=RENEW_DAYS)


def _authority(tls: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    path, key_path = tls / "taisan-ca.pem", tls / "taisan-ca.key"
    if path.exists() and key_path.exists():
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(path.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"taisan {socket.gethostname()[:40]}")])
    authority = (
        _begun(name, name, key, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    _keep_key(key_path, key)
    path.write_bytes(_pem(authority))
    return authority, key


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int
) -> x509.CertificateBuilder:
    since = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + dt.timedelta(days=days))
    )


def _keep_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
