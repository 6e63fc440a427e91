"""Fifty assets of a room are counted on a phone, by camera and typed code; every outcome at least once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.conftest import DESK, PHONE, Site
from tests.e2e.film import make_film
from tests.e2e.paper import text_of
from tests.e2e.pictures import take
from tests.servers.browser import CHROMIUM, FLAGS, visit
from tests.waiting import eventually

ROOM = "Phòng 302, phường Cự Khối"
WARD, OTHER_WARD = "UBND phường Cự Khối", "UBND phường Bồ Đề"
ASSETS = 50
MISREAD = "1234567B"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


def test_fifty_assets_are_counted_and_every_outcome_is_met(
    site: Site, chromium: Browser, tmp_path: Path
) -> None:
    with visit(chromium, viewport=DESK) as context:
        page = site.enter(context)
        codes = [_registered(site, page, WARD) for _ in range(ASSETS)]
        path = _planned_and_opened(site, page)
        late, strange = _registered(site, page, WARD), _registered(site, page, OTHER_WARD, room="Kho")
    film = make_film([_label(site, code) for code in codes[:2]], tmp_path / "labels.y4m")
    with _phone(site, chromium, film) as page:
        page.goto(f"{site.url}{path}/count")
        expect(page.locator("[data-expected]")).to_have_text(str(ASSETS))
        page.get_by_label("Đang ở nơi nào (giữ cho các lần quét sau)").fill(ROOM)
        _by_camera(page)
        _typed(page, codes[2:44], seen_before=2)
        _one_of_each_problem(page, codes, late=late, strange=strange)
        take(page, "stocktake-count-phone")
    with visit(chromium, viewport=DESK, accept_downloads=True) as context:
        page = site.enter(context)
        page.goto(f"{site.url}{path}")
        expect(page.locator("[data-seen]")).to_have_text("47")
        _closed(site, page, path)
        _minutes_say_it(page, site, path, tmp_path)
    assert site.complaints == []


def test_scans_made_without_a_network_outlive_the_page_and_hold_the_stocktake_open(
    site: Site, chromium: Browser
) -> None:
    room = "Phòng máy chủ"
    with visit(chromium, viewport=PHONE) as context, visit(chromium, viewport=DESK) as desk:
        page = site.enter(context)
        codes = [_registered(site, page, WARD, room=room) for _ in range(3)]
        path = _planned_and_opened(site, page, room=room, expected=3)
        page.goto(f"{site.url}{path}/count")
        context.set_offline(True)
        for code in codes:
            _type(page, code)
        expect(page.locator("[data-unsent-count]")).to_have_text("3")
        page.close()
        context.set_offline(False)
        context.route("**/count/scans", lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{site.url}{path}/count")
        expect(page.locator("[data-unsent-count]")).to_have_text("3")
        take(page, "stocktake-unsent-phone")
        _refused_over_unsent(site, site.enter(desk), path)
        with page.expect_request(_all_sent, timeout=30_000):
            context.unroute("**/count/scans")
        page.wait_for_load_state("networkidle")
        expect(page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
        expect(page.locator("[data-seen]")).to_have_text("3")
        other = desk.pages[0]

        def told() -> bool:  # the phone tells it after its last scan has arrived
            other.goto(f"{site.url}{path}")
            return other.get_by_text("đã gửi hết").is_visible()

        eventually(told, within=30)
        other.get_by_role("button", name="Chốt kiểm kê").click()
        other.wait_for_url(f"**{path}/review", timeout=30_000)
        other.goto(f"{site.url}{path}")
        expect(other.locator("section", has_text="Kết quả đã chốt")).to_contain_text("Đã thấy 3")


def _all_sent(request: Request) -> bool:
    """Whether this is the device's word that it holds nothing any more."""
    return request.url.endswith("/count/device") and "unsent=0" in (request.post_data or "")


def _refused_over_unsent(site: Site, page: Page, path: str) -> None:
    page.goto(f"{site.url}{path}")
    expect(page.get_by_text("còn 3 lần quét chưa gửi")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Chốt kiểm kê").click()
    expect(page.locator("main")).to_contain_text("Còn thiết bị chưa gửi hết lần quét", timeout=30_000)


def _registered(site: Site, page: Page, ward: str, *, room: str = ROOM) -> str:
    """The code of a new tablet, registered through the form."""
    if not page.url.endswith("/assets/new"):
        page.goto(f"{site.url}/assets/new")
    unit = page.locator("#f-unit_id option", has_text=ward).first.get_attribute("value")
    form = {"csrf": page.locator("main [name=csrf]").first.input_value(), "name": "Máy tính bảng đếm thử"}
    form |= {"category": "tablet", "unit_id": str(unit), "place": room, "cost": "7.990.000"}
    text = page.request.post(f"{site.url}/assets/new", form=form).text()
    found = re.search(r'class="code">([0-9BCGHKLMNPQTVX]{4})-([0-9BCGHKLMNPQTVX]{4})<', text)
    assert found, text[:500]
    return found.group(1) + found.group(2)


def _planned_and_opened(site: Site, page: Page, *, room: str = ROOM, expected: int = ASSETS) -> str:
    page.goto(f"{site.url}/stocktakes/new")
    page.get_by_label("Tên đợt").fill("Kiểm kê phòng 302")
    page.get_by_label("Đơn vị tổ chức").select_option(label=WARD)
    page.get_by_text("Chỉ các phòng, nơi để").first.click()
    page.get_by_text(room).click()
    page.get_by_label("Trưởng ban").select_option(index=1)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Kiểm tra đợt kiểm kê")).to_be_visible()
    page.get_by_role("button", name="Lập đợt kiểm kê").click()
    page.get_by_role("button", name="Mở kiểm kê").click()
    expect(page.locator("[data-expected]")).to_have_text(str(expected), timeout=30_000)
    return page.url.removeprefix(site.url)


def _by_camera(page: Page) -> None:
    """Two labels held before the lens; each stays there longer than one frame and is counted once."""
    page.get_by_role("button", name="Mở máy ảnh để quét").click()
    expect(page.locator("[data-seen]")).to_have_text("2", timeout=30_000)
    page.get_by_role("button", name="Dừng").click()


def _typed(page: Page, codes: list[str], *, seen_before: int) -> None:
    """As a gun types: the code and Enter."""
    for number, code in enumerate(codes, seen_before + 1):
        _type(page, code)
        if number % 10 == 0:
            expect(page.locator("[data-seen]")).to_have_text(str(number), timeout=30_000)
    expect(page.locator("[data-seen]")).to_have_text(str(seen_before + len(codes)), timeout=30_000)


def _type(page: Page, text: str) -> None:
    page.locator("[data-typed]").fill(text)
    page.locator("[data-typed]").press("Enter")


def _one_of_each_problem(page: Page, codes: list[str], *, late: str, strange: str) -> None:
    _problem(page, MISREAD, "đọc chưa đúng")
    _problem(page, "00000000", "Mã không có trong sổ")
    _problem(page, strange, OTHER_WARD)
    _problem(page, late, "ngoài danh sách kiểm kê")
    page.get_by_text("Tình trạng, người đang giữ, ghi chú").click()
    page.locator("#f-condition").select_option("broken")
    _type(page, codes[44])
    expect(page.locator("[data-seen]")).to_have_text("45")
    page.locator("#f-holder_person_id").select_option(index=1)
    _problem(page, codes[45], "theo sổ do")
    page.get_by_label("Đang ở nơi nào (giữ cho các lần quét sau)").fill("Hội trường")
    _problem(page, codes[46], "theo sổ ở")
    page.get_by_label("Đang ở nơi nào (giữ cho các lần quét sau)").fill(ROOM)
    _type(page, codes[3])
    expect(page.locator("[data-said]")).to_contain_text("Đã quét rồi")
    page.get_by_text("Vật không có tem").first.click()
    page.get_by_label("Mô tả: là gì, hiệu, số máy").fill("Máy in Canon không tem")
    page.get_by_role("button", name="Ghi là tài sản thừa").click()
    expect(page.locator("[role=status]").first).to_contain_text("Không có tem")


def _problem(page: Page, text: str, said: str) -> None:
    """The banner stays until it is acknowledged."""
    _type(page, text)
    banner = page.locator("[data-banner]")
    expect(banner).to_be_visible(timeout=20_000)
    expect(banner).to_contain_text(said)
    banner.get_by_role("button", name="Đã hiểu").click()
    expect(banner).to_be_hidden()


def _closed(site: Site, page: Page, path: str) -> None:
    page.get_by_role("button", name="Chốt kiểm kê").click()
    page.wait_for_url(f"**{path}/review", timeout=30_000)
    take(page, "stocktake-review-desk")
    kinds = page.locator("article .chip.long").all_inner_texts()
    counted = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counted == {
        "Lập hồ sơ mất tài sản": 3,
        "Xử lý tài sản hỏng": 1,
        "Lập biên bản bàn giao đúng người giữ": 1,
        "Sửa nơi sử dụng trên sổ": 1,
        "Ghi tăng tài sản thừa": 2,
        "Làm rõ tài sản ngoài danh sách": 2,
    }
    loss = page.locator("article", has_text="Lập hồ sơ mất tài sản").first
    loss.get_by_text("Quyết định", exact=True).click()
    loss.get_by_label("Lý do").fill("Ban kiểm kê thống nhất")
    loss.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(page.get_by_text("Ban kiểm kê thống nhất")).to_be_visible()
    page.goto(f"{site.url}{path}")
    for said in ("Đã thấy 44", "Sai nơi sử dụng 1", "Sai người giữ 1", "Hỏng 1", "Thiếu 3", "Thừa 4"):
        expect(page.locator("section", has_text="Kết quả đã chốt")).to_contain_text(said)


def _minutes_say_it(page: Page, site: Site, path: str, folder: Path) -> None:
    answer = page.request.get(f"{site.url}{path}/minutes.pdf")
    paper = folder / "c53.pdf"
    paper.write_bytes(answer.body())
    text = text_of(paper)
    for said in ("C53-HD", "Theo sổ 50 tài sản; kiểm kê thấy 47; thiếu 3; thừa 4", "Máy in Canon không tem"):
        assert said in text, text[:800]
    workbook = page.request.get(f"{site.url}{path}/minutes.xlsx")
    assert workbook.body()[:2] == b"PK"


def _label(site: Site, code: str) -> Image.Image:
    symbol = qrcode.QRCode(border=4, box_size=8)
    symbol.add_data(f"{site.url.upper()}/T/{code}")
    return symbol.make_image().get_image().convert("RGB")


@contextmanager
def _phone(site: Site, browser: Browser, film: Path) -> Iterator[Page]:
    """A phone whose camera shows `film`; it needs a browser process of its own."""
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={film}"]
    other = browser.browser_type.launch(executable_path=str(CHROMIUM), args=flags)
    try:
        with visit(other, viewport=PHONE, has_touch=True, permissions=["camera"]) as context:
            yield site.enter(context)
    finally:
        other.close()
