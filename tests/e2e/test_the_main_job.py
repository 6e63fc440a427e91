"""The officer's whole job in a browser: the book in, labels out, tablets given by scanning and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import cos, sin
from pathlib import Path
from re import compile as pattern

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from taisan.demo.places import PIN
from tests.e2e.conftest import DESK, PHONE, Site
from tests.e2e.film import make_film
from tests.e2e.paper import Label, labels_on, text_of
from tests.e2e.pictures import take, take_paper
from tests.servers.browser import CHROMIUM, FLAGS, visit

BOOK = Path(__file__).parents[1] / "data" / "so-tai-san-2018.xlsx"
WARD = "UBND phường Bồ Đề"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def test_the_main_job_goes_end_to_end(site: Site, chromium: Browser, tmp_path: Path) -> None:
    with _at_the_desk(site, chromium) as page:
        _import_the_book(site, page)
        sheet = _print_labels_of_the_ward(site, page, tmp_path)
        receiver = _somebody_of_the_ward(site, page)
    labels = labels_on(sheet)
    assert len(labels) >= 25, f"only {len(labels)} labels could be read from the sheet"
    with _at_the_desk(site, chromium) as page:
        tablets = _tablets_of_the_book(site, page, labels)
    film = make_film([label.picture for label in tablets[:2]], tmp_path / "labels.y4m")
    with _on_the_phone(site, chromium, film) as page:
        number = _hand_over_by_scanning(site, page, tablets, receiver)
        _both_sign(page, number)
        _minutes_say_it(page, tmp_path, tablets, receiver)
    with _at_the_desk(site, chromium) as page:
        _mark_as_left(site, page, receiver)
        _recall_and_notice_are_there(site, page, receiver)
        _take_everything_back(page)
        _recall_is_closed(site, page, receiver)
    assert site.complaints == []


def _import_the_book(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/imports/new")
    page.set_input_files("input[type=file]", BOOK)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator(".big em").nth(1)).to_have_text("436")
    expect(page.get_by_role("heading", name="Dòng không ghi được")).to_be_visible()
    faults = page.locator("section", has_text="Dòng không ghi được").locator("tbody tr")
    expect(faults).to_have_count(4)
    unknown = page.locator("input[name=unit]")
    assert unknown.count() == 9, "eight schools and the hall are not registered"
    take(page, "import-desk")
    page.get_by_text("Chọn tất cả").click()
    page.get_by_role("button", name="Ghi các dòng đúng vào sổ").click()
    expect(page.get_by_text("Đã ghi 436 tài sản vào sổ.")).to_be_visible()


def _print_labels_of_the_ward(site: Site, page: Page, folder: Path) -> Path:
    page.goto(f"{site.url}/labels")
    page.get_by_label("Tất cả tài sản của đơn vị").select_option(label=WARD)
    form = page.locator("main form")
    fields = {
        name: form.locator(f"[name={name}]").input_value()
        for name in ("csrf", "unit_id", "template", "start_at")
    }
    answer = page.request.post(f"{site.url}/labels", form=fields)
    assert answer.headers["content-type"] == "application/pdf", answer.text()
    sheet = folder / "labels.pdf"
    sheet.write_bytes(answer.body())
    take_paper(sheet, "labels")
    return sheet


def _somebody_of_the_ward(site: Site, page: Page) -> str:
    page.goto(f"{site.url}/people")
    page.get_by_label("Đơn vị").select_option(label=WARD)
    page.get_by_role("button", name="Tìm").click()
    return page.locator("main a.item", has_text="Công chức tài chính").locator("b").inner_text()


def _tablets_of_the_book(site: Site, page: Page, labels: list[Label]) -> list[Label]:
    """The first three labels of the sheet that lead to tablets of the book: their serials begin with GA."""
    found = []
    for label in labels:
        page.goto(f"{site.url}/T/{label.code}")
        if page.get_by_text(pattern(r"^GA\d{10}$")).count():
            found.append(label)
        if len(found) == 3:
            return found
    pytest.fail(f"only {len(found)} tablets of the book are on the sheet")


def _hand_over_by_scanning(site: Site, page: Page, tablets: list[Label], receiver: str) -> str:
    page.goto(f"{site.url}/handovers/new")
    page.get_by_role("button", name="Mở máy ảnh để quét").click()
    rows = page.locator("[data-list] li")
    expect(rows).to_have_count(2, timeout=20_000)
    take(page, "scan-phone")
    page.locator("[data-typed]").fill(tablets[2].code)  # a gun types too, and ends with Enter
    page.locator("[data-typed]").press("Enter")
    expect(rows).to_have_count(3)
    page.locator("[data-typed]").fill("1234567B")
    page.locator("[data-typed]").press("Enter")
    expect(page.locator("[data-banner]")).to_be_visible()
    expect(page.locator("[data-banner]")).to_contain_text("đọc chưa đúng")
    page.get_by_role("button", name="Đã hiểu").click()
    page.get_by_role("button", name=pattern("Tiếp tục")).click()
    page.get_by_label("Tìm theo tên (có dấu hoặc không dấu)").fill(receiver)
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_text(receiver).first.click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("3 tài sản")).to_be_visible()
    take(page, "check-phone")
    page.get_by_label("Địa điểm giao nhận").fill("Trụ sở UBND phường Bồ Đề")
    page.get_by_role("button", name="Lập biên bản và ký").click()
    _comes_to(page, "/sign")
    found = pattern(r"\d{5}/\w+").search(page.locator("main").inner_text())
    assert found, "the record has no number"
    return found.group()


def _both_sign(page: Page, number: str) -> None:
    """The giver draws, the receiver enters a PIN: a wrong one first."""
    giver = page.locator("form[data-sign]").first
    _scribble(page, giver.locator("canvas"))
    take(page, "sign-phone")
    giver.get_by_role("button", name="Tôi đã giao đủ 3 tài sản").click()
    receiver = page.locator("form[data-sign]")
    expect(receiver).to_have_count(1)
    receiver.locator("[name=pin]").fill("999111")
    receiver.get_by_role("button", name="Tôi đã nhận đủ 3 tài sản").click()
    expect(page.locator(".summary")).to_contain_text("PIN")
    page.locator("form[data-sign] [name=pin]").fill(PIN)
    page.get_by_role("button", name="Tôi đã nhận đủ 3 tài sản").click()
    _comes_to(page, "/done")
    expect(page.locator(".panel")).to_contain_text(number)
    take(page, "done-phone")


def _comes_to(page: Page, end: str) -> None:
    """The next page is the one that was asked for; if not, what the page says is the failure."""
    try:
        page.wait_for_url(f"**{end}")
    except NotInTime:
        pytest.fail(page.locator("main").inner_text())


def _scribble(page: Page, pad: Locator) -> None:
    pad.scroll_into_view_if_needed()
    page.mouse.wheel(0, 150)  # out from under the bar at the bottom
    page.wait_for_timeout(300)
    box = pad.bounding_box()
    assert box is not None
    left, middle = box["x"] + 60, box["y"] + box["height"] / 2
    page.mouse.move(left, middle)
    page.mouse.down()
    for step in range(90):
        turn = step / 9
        page.mouse.move(left + step * 2.2 + 16 * cos(turn), middle + (44 - step / 3) * sin(turn))
    page.mouse.up()


def _minutes_say_it(page: Page, folder: Path, tablets: list[Label], receiver: str) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biên bản PDF").click()
    minutes = folder / "minutes.pdf"
    download.value.save_as(minutes)
    take_paper(minutes, "minutes")
    text = text_of(minutes)
    for wanted in (receiver, "02/TSC-BBGN", *(label.code for label in tablets)):
        assert wanted in text, f"{wanted} is not in the minutes: {text[:600]}"


def _mark_as_left(site: Site, page: Page, who: str) -> None:
    page.goto(f"{site.url}/people?q={who}")
    page.locator("main a.item").first.click()
    page.get_by_role("link", name="Ghi nhận nghỉ, chuyển").click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator(".summary")).to_contain_text("Hãy chọn một trường hợp.")
    page.get_by_text("Đã nghỉ hưu").click()
    page.get_by_label("Căn cứ (số quyết định)").fill("Quyết định số 700/QĐ-UBND")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Đang giữ 3 tài sản.")).to_be_visible()
    page.get_by_role("button", name="Ghi nhận").click()
    page.wait_for_url("**left=1")


def _recall_and_notice_are_there(site: Site, page: Page, who: str) -> None:
    for _ in range(40):
        page.goto(f"{site.url}/notices")
        if page.locator("main li", has_text=who).filter(has_text="thu hồi").count():
            break
        page.wait_for_timeout(500)
    else:
        pytest.fail("no notice of the recall came")
    page.goto(f"{site.url}/recalls")
    page.locator("main a.item", has_text=who).click()
    expect(page.get_by_role("link", name="Thu hồi ngay (3)")).to_be_visible()
    take(page, "recall-desk")


def _take_everything_back(page: Page) -> None:
    page.get_by_role("link", name="Thu hồi ngay (3)").click()
    expect(page.locator("[data-list] li")).to_have_count(3)
    page.get_by_role("button", name=pattern("Tiếp tục")).click()
    page.get_by_role("button", name="Lập biên bản và ký").click()
    _comes_to(page, "/sign")
    for left, name in ((1, "Tôi đã giao đủ 3 tài sản"), (0, "Tôi đã nhận đủ 3 tài sản")):
        form = page.locator("form[data-sign]", has=page.get_by_role("button", name=name))
        form.locator("[name=pin]").fill(PIN)
        form.get_by_role("button", name=name).click()
        expect(page.locator("form[data-sign]")).to_have_count(left)
    _comes_to(page, "/done")


def _recall_is_closed(site: Site, page: Page, who: str) -> None:
    page.goto(f"{site.url}/recalls?state=closed")
    case = page.locator("main a.item", has_text=who)
    expect(case).to_contain_text("Đã thu hồi xong")
    case.click()
    expect(page.get_by_text("Đã xong 3 trên 3 tài sản")).to_be_visible()


@contextmanager
def _at_the_desk(site: Site, browser: Browser) -> Iterator[Page]:
    with visit(browser, viewport=DESK) as context:
        yield site.enter(context)


@contextmanager
def _on_the_phone(site: Site, browser: Browser, film: Path) -> Iterator[Page]:
    """A phone whose camera shows `film`; it needs a browser process of its own."""
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={film}"]
    other = browser.browser_type.launch(executable_path=str(CHROMIUM), args=flags)
    try:
        with visit(other, viewport=PHONE, has_touch=True, permissions=["camera"]) as context:
            yield site.enter(context)
    finally:
        other.close()
