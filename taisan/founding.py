"""What an empty installation needs before anybody can log in: a first unit, and accounts."""

from pathlib import Path
from uuid import UUID

from services.web.accounts import create_account
from shared.auth import system_actor
from shared.db import Database
from shared.ids import uuid7
from shared.peers import PeerRefused, Peers
from shared.settings import Settings
from taisan.scripting import TokenRefused, id_of, peers_of, settings_of

SHORTEST_PASSWORD = 10


class NotAdded(Exception):
    """It was not added; the message says why."""


def add_unit(data: Path, code: str, name: str, kind: str, parent: str) -> None:
    """Register a unit, below the one with the code `parent` if it is given. Raises NotAdded."""
    try:
        settings = settings_of(data)
        register_unit(peers_of(settings), code, name, kind, parent)
    except TokenRefused as refused:
        raise NotAdded(str(refused)) from refused


def add_user(
    data: Path, login: str, name: str, password: str, *, roles: tuple[str, ...], place: tuple[str, str]
) -> None:
    """Make an account for the unit and person whose codes are `place`. Raises NotAdded."""
    try:
        settings = settings_of(data)
        peers = peers_of(settings)
        unit_id, person_id = id_of(peers, "units", place[0]), id_of(peers, "people", place[1])
    except TokenRefused as refused:
        raise NotAdded(str(refused)) from refused
    open_account(settings["web"], login, name, password, roles=roles, place=(unit_id, person_id))


def register_unit(peers: Peers, code: str, name: str, kind: str, parent: str = "") -> str:
    """The same through `peers`; returns the id. Raises NotAdded."""
    above = id_of(peers, "units", parent)
    body = {"code": code, "name": name, "kind": kind, "parent_id": str(above) if above else None}
    try:
        answer = peers.assets.send("POST", "/units", json=body, headers={"Idempotency-Key": str(uuid7())})
    except PeerRefused as refused:
        raise NotAdded(refused.vi) from refused
    return str(answer.json()["id"])


def open_account(
    settings: Settings,
    login: str,
    name: str,
    password: str,
    *,
    roles: tuple[str, ...],
    place: tuple[UUID | None, UUID | None],
) -> None:
    """Make an account in the web's database, or give an existing login all this anew. Raises NotAdded."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotAdded(f"Mật khẩu cần từ {SHORTEST_PASSWORD} ký tự · at least {SHORTEST_PASSWORD} characters")
    database = Database(settings.database_url, pool_size=1)
    try:
        with database.transaction(system_actor("web")) as session:
            create_account(
                session,
                login=login,
                name=name,
                password=password,
                roles=roles,
                unit_id=place[0],
                person_id=place[1],
            )
    except ValueError as error:
        raise NotAdded(f"Không có vai trò này · {error}") from error
    finally:
        database.close()
