"""What a process must be told, from the environment. Wrong or missing: it refuses to start and says which.

Every variable may instead be given as `<NAME>_FILE`, a path to a file that holds the value (secrets).
Nothing else in the house reads the environment.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENVIRONMENTS = ("development", "test", "production")


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable."""


@dataclass(frozen=True)
class Sealing:
    """How the agency's own seal is put on papers, and which signatures of others are trusted."""

    pkcs12: str = ""  # SEAL_PKCS12: path of the file with key and certificate (.p12, .pfx)
    password: str = ""  # SEAL_PASSWORD: of that file, or the PIN of the token
    pkcs11: str = ""  # SEAL_PKCS11: path of the token's PKCS#11 library, instead of a file
    token: str = ""  # SEAL_TOKEN: label of the token in it
    label: str = ""  # SEAL_LABEL: label of the key and certificate on the token
    tsa_url: str = ""  # TSA_URL: time-stamping authority (RFC 3161)
    trust_roots: str = ""  # TRUST_ROOTS: certificates of the authorities whose signatures count, PEM


@dataclass(frozen=True)
class Settings:
    """The settings of one service's processes."""

    service: str  # assets, handover, notifications, planning or web
    database_url: str  # DATABASE_URL: postgresql://<service>_app:…, the role without BYPASSRLS
    owner_url: str = ""  # DATABASE_OWNER_URL: the role that owns the tables; only setup needs it
    bus_url: str = ""  # AMQP_URL (RabbitMQ) or BUS_URL (postgresql://… of the embedded bus)
    token_keys: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # TOKEN_KEYS: kid -> {public, issues}
    signing_key: str = ""  # TOKEN_SIGNING_KEY: JSON {kid, private}; who mints tokens needs it
    peers: Mapping[str, str] = field(
        default_factory=dict
    )  # ASSETS_URL, HANDOVER_URL, … of the other services
    public_base_url: str = "http://localhost:8080"  # PUBLIC_BASE_URL: what QR codes and links begin with
    secret_key: str = ""  # SECRET_KEY: signs the web session's cookie and form tokens
    smtp_url: str = ""  # SMTP_URL: smtp://user:password@host:port, empty = in-app notices only
    environment: str = "development"  # TAISAN_ENVIRONMENT
    ledger_key: str = ""  # LEDGER_KEY: seed of the Ed25519 key that signs checkpoints, URL-safe base64
    ledger_key_before: str = ""  # LEDGER_KEY_BEFORE: the key before it, once, when it changes
    sealing: Sealing = Sealing()
    witness_key: str = ""  # WITNESS_KEY: seed of the key that the witness cosigns the ledger with, as above
    minutes_copies: int = 2  # MINUTES_COPIES: how many copies minutes say there are; 0 says nothing
    pool_size: int = 8  # DATABASE_POOL: connections a process may hold
    verify_answers: bool = False  # VERIFY_ANSWERS: hold every answer against its schema (tests)

    @classmethod
    def from_env(cls, service: str, env: Mapping[str, str]) -> "Settings":
        """Read the settings of `service` from `env`; raises SettingsError naming the variable."""
        read = _Reader(env)
        environment = read.text("TAISAN_ENVIRONMENT", default="development")
        if environment not in ENVIRONMENTS:
            raise SettingsError(
                f"TAISAN_ENVIRONMENT must be one of {', '.join(ENVIRONMENTS)}, not {environment!r}"
            )
        settings = cls(
            service=service,
            database_url=read.url("DATABASE_URL", ("postgresql",)),
            owner_url=read.url("DATABASE_OWNER_URL", ("postgresql",), default=""),
            bus_url=read.url("AMQP_URL", ("amqp", "amqps"), default="")
            or read.url("BUS_URL", ("postgresql", "amqp", "amqps"), default=""),
            token_keys=read.mapping("TOKEN_KEYS"),
            signing_key=read.text("TOKEN_SIGNING_KEY", default=""),
            peers={name: read.text(f"{name.upper()}_URL", default="") for name in _PEERS},
            public_base_url=read.url(
                "PUBLIC_BASE_URL", ("http", "https"), default="http://localhost:8080"
            ).rstrip("/"),
            secret_key=read.text("SECRET_KEY", default=""),
            smtp_url=read.url("SMTP_URL", ("smtp", "smtps", "smtp+starttls"), default=""),
            ledger_key=read.text("LEDGER_KEY", default=""),
            ledger_key_before=read.text("LEDGER_KEY_BEFORE", default=""),
            sealing=_sealing(read),
            witness_key=read.text("WITNESS_KEY", default=""),
            minutes_copies=read.number("MINUTES_COPIES", default=2),
            environment=environment,
            pool_size=read.number("DATABASE_POOL", default=8),
            verify_answers=read.text("VERIFY_ANSWERS", default="") == "1",
        )
        settings.refuse_weakness()
        return settings

    def refuse_weakness(self) -> None:
        """In production no secret may be missing, short or a sample."""
        if self.environment != "production":
            return
        if self.service == "web" and (len(self.secret_key) < 32 or "change" in self.secret_key.lower()):
            raise SettingsError("SECRET_KEY must be a secret of at least 32 characters in production")
        if self.service != "web" and not self.token_keys:
            raise SettingsError("TOKEN_KEYS is required in production")
        if not self.public_base_url.startswith("https://"):
            raise SettingsError("PUBLIC_BASE_URL must begin with https:// in production")


_PEERS = ("assets", "handover", "notifications", "planning", "web")


def _sealing(read: "_Reader") -> Sealing:
    sealing = Sealing(
        pkcs12=read.text("SEAL_PKCS12", default=""),
        password=read.text("SEAL_PASSWORD", default=""),
        pkcs11=read.text("SEAL_PKCS11", default=""),
        token=read.text("SEAL_TOKEN", default=""),
        label=read.text("SEAL_LABEL", default=""),
        tsa_url=read.url("TSA_URL", ("http", "https"), default=""),
        trust_roots=read.text("TRUST_ROOTS", default=""),
    )
    if sealing.pkcs12 and sealing.pkcs11:
        raise SettingsError("SEAL_PKCS12 and SEAL_PKCS11 are two ways of one seal: set one of them")
    if sealing.trust_roots and "BEGIN CERTIFICATE" not in sealing.trust_roots:
        raise SettingsError("TRUST_ROOTS must be certificates in PEM (or TRUST_ROOTS_FILE name such a file)")
    return sealing


class _Reader:
    """Reads one variable at a time, from itself or from the file that `<NAME>_FILE` names."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self.env.get(name)
        if value is None and (path := self.env.get(f"{name}_FILE")):
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(
                    f"{name}_FILE names a file that cannot be read: {path} ({error})"
                ) from error
        value = value if value is not None else default
        if value is None:
            raise SettingsError(f"{name} is required")
        return value

    def url(self, name: str, schemes: tuple[str, ...], *, default: str | None = None) -> str:
        value = self.text(name, default=default)
        if value and urlsplit(value).scheme.split("+")[0] not in {scheme.split("+")[0] for scheme in schemes}:
            raise SettingsError(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}")
        return value

    def number(self, name: str, *, default: int) -> int:
        value = self.text(name, default=str(default))
        if not value.isdigit():
            raise SettingsError(f"{name} must be a whole number, not {value!r}")
        return int(value)

    def mapping(self, name: str) -> Mapping[str, Mapping[str, str]]:
        value = self.text(name, default="{}")
        try:
            parsed: Any = json.loads(value)
        except ValueError as error:
            raise SettingsError(f"{name} must be JSON: {error}") from error
        if not isinstance(parsed, dict):
            raise SettingsError(f"{name} must be a JSON object")
        return parsed
