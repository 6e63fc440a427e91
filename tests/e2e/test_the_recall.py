"""A recall by decision in a browser: the list in, notices out, a tablet taken back, the leaver cleared."""

from pathlib import Path
from re import compile as pattern

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from taisan.demo.places import PIN
from tests.e2e.conftest import Site
from tests.e2e.paper import text_of
from tests.e2e.pictures import take, take_paper

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

# two of Cự Khối who hold a tablet each, and a code that nobody has
LIST = """STT;Họ và tên;Mã cán bộ;Lý do nghỉ;Ngày nghỉ
1;{first};CB013;Nghỉ hưu;01/11/2026
2;{second};CB014;Thôi việc;
3;Ai đó;CB999;Nghỉ hưu;
"""


def test_from_the_decision_to_the_clearance(site: Site, desk: BrowserContext, tmp_path: Path) -> None:
    page = site.enter(desk)
    first, second = (_name_behind(site, page, code) for code in ("CB013", "CB014"))
    _check_the_list(site, page, tmp_path, LIST.format(first=first, second=second))
    _open_the_campaign(page)
    campaign = page.url
    _issue_the_notices(page, tmp_path, first)
    page.goto(campaign)
    page.locator("main a.item", has_text=first).click()
    _deliver_the_notice(page)
    _take_the_tablet_back(page)
    page.goto(campaign)
    expect(page.locator(".big em").first).to_have_text("1/2")
    page.locator("main a.item", has_text=second).click()
    _say_it_is_lost(page)
    page.goto(campaign)
    page.locator("main a.item", has_text=first).click()
    _the_certificate_is_ours(site, page, tmp_path, first)
    assert site.complaints == []


def test_the_sample_tells_the_story_of_22_leavers(site: Site, desk: BrowserContext) -> None:
    page = site.enter(desk)
    page.goto(f"{site.url}/recalls")
    page.locator("main a.item", has_text="22 người nghỉ").click()
    expect(page.locator(".big em").first).to_have_text("16/22")
    expect(page.get_by_role("img", name="Tiến độ thu hồi")).to_be_visible()
    take(page, "recall-campaign-desk")
    page.locator("main a.item", has_text="có người đại diện").click()
    take(page, "recall-heir-desk", whole=True)
    assert site.complaints == []


def _name_behind(site: Site, page: Page, code: str) -> str:
    page.goto(f"{site.url}/people?q={code}")
    return page.locator("main a.item b").first.inner_text()


def _check_the_list(site: Site, page: Page, folder: Path, text: str) -> None:
    file = folder / "nguoi-nghi.csv"
    file.write_text(text, encoding="utf-8-sig")
    page.goto(f"{site.url}/recalls/campaigns/new")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Kiểm tra danh sách").click()
    expect(page.get_by_text("Không có ai mã CB999 trong sổ cán bộ")).to_be_visible()
    page.get_by_role("button", name="Mở đợt thu hồi").click()
    expect(page.locator(".summary")).to_contain_text("Hãy ghi số quyết định.")
    take(page, "recall-list-desk")


def _open_the_campaign(page: Page) -> None:
    page.get_by_label("Số, ký hiệu quyết định").fill("1301/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill("2026-01-05")
    page.get_by_label("Hạn trả").fill("2999-04-30")
    page.get_by_label("Loại tài sản thu hồi").select_option("tablet")
    page.get_by_role("button", name="Mở đợt thu hồi").click()
    expect(page.locator(".big em").first).to_have_text("0/2")


def _issue_the_notices(page: Page, folder: Path, name: str) -> None:
    page.get_by_role("button", name="Phát hành 2 thông báo").click()
    link = page.get_by_role("link", name="In mọi thông báo")
    answer = page.request.get(
        page.evaluate("here => new URL(here, location).href", link.get_attribute("href"))
    )
    papers = folder / "notices.pdf"
    papers.write_bytes(answer.body())
    take_paper(papers, "recall-notice")
    assert name in text_of(papers)


def _deliver_the_notice(page: Page) -> None:
    form = page.locator("details", has_text="Ghi việc giao thông báo").last
    form.locator("summary").click()
    form.get_by_label("Việc").select_option("acknowledged")
    form.get_by_label("Cách giao").select_option("in_person")
    form.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text(pattern("Đã xác nhận nhận, trao tay"))).to_be_visible()


def _take_the_tablet_back(page: Page) -> None:
    page.get_by_role("link", name="Thu hồi ngay (1)").click()
    page.get_by_role("button", name=pattern("Tiếp tục")).click()
    page.get_by_role("button", name="Lập biên bản và ký").click()
    page.wait_for_url("**/sign")
    for name in ("Tôi đã giao đủ 1 tài sản", "Tôi đã nhận đủ 1 tài sản"):
        form = page.locator("form[data-sign]", has=page.get_by_role("button", name=name))
        form.locator("[name=pin]").fill(PIN)
        form.get_by_role("button", name=name).click()
    page.wait_for_url("**/done")


def _say_it_is_lost(page: Page) -> None:
    form = page.locator("details", has_text="Ghi kết quả từng tài sản").last
    form.locator("summary").click()
    form.get_by_label("Kết quả").select_option("lost")
    form.get_by_role("button", name="Ghi kết quả").click()
    expect(page.locator(".summary")).to_contain_text("Hãy viết lý do.")
    form = page.locator("details", has_text="Ghi kết quả từng tài sản").last
    form.get_by_label("Lý do").fill("Mất khi chuyển nhà")
    form.get_by_role("button", name="Ghi kết quả").click()
    expect(page.locator(".chip", has_text="Báo mất").first).to_be_visible()
    take(page, "recall-lost-desk")


def _the_certificate_is_ours(site: Site, page: Page, folder: Path, name: str) -> None:
    link = page.get_by_role("link", name="Giấy xác nhận hoàn thành bàn giao")
    answer = page.request.get(f"{site.url}{link.get_attribute('href')}")
    paper = folder / "clearance.pdf"
    paper.write_bytes(answer.body())
    take_paper(paper, "recall-clearance")
    text = text_of(paper)
    assert name in text
    assert "không còn giữ tài sản công nào" in text
    found = pattern(r"/v/([0-9a-f-]{36})").search(text.replace(" ", ""))
    assert found, text
    page.goto(f"{site.url}/v/{found[1]}")
    expect(page.get_by_text("Có trong sổ, đang có giá trị")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(name)
