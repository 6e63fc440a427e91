"""The policies of reminders on the pages: overseers read them, the administrator changes them."""

from uuid import UUID

import pytest

from services.web.accounts import create_account
from shared.auth import system_actor
from shared.db import Database
from tests.integration.web.town import PASSWORD, Town, Visitor

pytestmark = pytest.mark.postgres

SAID = {
    "days": "5",
    "side": "before",
    "kind": "working_days",
    "to": ["leaver", "head"],
    "by": "email",
    "on": "1",
}


@pytest.fixture(scope="module")
def admin(town: Town) -> Visitor:
    database = Database(town.house.databases.url("web"), pool_size=1)
    with database.transaction(system_actor("web")) as session:
        create_account(
            session,
            login="quantri",
            name="Trần Quang Hùng",
            password=PASSWORD,
            roles=["admin"],
            unit_id=UUID(town.unit),
            person_id=None,
        )
    database.close()
    return town.visitor("quantri")


def test_a_change_is_shown_with_who_made_it_and_why(town: Town, admin: Visitor) -> None:
    said = {**SAID, "reason": "Báo sớm cho kịp thu xếp", "version": "1"}
    done = admin.post("/reminders/recall.soon", said, follow_redirects=True)
    assert done.status_code == 200
    assert "Trước hạn 5 ngày làm việc" in done.text
    assert "Trần Quang Hùng" in done.text
    assert "Báo sớm cho kịp thu xếp" in done.text
    assert "Có sẵn khi cài đặt" in done.text
    officer = town.visitor("officer").get("/reminders/recall.soon")
    assert "Trước hạn 5 ngày làm việc" in officer.text
    assert "Lưu quy tắc" not in officer.text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"days": "bảy"}, "Ghi số ngày, ví dụ 7."),
        ({"to": []}, "Chọn ít nhất một người nhận."),
        ({"version": "9"}, "vừa được người khác sửa"),
    ],
)
def test_what_was_typed_outlives_a_refusal(admin: Visitor, wrong: dict[str, object], told: str) -> None:
    typed = {**SAID, "to": ["signers"], "reason": "Lý do đã gõ", "version": "1", **wrong}
    refused = admin.post("/reminders/record.waiting", typed)
    assert refused.status_code == 422
    assert told in refused.text
    assert "Lý do đã gõ" in refused.text
