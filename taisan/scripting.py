"""Tokens for scripts on this machine: `Authorization: Bearer $(taisan token --role officer --unit CODE)`."""

from pathlib import Path
from typing import Any
from uuid import UUID

from shared.auth import ROLES
from shared.peers import Peers
from shared.process import application_of
from shared.settings import Settings
from shared.tokens import issue_token
from taisan.folder import DataFolder
from taisan.services import APIS
from taisan.serving import LateApplication, read_settings


class TokenRefused(Exception):
    """No token for this wish; the message says why."""


def token_for(data: Path, roles: frozenset[str], unit: str, person: str) -> str:
    """A token for every service of the set that runs on the folder `data`. Raises TokenRefused."""
    if unknown := roles - set(ROLES):
        raise TokenRefused(
            f"Không có vai trò · no such role: {', '.join(sorted(unknown))} ({', '.join(ROLES)})"
        )
    settings = settings_of(data)
    peers = peers_of(settings)
    return issue_token(
        settings["web"].signing_key,
        subject="cli",
        audience=APIS,
        roles=roles,
        unit_id=id_of(peers, "units", unit),
        person_id=id_of(peers, "people", person),
    )


def settings_of(data: Path) -> dict[str, Settings]:
    """The settings of the set that runs on the folder `data`. Raises TokenRefused when none does."""
    run_file = DataFolder(data).run / "services.json"
    if not run_file.exists():
        raise TokenRefused(f"Chưa có taisan nào chạy trên {data} · taisan has not run on {data}")
    return read_settings(run_file)


def peers_of(settings: dict[str, Settings]) -> Peers:
    """The register, asked in this process."""
    return Peers(
        settings["web"], {"assets": LateApplication(lambda: application_of("assets", settings["assets"]))}
    )


def id_of(peers: Peers, kind: str, code: str) -> UUID | None:
    """The id behind the code of a unit or person; None for no code."""
    if not code:
        return None
    after = None
    while True:
        page: dict[str, Any] = peers.assets.get(f"/{kind}", limit=200, after=after)
        for item in page["items"]:
            if str(item["code"]).casefold() == code.casefold():
                return UUID(str(item["id"]))
        after = page.get("next")
        if after is None:
            raise TokenRefused(f"Không có mã {code} trong {kind} · there is no {code} among {kind}")
