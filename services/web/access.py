"""Which pages are for whom. What may be done is decided by the services; here stands what is offered.

Every page has a row, or `check_complete` refuses to start; PUBLIC pages need no visitor.
"""

from flask import Flask

from services.web.language import N_

PUBLIC = frozenset({"public"})
EVERYBODY = frozenset({"officer", "holder", "head", "accountant", "auditor", "admin"})
READERS = frozenset({"officer", "head", "accountant", "auditor", "admin"})
KEEPERS = frozenset({"officer", "admin"})
OFFICERS = frozenset({"officer"})
AUDIT = frozenset({"officer", "head", "accountant", "auditor"})
COUNT_LEADERS = frozenset({"officer", "head"})
COUNTERS = frozenset({"officer", "head", "accountant", "holder"})
ORGANISERS = frozenset({"admin"})
ACCOUNTANTS = frozenset({"accountant"})
FILERS = frozenset({"officer", "accountant"})
APPROVERS = frozenset({"head", "accountant"})
BOOK_READERS = frozenset({"officer", "accountant", "auditor"})

PAGES: dict[str, frozenset[str]] = {
    "static": PUBLIC,
    "login.ask": PUBLIC,
    "login.enter": PUBLIC,
    "login.enter_demo": PUBLIC,
    "login.leave": EVERYBODY,
    "login.choose_language": PUBLIC,
    "landing.label": PUBLIC,
    "landing.paper": PUBLIC,
    "landing.compare": PUBLIC,
    "landing.live": PUBLIC,
    "home.start": EVERYBODY,
    "home.menu": EVERYBODY,
    "home.status": READERS,
    "scan.look": EVERYBODY,
    "scan.find": EVERYBODY,
    "scan.resolve_code": EVERYBODY,
    "scan.decode": EVERYBODY,
    "assets.listing": READERS,
    "assets.page": EVERYBODY,
    "assets.new": OFFICERS,
    "assets.register": OFFICERS,
    "assets.edit": OFFICERS,
    "assets.change_asset": OFFICERS,
    "assets.history": READERS,
    "saved_views.listing": READERS,
    "saved_views.save": READERS,
    "saved_views.change_view": READERS,
    "cameras.listing": READERS,
    "cameras.download": READERS,
    "upkeep.cost": FILERS,
    "upkeep.corrections": READERS,
    "upkeep.decide": APPROVERS,
    "upkeep.maintenance": READERS,
    "upkeep.add_file": FILERS,
    "upkeep.file": EVERYBODY,
    "upkeep.thumbnail": EVERYBODY,
    "upkeep.withdraw": FILERS,
    "upkeep.parts": EVERYBODY,
    "catalogue.listing": ORGANISERS,
    "catalogue.new": ORGANISERS,
    "catalogue.page": ORGANISERS,
    "catalogue.add_attribute": ORGANISERS,
    "catalogue.change_attribute": ORGANISERS,
    "catalogue.makers": ORGANISERS,
    "catalogue.merge": ORGANISERS,
    "disposals.listing": READERS,
    "disposals.new": OFFICERS,
    "disposals.draw_up": OFFICERS,
    "disposals.page": READERS,
    "disposals.choose": OFFICERS,
    "disposals.put_in": OFFICERS,
    "disposals.do": frozenset({"officer", "head", "accountant", "admin"}),
    "disposals.paper": READERS,
    "disposals.file": READERS,
    "authorities.listing": READERS,
    "authorities.add": frozenset({"head", "admin"}),
    "authorities.end": frozenset({"head", "admin"}),
    "handovers.begin": OFFICERS,
    "handovers.step": OFFICERS,
    "returns.begin": OFFICERS,
    "returns.step": OFFICERS,
    "records.listing": EVERYBODY,
    "records.page": EVERYBODY,
    "records.sign": EVERYBODY,
    "records.add_signature": EVERYBODY,
    "records.refuse": EVERYBODY,
    "records.cancel": KEEPERS,
    "records.done": EVERYBODY,
    "records.minutes": EVERYBODY,
    "records.proof": EVERYBODY,
    "records.verifier": EVERYBODY,
    "mine.things": EVERYBODY,
    "mine.pin": EVERYBODY,
    "mine.set_pin": EVERYBODY,
    "people.listing": READERS,
    "people.page": READERS,
    "people.new": KEEPERS,
    "people.register": KEEPERS,
    "people.departure": KEEPERS,
    "people.leave": KEEPERS,
    "moves.move": KEEPERS,
    "moves.record": KEEPERS,
    "moves.back": KEEPERS,
    "moves.take_back": KEEPERS,
    "posts.listing": READERS,
    "posts.add": KEEPERS,
    "posts.set_group": KEEPERS,
    "units.listing": READERS,
    "units.page": READERS,
    "units.new": ORGANISERS,
    "units.register": ORGANISERS,
    "units.edit": ORGANISERS,
    "units.change_unit": ORGANISERS,
    "units.ending": ORGANISERS,
    "units.end": ORGANISERS,
    "units.add_identifier": ORGANISERS,
    "units.end_identifier": ORGANISERS,
    "successions.begin": ORGANISERS,
    "successions.step": ORGANISERS,
    "lists.new": KEEPERS,
    "lists.upload_file": KEEPERS,
    "lists.page": KEEPERS | {"auditor"},
    "lists.commit": KEEPERS,
    "recalls.listing": READERS,
    "recalls.page": EVERYBODY,
    "notices.listing": EVERYBODY,
    "notices.acknowledge": EVERYBODY,
    "reminders.listing": READERS,
    "reminders.policy": READERS,
    "reminders.change_policy": ORGANISERS,
    "reminders.plan": EVERYBODY,
    "imports.listing": BOOK_READERS,
    "imports.new": OFFICERS,
    "imports.upload_file": OFFICERS,
    "imports.after_reading": OFFICERS,
    "imports.page": BOOK_READERS,
    "imports.faults": BOOK_READERS,
    "imports.marked": BOOK_READERS,
    "imports.columns": OFFICERS,
    "imports.read_again": OFFICERS,
    "imports.commit": OFFICERS,
    "imports.undo": OFFICERS,
    "law.listing": EVERYBODY,
    "labels.choose": frozenset({"officer", "head"}),
    "labels.sheet": frozenset({"officer", "head"}),
    "printers.listing": frozenset({"officer", "head"}),
    "printers.calibration": frozenset({"officer", "head"}),
    "printers.save": OFFICERS,
    "printers.edit": OFFICERS,
    "printers.correct": OFFICERS,
    "rolls.listing": frozenset({"officer", "head"}),
    "rolls.print_roll": frozenset({"officer", "head"}),
    "rolls.make": OFFICERS,
    "relabelling.choose_asset": OFFICERS,
    "relabelling.bind": OFFICERS,
    "relabelling.spoil": OFFICERS,
    "relabelling.ask": OFFICERS,
    "relabelling.replace": OFFICERS,
    "exports.choose": AUDIT,
    "exports.download": AUDIT,
    "exports.manifest": AUDIT,
    "reconciliation.reconcile": AUDIT,
    "tasks.watch": EVERYBODY,
    "stocktakes.listing": EVERYBODY,
    "stocktakes.new": COUNT_LEADERS,
    "stocktakes.plan": COUNT_LEADERS,
    "stocktakes.page": EVERYBODY,
    "stocktakes.take_step": COUNT_LEADERS,
    "stocktakes.write_off": COUNTERS,
    "stocktakes.review": EVERYBODY,
    "stocktakes.decide": COUNT_LEADERS,
    "stocktakes.photo": READERS,
    "stocktakes.minutes": READERS,
    "counting.count": COUNTERS,
    "counting.add": COUNTERS,
    "counting.scan": COUNTERS,
    "counting.undo": COUNTERS,
    "counting.tell_device": COUNTERS,
    "wear.start": READERS,
    "wear.preview": READERS,
    "wear.look": READERS,
    "wear.close": ACCOUNTANTS,
    "wear.table": READERS,
    "wear.download": READERS,
    "wear_decisions.listing": READERS,
    "wear_decisions.decide": frozenset({"accountant", "admin"}),
    "wear_decisions.asset": READERS,
    "wear_decisions.decide_asset": ACCOUNTANTS,
    "wear_decisions.correct": ACCOUNTANTS,
    "wear_decisions.decide_correction": APPROVERS,
}

# Forms of strangers who have no cookie: they change nothing, so there is nothing to forge.
WITHOUT_TOKEN = frozenset({"landing.compare"})

# (endpoint, text, icon, CSS class); None begins a new group with a heading
MENU: tuple[tuple[str | None, str, str, str], ...] = (
    ("home.start", N_("Trang chủ"), "home", "first"),
    ("assets.listing", N_("Sổ tài sản"), "box", "first"),
    ("scan.look", N_("Quét mã"), "scan", "first scan"),
    ("mine.things", N_("Của tôi"), "person", "first"),
    (None, N_("Bàn giao, thu hồi"), "", ""),
    ("handovers.begin", N_("Bàn giao"), "give", ""),
    ("returns.begin", N_("Nhận lại, thu hồi"), "take", ""),
    ("records.listing", N_("Biên bản"), "record", ""),
    ("recalls.listing", N_("Việc thu hồi"), "recall", ""),
    ("notices.listing", N_("Thông báo"), "bell", ""),
    (None, N_("Quản lý"), "", ""),
    ("disposals.listing", N_("Xử lý tài sản công"), "out", ""),
    ("cameras.listing", N_("Camera"), "camera", ""),
    ("people.listing", N_("Cán bộ"), "people", ""),
    ("units.listing", N_("Đơn vị"), "building", ""),
    ("stocktakes.listing", N_("Kiểm kê"), "count", ""),
    ("imports.listing", N_("Nhập sổ từ tệp"), "import", ""),
    ("labels.choose", N_("In tem"), "print", ""),
    ("wear.start", N_("Hao mòn, khoá sổ năm"), "lock", ""),
    ("law.listing", N_("Căn cứ pháp lý"), "book", ""),
    ("upkeep.corrections", N_("Sửa sai sót chờ duyệt"), "check", ""),
    ("catalogue.listing", N_("Danh mục tài sản"), "book", ""),
    ("exports.choose", N_("Sổ và biểu mẫu"), "book", ""),
    ("reconciliation.reconcile", N_("Đối chiếu sổ"), "check", ""),
    ("home.status", N_("Tình trạng hệ thống"), "pulse", ""),
)


def may_open(endpoint: str, roles: frozenset[str]) -> bool:
    """Whether somebody with `roles` may open the page."""
    allowed = PAGES[endpoint]
    return allowed == PUBLIC or not allowed.isdisjoint(roles)


def menu_for(roles: frozenset[str]) -> list[tuple[str | None, str, str, str]]:
    """The rows of the menu that `roles` may open; a heading with nothing under it is left out."""
    rows = [row for row in MENU if row[0] is None or may_open(row[0], roles)]
    following = [*rows[1:], (None, "", "", "")]
    return [
        row for row, after in zip(rows, following, strict=True) if row[0] is not None or after[0] is not None
    ]


def check_complete(app: Flask) -> None:
    """Refuse to start when a page has no row or a row no page."""
    served = {rule.endpoint for rule in app.url_map.iter_rules()}
    if served != set(PAGES):
        raise RuntimeError(f"pages and access rows differ: {sorted(served ^ set(PAGES))}")
