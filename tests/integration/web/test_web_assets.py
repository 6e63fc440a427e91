"""The asset pages and the catalogue's pages as browsers without scripts meet them."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from services.web.accounts import create_account
from shared.auth import system_actor
from shared.clock import today
from shared.db import Database
from tests.integration.web.town import PASSWORD, Town, Visitor

pytestmark = pytest.mark.postgres

COMPUTER = {"name": "Máy trạm", "category": "computer", "cost": "15.000.000"}


@pytest.fixture
def officer(town: Town) -> Visitor:
    return town.visitor("officer")


def registered(town: Town, visitor: Visitor, **more: str) -> str:
    """The path of a new asset's page."""
    answer = visitor.post("/assets/new", {**COMPUTER, "unit_id": town.unit, **more})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found.group(1)


def photo() -> Any:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return io.BytesIO(out.getvalue()), "anh.png"


def test_a_category_shows_its_own_fields_without_a_script_and_keeps_what_was_typed(town, officer):
    plain = officer.get("/assets/new").text
    assert "attributes.funding" not in plain
    shown = officer.post("/assets/new", {"name": "Camera cổng", "category": "camera", "show": "1"})
    assert shown.status_code == 200
    assert 'name="attributes.direction_degrees"' in shown.text
    assert 'value="Camera cổng"' in shown.text
    assert "Xã hội hoá" in shown.text


def test_attributes_are_read_by_their_types_and_shown_with_labels_and_units(town, officer):
    path = registered(
        town, officer, category="camera",
        **{"attributes.essential": "yes", "attributes.funding": "community",
           "attributes.coverage_metres": "60,5",
           "attributes.direction_degrees": "135", "latitude": "21,0403", "longitude": "105,8731"},
    )  # fmt: skip
    page = officer.get(path).text
    for said in ("Vị trí trọng yếu", "Xã hội hoá", "60,5", "135 °", "21.0403, 105.8731"):
        assert said in page
    wrong = officer.post(
        "/assets/new", {**COMPUTER, "unit_id": town.unit, "category": "tablet", "attributes.imei": "123"}
    )
    assert wrong.status_code == 422
    assert 'href="#f-attributes.imei"' in wrong.text
    assert 'value="123"' in wrong.text


def test_what_a_cost_is_made_of_is_summed_and_kept(town, officer):
    path = registered(
        town, officer, cost="", increase_cause="purchase", increase_document="HĐ 77",
        **{"cost_parts.invoice": "14.000.000", "cost_parts.discounts": "500.000",
           "cost_parts.taxes": "1.400.000"},
    )  # fmt: skip
    page = officer.get(path).text
    for said in ("14.900.000", "Mua sắm", "HĐ 77", "Giá trên hoá đơn", "−500.000", "Tài sản cố định"):
        assert said in page


def test_the_edit_form_asks_why_and_offers_no_cost(town, officer):
    path = registered(town, officer)
    form = officer.get(f"{path}/edit").text
    assert 'name="cost"' not in form
    typed = {"name": "Máy trạm", "category": "computer", "unit_id": town.unit, "version": version_in(form)}
    refused = officer.post(f"{path}/edit", {**typed, "serial": "XYZ1"})
    assert refused.status_code == 422
    assert 'href="#f-reason"' in refused.text
    done = officer.post(f"{path}/edit", {**typed, "serial": "XYZ1", "reason": "Thiếu số máy"})
    assert done.status_code == 302, done.text
    page = officer.get(path).text
    assert "Lý do: Thiếu số máy" in page
    assert "officer" in page, "the history names the account"
    assert officer.get(f"{path}/history").status_code == 200


def test_a_change_of_cost_goes_with_its_minutes(town, officer):
    path = registered(town, officer)
    form = officer.get(f"{path}/cost").text
    assert "Chưa đối chiếu" in form or "chưa đối chiếu" in form
    typed = {"cause": "upgrade", "cost": "18.000.000", "effective_on": today().isoformat(),
             "document_number": "BB 5", "document_on": today().isoformat(), "reason": "Thêm bộ nhớ",
             "version": version_in(form)}  # fmt: skip
    wrong = officer.post(f"{path}/cost", {**typed, "cost": "mười tám"})
    assert (wrong.status_code, 'href="#f-cost"' in wrong.text) == (422, True)
    low = officer.post(f"{path}/cost", {**typed, "cost": "9.000.000", "file": photo()})
    assert (low.status_code, 'href="#f-cost"' in low.text) == (422, True)
    done = officer.post(f"{path}/cost", {**typed, "file": photo()})
    assert done.status_code == 302, done.text
    page = officer.get(path).text
    for said in ("15.000.000 → <b>18.000.000</b>", "Biên bản BB 5", "xem tệp"):
        assert said in page


def test_a_correction_is_approved_by_the_head_only(town, officer):
    path = registered(town, officer)
    version = version_in(officer.get(f"{path}/cost").text)
    day = today().isoformat()
    typed = {"cause": "correction", "cost": "15.400.000", "effective_on": day, "document_number": "BB 6",
             "document_on": day, "reason": "Ghi thiếu phí", "version": version}  # fmt: skip
    assert officer.post(f"{path}/cost", typed).status_code == 302
    assert "Duyệt</button>" not in officer.get("/assets/corrections").text
    head = town.visitor("head")
    waiting = head.get("/assets/corrections").text
    found = re.search(r'action="(/assets/corrections/[\w-]+)"', waiting)
    assert found
    decided = head.post(found.group(1), {"step": "approve", "note": "Đúng", "version": "1"})
    assert decided.status_code == 302, decided.text
    assert "15.400.000" in officer.get(path).text
    assert officer.post(found.group(1), {"step": "approve", "version": "2"}).status_code == 403


def test_photos_are_kept_shown_in_small_and_withdrawn_with_a_reason(town, officer):
    path = registered(town, officer)
    empty = officer.post(f"{path}/files", {"kind": "photo"})
    assert (empty.status_code, 'href="#f-file"' in empty.text) == (422, True)
    fake = officer.post(f"{path}/files", {"kind": "photo", "file": (io.BytesIO(b"MZ"), "anh.jpg")})
    assert (fake.status_code, "JPEG" in fake.text) == (422, True)
    assert officer.post(f"{path}/files", {"kind": "photo", "file": photo()}).status_code == 302
    page = officer.get(path).text
    found = re.search(r'src="(/assets/files/([\w-]+)/thumbnail)"', page)
    assert found
    assert officer.get(found.group(1)).mimetype == "image/jpeg"
    whole = officer.get(f"/assets/files/{found.group(2)}")
    assert (whole.mimetype, whole.headers["Content-Security-Policy"]) == (
        "image/png", "default-src 'none'; sandbox",
    )  # fmt: skip
    form = f"/assets/files/{found.group(2)}/withdrawal"
    assert officer.post(form, {"reason": "Nhầm máy", "version": "1"}).status_code == 302
    assert "Nhầm máy" in officer.get(path).text


def test_maintenance_is_recorded_and_summed_by_year(town, officer):
    path = registered(town, officer)
    typed = {"done_on": today().isoformat(), "what": "Thay nguồn", "cost": "850.000", "downtime_hours": "4,5"}
    assert officer.post(f"{path}/maintenance", typed).status_code == 302
    page = officer.get(path).text
    assert "Thay nguồn" in page
    assert "không cộng vào nguyên giá" in page
    assert "4.5" in officer.get(f"{path}/maintenance").text
    wrong = officer.post(f"{path}/maintenance", {**typed, "downtime_hours": "lâu"})
    assert (wrong.status_code, 'href="#f-downtime_hours"' in wrong.text) == (422, True)


def test_a_part_is_added_by_its_label_and_taken_off(town, officer):
    system = registered(town, officer, category="camera_system", name="Hệ thống camera")
    part = registered(town, officer, category="camera", name="Camera một")
    code = re.search(r'class="code">([\w-]{9})<', officer.get(part).text)
    assert code
    assert officer.post(f"{system}/parts", {"code": "0000-0000"}).status_code == 422
    added = officer.post(f"{system}/parts", {"code": code.group(1), "reason": "Lắp"})
    assert added.status_code == 302, added.text
    page = officer.get(f"{system}/parts").text
    assert "Camera một" in page
    assert "Điều 3" in page
    taken = officer.post(f"{system}/parts", {"part": part.rpartition("/")[2], "reason": "Hỏng"})
    assert taken.status_code == 302, taken.text
    assert "Gỡ bộ phận" in officer.get(system).text


def test_the_catalogue_is_for_its_administrator(town, officer):
    assert officer.get("/catalogue").status_code == 403
    database = Database(town.house.databases.url("web"), pool_size=1)
    with database.transaction(system_actor("web")) as session:
        create_account(
            session,
            login="chief",
            name="chief",
            password=PASSWORD,
            roles=["admin"],
            unit_id=None,
            person_id=None,
        )
    database.close()
    admin = town.visitor("chief")
    drone = {"code": "drone", "name": "Thiết bị bay", "name_en": "Drone"}
    more = {"asset_group": "machinery_equipment", "unit_of_measure": "chiếc"}
    made = admin.post("/catalogue/new", drone | more)
    assert made.status_code == 302, made.text
    lines = "small = Nhỏ = Small\nlarge = Lớn = Large"
    size = {"name": "size", "label": "Cỡ", "label_en": "Size", "type": "choice", "choices": lines}
    grown = admin.post("/catalogue/drone/attributes", {**size, "version": "1"})
    assert grown.status_code == 302, grown.text
    page = admin.get("/catalogue/drone").text
    assert "Nhỏ, Lớn" in page
    retired = admin.post("/catalogue/drone/attributes/size", {"step": "retire", "version": "2"})
    assert retired.status_code == 302, retired.text
    assert "Dùng lại" in admin.get("/catalogue/drone").text
    assert admin.get("/catalogue/makers").status_code == 200


def test_many_assets_are_changed_from_the_list(town, officer):
    path = registered(town, officer)
    asset_id = path.rsplit("/", 1)[1]
    found = re.search(rf'name="asset" value="({asset_id}\.\d+)"', officer.get("/assets").text)
    assert found
    page = officer.get(f"/assets/changes?asset={found.group(1)}")
    assert "1 tài sản" in page.text
    empty = officer.post("/assets/changes", {"asset": found.group(1), "reason": "x"})
    assert (empty.status_code, "Chưa có gì để thay đổi" in empty.text) == (422, True)
    typed = {"asset": found.group(1), "place": "Phòng 909", "reason": "Dọn phòng"}
    watched = officer.post("/assets/changes", typed)
    town.house.settle()
    assert officer.get(watched.location).location == "/assets"
    assert "Phòng 909" in officer.get(path).text
    again = officer.post("/assets/changes", typed)
    town.house.settle()
    assert "không thay đổi được" in officer.get(again.location).text
    assert "tài sản" in officer.get("/assets/changes?all=1&q=khong-co-may-nay").text
    assert town.visitor("head").get("/assets/changes").status_code == 403
