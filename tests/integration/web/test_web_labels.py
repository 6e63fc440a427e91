"""Labels through the pages, in a browser without scripts: printing, printers, rolls, binding, replacing."""

import re
from urllib.parse import urlsplit

import psycopg
import pytest


def codes(town, state):
    with psycopg.connect(town.house.databases.admin_url("assets")) as admin:
        found = admin.execute("SELECT code FROM label_codes WHERE state = %s ORDER BY code", [state])
        return [code for (code,) in found]


def asset_now(town, asset):
    return town.house.do("GET", f"/api/assets/assets/{asset['id']}", role="officer", unit=town.unit)


@pytest.fixture(scope="module")
def officer(town):
    return town.visitor("officer")


def made_roll(town, officer, count=1):
    before = set(codes(town, "unbound"))
    form = {"unit_id": town.unit, "count": str(count), "template": "thermal-40x30", "note": "Cuộn thử"}
    assert officer.post("/labels/rolls", form).status_code == 302
    return sorted(set(codes(town, "unbound")) - before)


def test_a_label_comes_as_pdf_and_as_zpl(town, officer):
    form = {"codes": town.assets[0]["code"], "template": "thermal-50x25", "start_at": "1"}
    assert officer.post("/labels", {**form, "format": "pdf"}).mimetype == "application/pdf"
    zpl = officer.post("/labels", {**form, "format": "zpl-300"})
    assert (zpl.mimetype, zpl.data[:3]) == ("text/plain", b"^XA")
    refused = officer.post("/labels", {**form, "template": "a4-24", "format": "zpl-203"})
    assert refused.status_code == 422
    assert 'href="#f-format"' in refused.text


def test_a_printer_is_added_measured_and_corrected(town, officer):
    form = {"name": "Máy in một cửa", "unit_id": town.unit, "offset_x_mm": "1,5", "offset_y_mm": "-0,25"}
    assert officer.post("/labels/printers", form).status_code == 302
    page = officer.get("/labels/printers").text
    assert "1,5 / -0,25" in page
    path = re.search(r'href="(/labels/printers/[0-9a-f-]{36})"', page).group(1)
    assert 'value="1,5"' in officer.get(path).text
    wrong = officer.post(path, {**form, "offset_x_mm": "xa lắm", "version": "1"})
    assert wrong.status_code == 422
    assert 'value="xa lắm"' in wrong.text
    assert officer.post(path, {**form, "offset_x_mm": "2", "version": "1"}).status_code == 302
    assert officer.post(path, {**form, "offset_x_mm": "3", "version": "1"}).status_code == 422
    calibration = officer.get(f"/labels/printers/calibration.pdf?template=a4-40&printer_id={path[-36:]}")
    assert calibration.mimetype == "application/pdf"
    assert "Máy in một cửa" in officer.get("/labels").text


def test_a_label_from_a_roll_is_bound_from_the_scan_page(town, officer):
    (code,) = made_roll(town, officer)
    asset = town.assets[1]
    scanned = officer.post("/scan", {"typed": f"{code[:4]}-{code[4:]}"})
    assert "chưa gắn cho tài sản nào" in scanned.text
    link = re.search(r'href="(/labels/bind/\w+)"', scanned.text).group(1)
    found = officer.get(f"{link}?q=SERIAL-2").text
    value = re.search(r'name="asset" value="([^"]+)"', found).group(1)
    assert value.startswith(asset["id"])
    bound = officer.post(link, {"asset": value, "q": "SERIAL-2"})
    assert urlsplit(bound.location).path == f"/assets/{asset['id']}"
    assert asset_now(town, asset)["code"] == code
    again = officer.post(link, {"asset": value, "q": "SERIAL-2"})
    assert again.status_code == 422
    town.house.settle()


def test_the_scanners_script_is_shown_the_way_to_binding(town, officer):
    (code,) = made_roll(town, officer)
    answer = officer.post("/scan/codes", {"text": code, "purpose": "give"}).json
    assert answer["state"] == "blocked"
    assert answer["link"]["href"] == f"/labels/bind/{code}"
    holder = town.visitor("holder").post("/scan/codes", {"text": code, "purpose": "look"}).json
    assert (holder["state"], "link" in holder) == ("blocked", False)
    assert officer.get(f"/t/{code}").location == f"/labels/bind/{code}"
    assert officer.post(f"/labels/bind/{code}/spoiling", {}).status_code == 302
    assert "đã huỷ" in officer.post("/scan", {"typed": code}).text


def test_a_label_is_replaced_and_the_old_one_leads_to_the_asset_and_says_so(town, officer):
    asset = asset_now(town, town.assets[2])
    page = f"/assets/{asset['id']}"
    assert f'href="{page}/label"' in officer.get(page).text
    form = {"reason": "damaged", "code": "", "version": str(asset["version"])}
    replaced = officer.post(f"{page}/label", form)
    fresh = asset_now(town, asset)["code"]
    assert replaced.location == f"/labels?codes={fresh}"
    stale = officer.post(f"{page}/label", form)
    assert stale.status_code == 422
    scanned = officer.post("/scan", {"typed": asset["code"]})
    assert scanned.location == f"{page}?label={asset['code']}"
    shown = officer.get(scanned.location).text
    assert "Tem vừa quét là tem cũ" in shown
    assert "tem bong, rách, mờ" in shown
    assert officer.get(f"/t/{asset['code']}").location == scanned.location
    assert "Tem vừa quét" not in officer.get(f"{page}?label={fresh}").text
    assert "Tem vừa quét" not in officer.get(f"/assets/{town.assets[0]['id']}?label={asset['code']}").text


def test_a_handover_begun_from_an_old_label_is_one_of_the_same_asset(town, officer):
    old = asset_now(town, town.assets[0])
    path = f"/api/assets/assets/{old['id']}/relabel"
    acting = {"role": "officer", "unit": town.unit}
    fresh = town.house.do("POST", path, json={"reason": "lost"}, version=old["version"], **acting)
    town.house.settle()
    answer = officer.post("/scan/codes", {"text": old["code"], "purpose": "give", "unit": town.unit}).json
    assert (answer["state"], answer["code"]) == ("accepted", fresh["code"])
    assert f'value="{fresh["code"]}"' in answer["row"]
    record = {
        "kind": "internal_handover",
        "from": {"person_id": town.people["officer"]["id"]},
        "to": {"person_id": town.people["holder"]["id"]},
        "place": "P. 1",
        "basis": "Quy chế",
    }
    acting["person"] = town.people["officer"]["id"]
    by_old = town.house.ask(
        "POST", "/api/handover/records", json={**record, "lines": [{"code": old["code"]}]}, **acting
    )
    assert by_old.status_code == 422
    assert old["code"] in by_old.get_json()["detail"]
    made = town.house.do(
        "POST", "/api/handover/records", json={**record, "lines": [{"code": fresh["code"]}]}, **acting
    )
    assert made["lines"][0]["asset_id"] == old["id"]


def test_a_page_for_what_is_no_code_is_no_page(officer):
    assert officer.get("/labels/bind/nonsense").status_code == 404
