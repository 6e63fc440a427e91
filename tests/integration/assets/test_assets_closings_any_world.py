"""Whatever happens to assets between closes, the closed books add up, asset by asset and year by year."""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from services.assets.commands.booking import book, worn_off
from services.assets.finding import locked
from services.assets.models import ASSETS
from services.assets.rules.books import Voucher, went_out
from shared.auth import system_actor
from shared.clock import HANOI, frozen
from tests.integration.assets.conftest import Caller, Json, Register
from tests.integration.assets.test_assets_imports import checked, committed

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(400)]

YEARS = (2026, 2027, 2028)
HEAD = "Tên tài sản;Serial;Đơn vị;Ngày sử dụng;Nguyên giá;Hao mòn lũy kế\r\n"
NAMES = ("Máy tính xách tay", "Máy in", "Máy chiếu", "Phần mềm kế toán", "Camera giám sát")
MACHINE = system_actor("assets")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Thing:
    """An asset as the former book has it."""

    name: str
    ward: int  # 0 or 1
    cost: int
    began: date
    worn: int | None


@dataclass(frozen=True)
class Act:
    """What happens to the asset numbered `which` on a day of `year`: a move to the other ward, a change of
    cost to a share of it, or leaving the books.
    """

    year: int
    month: int
    what: str
    which: int
    percent: int


@st.composite
def things(draw: st.DrawFn) -> Thing:
    cost = draw(st.integers(10_000_000, 400_000_000))
    worn = draw(st.one_of(st.none(), st.just(0), st.integers(1, cost), st.just(cost)))
    began = draw(st.dates(date(2016, 1, 1), date(2025, 12, 31)))
    return Thing(draw(st.sampled_from(NAMES)), draw(st.integers(0, 1)), cost, began, worn)


acts = st.builds(
    Act,
    year=st.sampled_from(YEARS),
    month=st.sampled_from((1, 1, 1, 4, 8, 11)),  # in January what happens meets late closes
    what=st.sampled_from(("move", "move", "cost", "dispose")),
    which=st.integers(0, 11),
    percent=st.integers(30, 250).filter(lambda percent: percent != 100),
)


@dataclass
class World:
    """Two wards below a town of their own, and who keeps their books."""

    register: Register
    wards: list[Json] = field(default_factory=list)
    assets: list[Json] = field(default_factory=list)  # as the register has them: id, unit_id, version, cost
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        number, machine = next(_numbers), self.register.machine
        self.town = machine.made(
            "/units", {"code": f"T{number}", "name": f"UBND thị xã {number}", "kind": "district"}
        )
        for side in ("Đông", "Tây"):
            body = {"code": f"T{number}{side[0]}", "name": f"UBND phường {side} {number}", "kind": "ward"}
            body |= {"parent_id": self.town["id"], "valid_from": "2003-11-06"}
            self.wards.append(machine.made("/units", body))
        self.officer = self.register.caller({"officer"}, self.town["id"])
        self.accountant: Caller = self.register.caller({"accountant"}, self.town["id"])

    def import_book(self, book_of: list[Thing]) -> None:
        rows = [
            f"{one.name};{self.town['code']}S{place:02};{self.wards[one.ward]['name']};{one.began:%d/%m/%Y};{one.cost};"
            f"{'' if one.worn is None else one.worn}\r\n"
            for place, one in enumerate(book_of)
        ]
        done = committed(self.officer, checked(self.officer, (HEAD + "".join(rows)).encode()))
        assert done["imported"] == len(book_of), done["errors"]
        found = self.register.look(
            "SELECT id::text FROM assets WHERE import_id = %s ORDER BY serial", done["id"]
        )
        self.assets = [self.officer.get(f"/assets/{one}").json for (one,) in found]

    def do(self, act: Act) -> None:
        """What happens, if the asset is still there; kept from being refused for reasons of other tests."""
        if act.which >= len(self.assets) or self.assets[act.which]["id"] in self.gone:
            return
        asset = self.assets[act.which]
        with frozen(datetime(act.year, act.month, 15, 9, tzinfo=HANOI)):
            {"move": self._move, "cost": self._recost, "dispose": self._dispose}[act.what](asset, act)
        self.assets[act.which] = self.officer.get(f"/assets/{asset['id']}").json

    def _move(self, asset: Json, _act: Act) -> None:
        other = next(one["id"] for one in self.wards if one["id"] != asset["unit_id"])
        body = {"unit_id": other, "reason": "Điều chuyển"}
        answer = self.officer.patch(f"/assets/{asset['id']}", asset["version"], body)
        assert answer.status_code == 200, answer.json

    def _recost(self, asset: Json, act: Act) -> None:
        day = date(act.year, act.month, 15).isoformat()
        body = {
            "cause": "upgrade" if act.percent > 100 else "part_dismantled",
            "cost": asset["cost"] * act.percent // 100,
            "effective_on": day,
            "document_on": day,
            "document_number": "BB 1",
            "reason": "Nâng cấp hoặc tháo dỡ",
        }
        answer = self.officer.post(f"/assets/{asset['id']}/cost-changes", body, version=asset["version"])
        assert answer.status_code == 201, answer.json

    def _dispose(self, asset: Json, act: Act) -> None:
        def out(session: Any) -> None:
            row = locked(session, ASSETS, asset["id"])
            worn = worn_off(session, [row["id"]])[row["id"]]
            on = date(act.year, act.month, 15)
            book(session, MACHINE, [went_out(row, "liquidated", wear=worn)], Voucher(on, number="QĐ 1"))

        self.register.app.extensions["taisan.database"].run(MACHINE, out)
        self.gone.add(asset["id"])

    def close(self, year: int, on: date) -> list[Json]:
        """The closings of the two wards, after a look that told the same."""
        with frozen(datetime(on.year, on.month, on.day, 9, tzinfo=HANOI)):
            look = self.accountant.get("/year-closings/preview", year=year).json["totals"]
            answer = self.accountant.post("/year-closings", {"year": year})
        assert answer.status_code == 200, answer.json
        items: list[Json] = answer.json["items"]
        told = {name: sum(one[name] for one in items) for name in ("assets", "wear_total", "opening_total")}
        assert told == {
            "assets": look["assets"],
            "wear_total": look["amount"],
            "opening_total": look["opening"],
        }
        return [one for one in items if one["unit_id"] in {ward["id"] for ward in self.wards}]


@pytest.mark.slow
@settings(max_examples=8)
@given(
    book_of=st.lists(things(), min_size=1, max_size=12),
    happened=st.lists(acts, max_size=10),
    late=st.sets(st.sampled_from(YEARS)),
)
def test_after_each_close_every_sum_holds(standing, book_of, happened, late):
    """Years are closed in December or, the `late` ones, in the January after, when things moved and left.

    Left out is a change of cost between the end of a year and its late close.
    """
    world = World(standing)
    with frozen(datetime(2026, 1, 2, 9, tzinfo=HANOI)):
        world.import_book(book_of)
    begun = sorted(happened, key=lambda one: (one.year, one.month))
    for year in YEARS:
        on = date(year + 1, 1, 20) if year in late else date(year, 12, 20)
        while begun and (begun[0].year, begun[0].month) <= (on.year, on.month):
            act = begun.pop(0)
            if act.year == year or act.what != "cost":
                note(f"{act}")
                world.do(act)
        note(f"close {year} on {on}")
        for closing in world.close(year, on):
            _closing_is_the_sum_of_its_rows(world, closing)
        _rows_are_what_the_books_say(world, year)
        _books_stay_within_bounds(world)
        _what_remains_is_cost_less_wear(world, on)


def _closing_is_the_sum_of_its_rows(world: World, closing: Json) -> None:
    ((count, amount, opening, left_out),) = world.register.look(
        "SELECT count(*), coalesce(sum(amount), 0)::bigint, coalesce(sum(opening), 0)::bigint,"
        " count(*) FILTER (WHERE formula IN ('undecided', 'not_in_use'))"
        " FROM wear_rows WHERE closing_id = %s",
        closing["id"],
    )
    names = ("assets", "wear_total", "opening_total", "left_out")
    assert tuple(closing[name] for name in names) == (count, amount, opening, left_out)
    whole = world.accountant.get(f"/year-closings/{closing['id']}").json
    for name, total in (("assets", count), ("amount", amount), ("opening", opening)):
        assert sum(one[name] for one in whole["sums"]) == total


def _rows_are_what_the_books_say(world: World, year: int) -> None:
    """One row for each fixed asset that stands in a ward's books, where Σ wear of the books is wear_after."""
    last_day = date(year, 12, 31)
    stood = world.register.look(
        "SELECT asset_id, unit_id, category, sum(cost)::bigint, sum(wear)::bigint FROM book_movements"
        " WHERE unit_id = ANY(%s::uuid[]) AND effective_on <= %s AND asset_kind = 'fixed_asset'"
        " GROUP BY asset_id, unit_id, category HAVING sum(quantity) = 1",
        [ward["id"] for ward in world.wards],
        last_day,
    )
    written = world.register.look(
        "SELECT asset_id, unit_id, category, cost, wear_after FROM wear_rows"
        " WHERE unit_id = ANY(%s::uuid[]) AND year = %s",
        [ward["id"] for ward in world.wards],
        year,
    )
    assert sorted(map(str, stood)) == sorted(map(str, written))


def _books_stay_within_bounds(world: World) -> None:
    """Of no asset more wears off than it cost; what has left a place of the books left nothing behind."""
    for asset_id, quantity, cost, wear in world.register.look(
        "SELECT asset_id, sum(quantity), sum(cost)::bigint, sum(wear)::bigint FROM book_movements"
        " WHERE unit_id = ANY(%s::uuid[]) GROUP BY asset_id, unit_id, category, asset_kind",
        [ward["id"] for ward in world.wards],
    ):
        assert quantity in {0, 1}, asset_id
        assert 0 <= wear <= cost, asset_id
        assert quantity == 1 or cost == 0, asset_id


def _what_remains_is_cost_less_wear(world: World, on: date) -> None:
    sums = {
        asset_id: (cost, wear)
        for asset_id, cost, wear in world.register.look(
            "SELECT asset_id::text, sum(cost)::bigint, sum(wear)::bigint FROM book_movements"
            " WHERE asset_id = ANY(%s::uuid[]) GROUP BY asset_id",
            [asset["id"] for asset in world.assets],
        )
    }
    with frozen(datetime(on.year, on.month, on.day, 10, tzinfo=HANOI)):
        for asset in world.assets:
            if asset["id"] in world.gone:
                assert sums[asset["id"]] == (0, 0)
                continue
            told = world.officer.get(f"/assets/{asset['id']}").json
            cost, wear = sums[asset["id"]]
            assert told["cost"] == cost
            if told["kind"] == "fixed_asset":  # a close has been, so something is known
                assert (told["accumulated_wear"], told["remaining_value"]) == (wear, cost - wear)
