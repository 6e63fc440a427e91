"""Keys, roles, databases, migrations and demo data: `python -m taisan.prepare FOLDER SERVER_URL demo|empty`.

A process of its own, so that what it imports is gone from memory when serving begins. Safe to repeat, and to
break off: every step looks at what is there.
"""

import sys
from pathlib import Path

from shared.bus.embedded import create_schema
from shared.db.migration import upgrade
from shared.settings import Settings
from shared.tokens import new_key
from taisan.embedded.provision import provision
from taisan.folder import DataFolder
from taisan.services import BUS, DATABASES, SERVICES, environments, role_url
from taisan.words import say


def main(folder: DataFolder, server: str, *, demo: bool) -> None:
    """Bring the folder and the server to what this code expects."""
    make_keys(folder)
    say("cơ sở dữ liệu của từng dịch vụ", "a database for each service")
    provision(server, DATABASES, folder.secret)
    create_schema(role_url(server, BUS, f"{BUS}_owner", folder.secret(f"{BUS}_owner")))
    described = environments(folder, server, "http://localhost:8080", {})
    settings = {name: Settings.from_env(name, described[name]) for name in SERVICES}
    for name, of_service in settings.items():
        say(f"cấu trúc dữ liệu: {name}", f"schema: {name}")
        upgrade(name, of_service.owner_url)
    if demo:
        from taisan import demo as sample

        folder.write_private("run/accounts.json", sample.load(settings, say))


def make_keys(folder: DataFolder) -> None:
    """The token keys of this machine: one may speak for people (web, command line), one for services only."""
    if folder.read("secrets/keys.json") is None:
        user, service = new_key("user-1", "user"), new_key("service-1", "service")
        folder.write_private(
            "secrets/keys.json",
            {"signing": {"user": user[0], "service": service[0]}, "public": user[1] | service[1]},
        )


if __name__ == "__main__":
    main(DataFolder(Path(sys.argv[1])), sys.argv[2], demo=sys.argv[3] == "demo")
