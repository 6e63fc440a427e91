"""Every screen at both widths and in both languages: it opens, fits, and no browser complains."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from taisan.demo.places import PIN
from tests.e2e.conftest import Site
from tests.e2e.pictures import take

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

SCREENS = {
    "canbo": (
        "/",
        "/menu",
        "/scan",
        "/assets",
        "/assets?q=may+tinh&cost_from=1.000.000&label=unprinted&sort=-cost",
        "/assets/views",
        "/cameras",
        "/cameras?essential=true",
        "/assets/changes?all=1",
        "/assets/new",
        "/assets/new?category=camera",
        "/assets/corrections",
        "/handovers/new",
        "/returns/new",
        "/records",
        "/signed-papers",
        "/records/new",
        "/repairs",
        "/repairs/out",
        "/mine",
        "/mine/pin",
        "/people",
        "/people/new",
        "/units",
        "/posts",
        "/lists/people/new",
        "/recalls",
        "/recalls/campaigns",
        "/recalls/campaigns/new",
        "/plans",
        "/plans/new",
        "/disposals",
        "/disposals/new",
        "/disposals/new?kind=liquidation",
        "/disposal-authorities",
        "/notices",
        "/custody/corrections",
        "/custody/corrections/new",
        "/custody/reports",
        "/notices?all=1",
        "/reminders",
        "/imports",
        "/imports/new",
        "/labels",
        "/labels/rolls",
        "/labels/printers",
        "/law",
        "/law?on=2025-06-30&certainty=M",
        "/status",
        "/stocktakes",
        "/stocktakes/new",
    ),
    "nguoidung": ("/", "/mine", "/scan", "/records", "/notices"),
    "thutruong": ("/", "/assets", "/disposals", "/disposal-authorities", "/recalls"),
    "ketoan": ("/duties", "/wear", "/wear/preview?year=2026", "/wear/decisions"),
    "quantri": (
        "/units",
        "/units/new",
        "/units/successions/new",
        "/posts",
        "/lists/units/new",
        "/catalogue",
        "/catalogue/new",
        "/catalogue/camera",
        "/catalogue/makers",
        "/reminders",
        "/reminders/recall.soon",
        "/contracts",
        "/contracts?q=thu+hoi",
        "/contracts/events/handover.record.signed.v1",
        "/contracts/events/assets.batch.registered.v1",
        "/contracts/http/assets/register_asset",
        "/contracts/http/assets/list_assets",
    ),
    "kiemtoan": ("/", "/exports", "/reconciliation", "/units", "/records", "/notices?all=1"),
}
FOLLOWED = {
    "/assets": "td.lead a",
    "/cameras": "td.lead a",
    "/wear": "td.lead a",
    "/records": ".list a.item",
    "/disposals": "td.lead a",
    "/people": ".list a.item",
    "/recalls": ".list a.item:not(.tall)",
    "/recalls/campaigns": ".list a.item",
    "/plans": ".list a.item.tall",
    "/units": "td.lead a",
    "/labels/printers": "td.lead a",
    "/stocktakes": ".list a.item",
}
PICTURES = {"/": "home", "/assets": "assets", "/mine": "mine", "/records": "records", "/recalls": "recalls"}


@pytest.mark.parametrize("login", SCREENS)
def test_every_screen_fits_a_desk(site: Site, desk: BrowserContext, login: str) -> None:
    _look_at_all(site, desk, login, "desk")


@pytest.mark.parametrize("login", SCREENS)
def test_every_screen_fits_a_phone(site: Site, phone: BrowserContext, login: str) -> None:
    _look_at_all(site, phone, login, "phone")


@pytest.mark.parametrize("login", SCREENS)
def test_every_screen_flows_into_320_pixels(site: Site, desk: BrowserContext, login: str) -> None:
    page = site.enter(desk, login)
    page.set_viewport_size({"width": 320, "height": 640})
    for path in SCREENS[login]:
        _open(site, page, path)
        if inside := FOLLOWED.get(path):
            _follow(page, inside)
    assert site.complaints == []


def test_a_holder_signs_on_the_own_phone(site: Site, phone: BrowserContext) -> None:
    page = site.enter(phone, "nguoidung")
    take(page, "holder-home-phone")
    page.goto(f"{site.url}/mine")
    page.locator("section", has_text="Chờ tôi ký").locator("a.item").first.click()
    page.get_by_role("link", name="Ký", exact=True).click()
    form = page.locator("form[data-sign]")
    expect(form).to_have_count(1)
    form.locator("[name=pin]").fill(PIN)
    form.get_by_role("button").last.click()
    expect(page.locator(".panel")).to_contain_text("Biên bản đã hoàn thành")
    page.goto(f"{site.url}/mine")
    expect(page.get_by_text("Không có biên bản nào chờ ký")).to_be_visible()
    assert site.complaints == []


def test_the_login_page_welcomes(site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(f"{site.url}/login")
    take(page, "login-phone")
    _fits(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_the_whole_work_can_be_done_in_english(site: Site, desk: BrowserContext) -> None:
    page = site.enter(desk)
    page.get_by_role("button", name="English").click()
    for path in SCREENS["canbo"]:
        _open(site, page, path)
        assert page.locator("html").get_attribute("lang") == "en"
    _open(site, page, "/")
    take(page, "home-english-desk")
    assert site.complaints == []


def _look_at_all(site: Site, context: BrowserContext, login: str, device: str) -> None:
    page = site.enter(context, login)
    for path in SCREENS[login]:
        _open(site, page, path)
        if login == "canbo" and path in PICTURES:
            take(page, f"{PICTURES[path]}-{device}")
        if inside := FOLLOWED.get(path):
            _follow(page, inside)
            if login == "canbo":
                take(page, f"{path.strip('/')}-one-{device}")
    assert site.complaints == []


def _open(site: Site, page: Page, path: str) -> None:
    answer = page.goto(site.url + path)
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"
    assert page.locator("main h1").count() == 1, f"{path} has no heading"
    assert page.locator(".summary").count() == 0, f"{path} begins with a problem"
    _fits(page)


def _follow(page: Page, inside: str) -> None:
    with page.expect_navigation():
        page.locator(inside).first.click()
    expect(page.locator("main h1")).to_be_visible()
    _fits(page)


def _fits(page: Page) -> None:
    """Nothing sticks out to the side, and what can be tapped is big enough."""
    size = page.viewport_size
    assert size is not None
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"], f"{page.url} is {width} px wide"
    small = page.evaluate(
        "[...document.querySelectorAll('.button, .tool, .nav a, .big, input:not([type=hidden]), select')]"
        ".filter(e => e.offsetParent && e.type !== 'checkbox' && e.type !== 'radio' && !e.closest('.unseen')"
        " && !e.classList.contains('unseen') && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == [], f"{page.url}: too small to tap: {small}"
