"""What narrows the asset list: read from the address, shown as chips, each with the address without it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from services.web.asset_form import amount_of
from services.web.backstage import Json, attempt, fetch
from services.web.choices import Options
from services.web.language import N_, _
from services.web.problems import FormProblem
from services.web.shown import money
from services.web.words import ASSET_KIND, ASSET_STATUS
from services.web.words.finding import LABEL, SORT, YES_NO
from shared.peers import PeerRefused

SHORT = ("q", "unit", "category", "status")
LONG = (
    "department",
    "kind",
    "holder",
    "cost_from",
    "cost_to",
    "year",
    "label",
    "essential",
    "far_from_homes",
    "end_of_life",
)
USUAL_SORT = "registered"
NAMES = (*SHORT, *LONG, "sort")
_AMOUNTS = ("cost_from", "cost_to")
_MOST_PEOPLE = 6  # to choose from when a typed name fits several
_SAID = {
    "q": N_("Từ khoá"),
    "unit": N_("Đơn vị"),
    "category": N_("Loại"),
    "status": N_("Tình trạng"),
    "department": N_("Phòng, bộ phận"),
    "kind": N_("Phân loại"),
    "holder": N_("Người đang giữ"),
    "cost_from": N_("Nguyên giá từ"),
    "cost_to": N_("Nguyên giá đến"),
    "year": N_("Năm đưa vào sử dụng"),
    "label": N_("Tem"),
    "essential": N_("Vị trí trọng yếu"),
    "far_from_homes": N_("Xa khu dân cư"),
    "end_of_life": N_("Hết thời gian tính hao mòn"),
    "sort": N_("Sắp xếp"),
}


@dataclass(frozen=True)
class Chip:
    """One active filter: what it is, its value, and the query string without it."""

    label: str
    text: str
    without: str


@dataclass
class Asked:
    """What a visitor asks the list: `typed` as the form shows it again, `query` as the register takes it."""

    typed: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    problem: FormProblem | None = None
    people: list[Json] = field(default_factory=list)  # whom a typed name may mean
    more_people: bool = False  # … and there are others
    person: Json | None = None

    @property
    def address(self) -> str:
        """The filters as a query string."""
        return urlencode(self.query)

    def held_by(self, person_id: str) -> str:
        """The same filters with this holder, as a query string."""
        return urlencode({**self.query, "holder": person_id})

    @property
    def folded(self) -> bool:
        """Whether none of the filters behind the fold is set or wrong."""
        return not (self.problem or self.people or any(name in self.query for name in (*LONG, "sort")))


def asked_of(args: Mapping[str, str]) -> Asked:
    """The filters in an address: amounts may be typed as 8.490.000, a holder by name or code (`who`)."""
    typed = {name: text for name in (*NAMES, "who") if (text := args.get(name, "").strip())}
    if typed.get("sort") == USUAL_SORT:
        del typed["sort"]
    asked = Asked(typed, {name: text for name, text in typed.items() if name != "who"})
    wrong = _read_numbers(asked)
    if who := typed.get("who"):
        _look_for(asked, who, wrong)
    elif "holder" in typed:
        path = f"/people/{typed['holder']}"
        asked.person = attempt(lambda: fetch("assets", path), _("Danh sách cán bộ"))
    if wrong:
        asked.problem = FormProblem(_("Có điều kiện lọc chưa đúng"), wrong)
    return asked


def _read_numbers(asked: Asked) -> dict[str, str]:
    """Put the amounts into the query as the register takes them; what is none comes back with a reason."""
    wrong = {}
    for name in _AMOUNTS:
        if name not in asked.typed:
            continue
        amount = amount_of(asked.typed[name])
        if amount is None:
            wrong[name] = _("Hãy ghi bằng chữ số, ví dụ 8.490.000.")
        asked.query[name] = str(amount)
    if not asked.typed.get("year", "0").isdecimal():
        wrong["year"] = _("Hãy ghi năm bằng bốn chữ số, ví dụ 2024.")
    return wrong


def _look_for(asked: Asked, who: str, wrong: dict[str, str]) -> None:
    """Find the holder whose name or code was typed: one is taken, several are offered, none is wrong."""
    asked.query.pop("holder", None)
    page = fetch("assets", "/people", q=who, limit=_MOST_PEOPLE)
    found = page["items"]
    if not found:
        wrong["who"] = _("Không có cán bộ nào tên hoặc mã như vậy.")
    elif len(found) == 1:
        asked.person = found[0]
        asked.query["holder"] = found[0]["id"]
        asked.typed.pop("who")
    else:
        asked.people, asked.more_people = found, page["next"] is not None


def chips_of(query: Mapping[str, str], units: Options, categories: Options, person: str = "") -> list[Chip]:
    """A chip for every filter of `query` (as the register takes it), in the order of the form."""
    texts = {name: _(text) for name, text in _word_of(query).items()}
    known = {"unit": dict(units), "category": dict(categories)}
    texts |= {name: known[name].get(query[name], query[name]) for name in known if name in query}
    texts |= {name: money(int(query[name])) + " " + _("đồng") for name in _AMOUNTS if name in query}
    if "holder" in query:
        texts["holder"] = person or _("một cán bộ")
    return [
        Chip(
            _(_SAID[name]),
            texts.get(name, query[name]),
            urlencode({other: text for other, text in query.items() if other != name}),
        )
        for name in NAMES
        if name in query
    ]


def _word_of(query: Mapping[str, str]) -> dict[str, str]:
    """The Vietnamese words for the codes among the filters."""
    tables = {"status": ASSET_STATUS, "kind": ASSET_KIND, "label": LABEL, "sort": SORT}
    tables |= dict.fromkeys(("essential", "far_from_homes", "end_of_life"), YES_NO)
    return {
        name: table[query[name]][0]
        for name, table in tables.items()
        if name in query and query[name] in table
    }


def page_asked(asked: Asked, after: str | None) -> Json:
    """The page of assets; nothing while something typed is wrong or a holder must be chosen."""
    empty: Json = {"items": [], "next": None}
    if asked.problem or asked.people:
        return empty
    try:
        page: Json = fetch("assets", "/assets", limit=30, after=after, **asked.query)
    except PeerRefused as refused:
        if refused.status != 422:
            raise
        asked.problem = _of_query(refused)
        return empty
    return page


def _of_query(refused: PeerRefused) -> FormProblem:
    """The register's word on a filter: pointers of a query begin with "?"."""
    errors = refused.problem.get("errors") or ()
    fields = {str(error.get("pointer", "")).lstrip("?/"): str(error.get("detail", "")) for error in errors}
    return FormProblem(_("Có điều kiện lọc chưa đúng"), fields)
