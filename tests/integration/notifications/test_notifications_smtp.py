"""SMTP_URL: plain, TLS from the start or by STARTTLS, with a login; what cannot be is said at once."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.notifications.channels.email import Email
from services.notifications.channels.letter import Letter
from shared.settings import SettingsError
from tests.servers.mail import Mailbox

LETTER = Letter("an@longbien.example", b"Subject: x\r\nFrom: t@localhost\r\n\r\n.dot\r\n")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The file of a certificate for localhost, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


@pytest.fixture
def tls(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def running() -> Iterator:
    boxes = []

    def run(**wishes) -> Mailbox:
        box = Mailbox(**wishes)
        box.start()
        boxes.append(box)
        return box

    yield run
    for box in boxes:
        box.stop()


def sent(url: str):
    with Email.of(url, "https://taisan.test").open() as conversation:
        return conversation.send(LETTER)


def logins(_server, _session, _envelope, _mechanism, data):
    good = (data.login, data.password) == (b"taisan@x", b"mat khau/1:%")
    return AuthResult(success=good, handled=good)


def test_plain_speech_with_a_server_on_this_machine(running):
    box = running()
    assert sent(box.url).outcome == "sent"
    assert box.letters[0].get_payload().strip() == ".dot"


def test_tls_from_the_start(running, tls, certificate, monkeypatch):
    box = running(ssl_context=tls)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert sent(box.url.replace("smtp://127.0.0.1", "smtps://localhost")).outcome == "sent"


def test_starttls_and_a_login(running, tls, certificate, monkeypatch):
    box = running(tls_context=tls, require_starttls=True, authenticator=logins, auth_required=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    place = box.url.replace("smtp://127.0.0.1", "")
    good = "smtp+starttls://taisan%40x:mat%20khau%2F1%3A%25@localhost"
    assert sent(good + place).outcome == "sent"
    wrong = sent("smtp+starttls://t:no@localhost" + place)
    assert (wrong.outcome, wrong.down) == ("deferred", True)
    assert "535" in wrong.answer


def test_a_certificate_that_is_not_trusted_is_not_spoken_to(running, tls):
    box = running(tls_context=tls, require_starttls=True)
    outcome = sent(box.url.replace("smtp://127.0.0.1", "smtp+starttls://localhost"))
    assert (outcome.outcome, outcome.down) == ("deferred", True)
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.answer


def test_a_server_without_starttls_is_not_spoken_to_in_the_clear(running):
    box = running()
    outcome = sent(box.url.replace("smtp://", "smtp+starttls://"))
    assert (outcome.outcome, outcome.down, box.letters) == ("deferred", True, [])


def test_a_conversation_that_was_cut_begins_again_with_the_next_letter(running):
    box = running()
    with Email.of(box.url, "https://taisan.test").open() as conversation:
        assert conversation.send(LETTER).outcome == "sent"
        conversation._smtp.sock.shutdown(socket.SHUT_RDWR)
        assert conversation.send(LETTER).down
        assert conversation.send(LETTER).outcome == "sent"


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "imap://mail.example",
        "smtp://mail.example:port",
        "smtp://u:p@mail.example",
        "smtps://m%E1%BA%ADt:p@mail.example",
    ],
)
def test_an_address_that_cannot_be_used_is_named_at_the_start(url):
    with pytest.raises(SettingsError, match="SMTP_URL"):
        Email.of(url, "https://taisan.test")


def test_the_sender_may_be_named():
    assert (
        Email.of("smtp://localhost?from=ts%40longbien.example", "https://x.test").sender
        == "ts@longbien.example"
    )
    assert Email.of("smtp://localhost", "https://x.test:8443").sender == "taisan@x.test"
