"""A token without hardware (SoftHSM2): a folder, an environment variable, and what is put on it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pkcs11 import Attribute
from pkcs11.util import ec, rsa, x509

from tests.authority import PASSWORD, Holder

LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so")
PIN = "246813"


class SoftToken:
    """Tokens of one folder; the process reads `SOFTHSM2_CONF` once, when the library is first loaded."""

    def __init__(self, folder: Path) -> None:
        found = next((path for path in LIBRARIES if Path(path).is_file()), None)
        if found is None or shutil.which("softhsm2-util") is None:
            if os.environ.get("CI") == "true":
                pytest.fail("softhsm2 is missing")
            pytest.skip("softhsm2 is not installed")
        self.library = found
        (folder / "tokens").mkdir()
        conf = folder / "softhsm2.conf"
        conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
        os.environ["SOFTHSM2_CONF"] = str(conf)

    def make(self, label: str) -> None:
        """A new token with its PIN."""
        command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", PIN]
        subprocess.run(command, check=True, capture_output=True)

    def put(self, label: str, name: str, holder: Holder) -> None:
        """The holder's key (it cannot be read back), certificate and issuer on the token, by another process
        as an authority's program does it.
        """
        command = [sys.executable, "-m", "tests.servers.softhsm", self.library, label, name]
        subprocess.run(command, input=holder.pkcs12, check=True, capture_output=True)


def _put(library: str, label: str, name: str, content: bytes) -> None:
    key, certificate, others = pkcs12.load_key_and_certificates(content, PASSWORD.encode())
    assert key is not None
    assert certificate is not None
    raw = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    decode = (
        ec.decode_ec_private_key if isinstance(key, EllipticCurvePrivateKey) else rsa.decode_rsa_private_key
    )
    told = {**decode(raw), Attribute.TOKEN: True, Attribute.PRIVATE: True, Attribute.LABEL: name}
    told |= {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.SIGN: True}
    with pkcs11.lib(library).get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        session.create_object(told)
        for said, one in ((name, certificate), ("issuer", others[0])):
            kept = x509.decode_x509_certificate(one.public_bytes(Encoding.DER))
            kept |= {Attribute.TOKEN: True, Attribute.PRIVATE: False, Attribute.LABEL: said}
            session.create_object(kept)


if __name__ == "__main__":
    _put(*sys.argv[1:], sys.stdin.buffer.read())
