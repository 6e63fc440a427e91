"""The services of the set, and the environment each of their processes is given."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from taisan.folder import DataFolder

APIS = ("assets", "handover", "notifications")
SERVICES = (*APIS, "web")
BUS = "bus"  # the embedded bus has a database of its own, where a broker would stand
DATABASES = (*SERVICES, BUS)
POOL = "6"  # connections per service and process: as many as a web worker has threads

# The log and its witness each have a key of their own.
_KEYS: Mapping[str, tuple[str, ...]] = {"handover": ("LEDGER_KEY",), "notifications": ("WITNESS_KEY",)}

ROOT = Path(__file__).resolve().parent.parent


def role_url(server: str, database: str, role: str, password: str) -> str:
    """The address of taisan_<database> on `server` (any postgresql:// URL of it) for `role`."""
    parts = urlsplit(server)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(
        parts._replace(scheme="postgresql", netloc=f"{role}:{password}@{place}", path=f"/taisan_{database}")
    )


def environments(
    folder: DataFolder, server: str, base_url: str, outer: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """What each service's processes are told: {service: {VARIABLE: value}}.

    `server` is any URL of the PostgreSQL server; `outer` is our own environment: AMQP_URL and SMTP_URL
    are passed on. Secrets come from the folder.
    """
    keys: dict[str, Any] = folder.read("secrets/keys.json")
    common = {
        name: outer[name]
        for name in ("AMQP_URL", "SMTP_URL", "AMQP_URL_FILE", "SMTP_URL_FILE")
        if name in outer
    }
    common |= {
        "BUS_URL": role_url(server, BUS, "bus_app", folder.secret("bus_app")),
        "PUBLIC_BASE_URL": base_url,
        "TAISAN_ENVIRONMENT": outer.get("TAISAN_ENVIRONMENT", "development"),
        "DATABASE_POOL": POOL,
        "TOKEN_KEYS": json.dumps(keys["public"]),
    }
    common |= {f"{name.upper()}_URL": base_url for name in APIS}
    return {
        service: {
            **common,
            "DATABASE_URL": role_url(server, service, f"{service}_app", folder.secret(f"{service}_app")),
            "DATABASE_OWNER_URL": role_url(
                server, service, f"{service}_owner", folder.secret(f"{service}_owner")
            ),
            "TOKEN_SIGNING_KEY": keys["signing"]["user" if service == "web" else "service"],
            "SECRET_KEY": folder.secret(f"{service}_secret_key"),
            **{variable: folder.secret(variable.lower()) for variable in _KEYS.get(service, ())},
        }
        for service in SERVICES
    }
