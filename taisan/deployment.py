"""What a deployment as separate services needs: the broker's definitions, and secrets made once.

`python -m taisan.deployment` fills deploy/secrets/ (never committed) with what is missing; the rest stays.
"""

import base64
import hashlib
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from shared.bus import topology
from shared.tokens import new_key
from taisan import certificate
from taisan.services import APIS, ROOT, SERVICES

VHOST = "taisan"
DEFINITIONS = ROOT / "deploy" / "rabbitmq" / "definitions.json"
SECRETS = ROOT / "deploy" / "secrets"


def definitions(topics: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Everything on the broker but the users: `topics` are what each subscriber wants."""
    bound = [
        _binding(topology.EXCHANGE, queue, topic) for queue, wanted in topics.items() for topic in wanted
    ]
    kept = [
        _binding(topology.DEAD, topology.dead_queue(queue), topology.dead_queue(queue)) for queue in topics
    ]
    queues = [_queue(queue, topology.queue_arguments(queue)) for queue in topics]
    queues += [_queue(topology.dead_queue(queue), topology.keeping_arguments()) for queue in topics]
    return {
        "vhosts": [{"name": VHOST}],
        "permissions": [permission(service) for service in APIS],
        "exchanges": [
            _exchange(topology.EXCHANGE, "topic", {"alternate-exchange": topology.UNROUTED}),
            _exchange(topology.UNROUTED, "fanout", {}),
            _exchange(topology.DEAD, "direct", {}),
        ],
        "queues": [*queues, _queue(topology.UNROUTED, topology.catch_all_arguments())],
        "bindings": [*bound, *kept, _binding(topology.UNROUTED, topology.UNROUTED, "")],
    }


def permission(service: str) -> dict[str, str]:
    """A service configures nothing, publishes events and dead letters, and reads its own queues only."""
    exchanges = "|".join(name.replace(".", "\\.") for name in (topology.EXCHANGE, topology.DEAD))
    return {
        "user": service,
        "vhost": VHOST,
        "configure": "^$",
        "write": f"^({exchanges})$",
        "read": f"^{service}(\\.dead)?$",
    }


def make_secrets(folder: Path, address: str = "127.0.0.1") -> None:
    """Write the secrets of a deployment that `folder` lacks. Files are 0444: containers run as others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = _passwords(folder)
    if not (folder / "token_keys").exists():
        _keys(folder)
    if not (folder / "rabbitmq_definitions").exists():
        users = [_user(service, made[f"{service}_amqp"]) for service in APIS]
        loaded = {**json.loads(DEFINITIONS.read_text(encoding="utf-8")), "users": users}
        _keep(folder / "rabbitmq_definitions", json.dumps(loaded, indent=1))
    if not (folder / "gateway_key").exists():
        with tempfile.TemporaryDirectory() as made_in:
            certificate.main(Path(made_in), address)
            for name, source in (("gateway_certificate", "server.pem"), ("gateway_key", "server.key")):
                _keep(folder / name, (Path(made_in) / "tls" / source).read_text(encoding="ascii"))


def _passwords(folder: Path) -> dict[str, str]:
    """Passwords of the roles and users, and addresses that hold them; returns those of the broker's users."""
    _once(folder / "postgres_password")
    _once(folder / "web_secret_key")
    _once(folder / "handover_ledger_key")
    _once(folder / "notifications_witness_key")
    for service in SERVICES:
        for role in ("owner", "app"):
            password = _once(folder / f"{service}_{role}_password")
            url = f"postgresql://{service}_{role}:{password}@postgres:5432/taisan_{service}"
            _once(folder / f"{service}_{role}_url", url)
    broker = {}
    for service in APIS:
        url = _once(folder / f"{service}_amqp_url", f"amqp://{service}:{_fresh()}@rabbitmq:5672/{VHOST}")
        broker[f"{service}_amqp"] = url.split(":")[2].rpartition("@")[0]
    return broker


def _keys(folder: Path) -> None:
    """A key that may speak for people for the web; every other service has one for machines only."""
    public: dict[str, dict[str, str]] = {}
    for service in SERVICES:
        signing, known = new_key(f"{service}-1", "user" if service == "web" else "service")
        _keep(folder / f"{service}_signing_key", signing)
        public |= known
    _keep(folder / "token_keys", json.dumps(public))


def _user(name: str, password: str) -> dict[str, Any]:
    """A user as definitions hold it: salted SHA-256, as RabbitMQ computes it."""
    salt = secrets.token_bytes(4)
    digest = base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
    return {
        "name": name,
        "password_hash": digest,
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }


def _once(path: Path, content: str = "") -> str:
    if not path.exists():
        _keep(path, content or _fresh())
    return path.read_text(encoding="utf-8")


def _fresh() -> str:
    return secrets.token_urlsafe(32)


def _keep(path: Path, content: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444), "w", encoding="utf-8") as file:
        file.write(content)


def _exchange(name: str, kind: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "vhost": VHOST,
        "type": kind,
        "durable": True,
        "auto_delete": False,
        "internal": False,
        "arguments": arguments,
    }


def _queue(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "vhost": VHOST, "durable": True, "auto_delete": False, "arguments": arguments}


def _binding(source: str, queue: str, key: str) -> dict[str, Any]:
    return {
        "source": source,
        "vhost": VHOST,
        "destination": queue,
        "destination_type": "queue",
        "routing_key": key,
        "arguments": {},
    }


if __name__ == "__main__":
    make_secrets(SECRETS)
    print(f"{SECRETS}")
