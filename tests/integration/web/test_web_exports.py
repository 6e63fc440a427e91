"""Books and forms in a browser without scripts: who may, what is downloaded, what a refusal says."""

import io
import json
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.integration.web.town import Town

pytestmark = pytest.mark.postgres


def test_an_auditor_downloads_a_form_and_its_manifest(town: Town) -> None:
    visitor = town.visitor("auditor")
    page = visitor.get("/exports")
    assert "Sổ tài sản cố định" in page.text
    assert "chưa đối chiếu văn bản gốc" in page.text
    answer = visitor.get("/exports/file?form=s26-h&format=xlsx&from=2020-01-01")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).active
    names = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert sum("Máy tính bảng" in name for name in names) == 3
    listed = visitor.get("/exports").text
    assert "Trọn vẹn" in listed
    kept = json.loads(visitor.get(f"/exports/{answer.headers['X-Export-Id']}/manifest").data)
    assert (kept["state"], kept["rows"], kept["bytes"]) == ("whole", 3, len(answer.data))


def test_what_the_register_refuses_is_said_beside_the_form(town: Town) -> None:
    visitor = town.visitor("auditor")
    refused = visitor.get("/exports/file?form=asset-card")
    assert refused.status_code == 422
    assert "hãy chọn" in refused.text
    assert visitor.get("/exports/file").status_code == 422
    reversed_ = visitor.get("/exports/file?form=s24-h&from=2026-01-01&to=2025-01-01")
    assert "Ngày đầu kỳ phải trước ngày cuối kỳ" in reversed_.text


def test_an_asset_is_named_as_a_clerk_knows_it(town: Town) -> None:
    visitor, (first, *_others) = town.visitor("auditor"), town.assets
    card = "/exports/file?form=asset-card&format=csv&from=2020-01-01"
    for said in (first["code"], f"http://x/T/{first['code']}", first["serial"], first["id"]):
        answer = visitor.get(f"{card}&asset={quote(said)}")
        assert answer.status_code == 200, said
    several = visitor.get(f"{card}&asset=may+tinh+bang")
    assert several.status_code == 422
    assert f'<option value="{first["id"]}">' in several.text
    assert visitor.get(f"{card}&asset=may&asset_choice={first['id']}").status_code == 200
    none = visitor.get(f"{card}&asset=khong+co+may+nay")
    assert (none.status_code, "Chưa tìm thấy tài sản" in none.text) == (422, True)


def test_a_csv_can_be_of_the_table_beside_the_rows(town: Town) -> None:
    visitor, code = town.visitor("auditor"), town.assets[0]["code"]
    page = visitor.get("/exports?form=c50-hd").text
    assert "Dụng cụ, phụ tùng kèm theo</option>" in page
    path = f"/exports/file?form=c50-hd&asset={code}&from=2020-01-01&table=c50-hd.accessories"
    assert "Đơn vị tính" in visitor.get(f"{path}&format=csv").text
    assert visitor.get(f"{path}&format=pdf").data[:4] == b"%PDF", "a PDF has every table"


def test_the_books_of_the_town_agree(town: Town) -> None:
    page = town.visitor("head").get("/reconciliation")
    assert page.status_code == 200
    assert "Khớp" in page.text
    assert "21.000.000" in page.text
    assert town.visitor("head").get("/reconciliation?from=2026-01-01&to=2025-01-01").status_code == 422


def test_a_holder_has_no_business_with_the_books(town: Town) -> None:
    visitor = town.visitor("holder")
    for path in ("/exports", "/reconciliation", "/exports/file?form=s24-h"):
        assert visitor.get(path).status_code == 403
    assert "/exports" not in visitor.get("/menu").text
