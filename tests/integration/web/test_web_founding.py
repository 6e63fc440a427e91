"""An empty installation: its first unit and its first account, and what they open."""

import pytest

from services.web.app import create_app
from shared.peers import Peers
from taisan.founding import NotAdded, open_account, register_unit
from taisan.scripting import id_of
from tests.house import House
from tests.integration.web.town import Visitor
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres


def test_the_first_account_opens_an_empty_register(fresh_databases: Databases) -> None:
    house = House(fresh_databases)
    settings = fresh_databases.settings("web")
    peers, web = Peers(settings, house.apps), create_app(settings, house.apps)
    try:
        register_unit(peers, "X1", "UBND xã Thử", "ward")
        place = (id_of(peers, "units", "x1"), None)
        open_account(settings, "Can.Bo", "Cán bộ đầu tiên", "mat khau dai", roles=("officer",), place=place)
        visitor = Visitor(web.test_client())
        assert visitor.log_in("can.bo", "mat khau dai").location == "/"
        page = visitor.get("/").text
        assert "UBND xã Thử" in page
        assert "Nhập sổ từ tệp" in page
        assert "Dùng thử" not in visitor.get("/menu").text
    finally:
        web.extensions["taisan.web"].database.close()
        house.close()


def test_what_cannot_be_is_refused_in_words(fresh_databases: Databases) -> None:
    settings = fresh_databases.settings("web")
    for password, roles in (
        ("ngan", ("officer",)),
        ("mat khau dai", ("service",)),
        ("mat khau dai", ("king",)),
    ):
        with pytest.raises(NotAdded):
            open_account(settings, "x", "X", password, roles=roles, place=(None, None))
