"""The accounts of the sample: one for each role, opened with one tap on the login page."""

from uuid import UUID

from services.web.accounts import create_account, demo_accounts
from services.web.words import ROLE
from shared.auth import system_actor
from shared.db import Database
from shared.settings import Settings
from taisan.demo.places import Place

# login, role, person; all but the holder see the whole district
_ACCOUNTS = (
    ("canbo", "officer", "officer"),
    ("nguoidung", "holder", "Bồ Đề 2"),
    ("thutruong", "head", "head"),
    ("ketoan", "accountant", "accountant"),
    ("kiemtoan", "auditor", "auditor"),
    ("quantri", "admin", "admin"),
)
PASSWORD = "Long-Bien-2025"  # noqa: S105 - printed nowhere secret: it opens sample data only


def opened_accounts(settings: Settings) -> list[dict[str, str]]:
    """The accounts that an earlier loading has made; [] says that the sample is not complete."""
    database = Database(settings.database_url, pool_size=1)
    try:
        rows = database.run(system_actor("web"), demo_accounts)
    finally:
        database.close()
    return [{"login": row.login, "role": ROLE[row.roles[0]][0], "name": row.name} for row in rows]


def open_accounts(settings: Settings, place: Place) -> list[dict[str, str]]:
    """Make them, in one transaction and last of all: that they are there says that the sample is whole."""
    database = Database(settings.database_url, pool_size=1)
    try:
        with database.transaction(system_actor("web")) as session:
            for login, role, key in _ACCOUNTS:
                person = place.people[key]
                create_account(
                    session,
                    login=login,
                    name=person["name"],
                    password=PASSWORD,
                    roles=[role],
                    unit_id=UUID(person["unit_id"] if role == "holder" else place.root),
                    person_id=UUID(person["id"]),
                    demo=True,
                )
    finally:
        database.close()
    return opened_accounts(settings)
