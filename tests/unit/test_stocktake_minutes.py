"""The minutes of a stocktake: figures that add up, a thousand lines on paper, texts that stay texts."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assets.rules.stocktakes import OUTCOMES
from services.assets.stocktakes.minutes import TEMPLATE
from services.assets.stocktakes.sheet import content_of
from services.assets.stocktakes.workbook import workbook
from shared.ids import uuid7
from shared.typeset import Renderer

STOCKTAKE = {
    "unit_name": "UBND phường Bồ Đề",
    "unit_code": "BD",
    "budget_code": "1012345",
    "title": "Kiểm kê cuối năm 2026",
    "basis": "",
    "as_of": date(2026, 12, 31),
    "ended_at": datetime(2027, 1, 4, 2, 0, tzinfo=UTC),
    "state": "closed",
    "note": "",
    "board": [
        {"name": "Nguyễn Thị Viên", "post": "Văn thư", "represents": "", "role": "member"},
        {"name": "Trần Văn Trưởng", "post": "PCT", "represents": "UBND phường", "role": "chair"},
    ],
}
THING = {"name": "", "description": "Máy in", "typed": "", "code": None, "place": "Kho", "unit_name": ""}
THING |= {"outcome": "unlabelled", "note": "", "asset_id": None, "scan_id": uuid7()}


def line(position: int, **more: Any) -> dict[str, Any]:
    made = {"asset_id": uuid7(), "position": position, "asset_kind": "fixed_asset", "category": "tablet"}
    made |= {"category_name": "Máy tính bảng", "category_position": 1}
    made |= {"name": "Máy tính bảng", "tag": f"TS-{position:05d}", "code": "7K3M9PQ4", "department": ""}
    made |= {"unit_name": "UBND phường Bồ Đề", "place": "P.302", "holder_person_id": None, "quantity": 1}
    made |= {"cost": 12_000_000, "wear": 2_000_000, "outcome": "found", "seen_place": None}
    return {**made, "seen_holder_person_id": None, "seen_condition": None, **more}


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    made = Renderer(patience=120)
    yield made
    made.close()


lines = st.lists(
    st.builds(
        lambda kind, category, cost, worn, outcome: line(
            0, asset_kind=kind, category=category, cost=cost, wear=cost * worn // 100, outcome=outcome
        ),
        st.sampled_from(["fixed_asset", "tool"]),
        st.sampled_from(["tablet", "computer", "camera"]),
        st.integers(0, 10**12),
        st.integers(0, 100),
        st.sampled_from(OUTCOMES),
    ),
    max_size=30,
)


@given(lines, st.integers(0, 3))
def test_groups_add_up_to_the_total_and_the_difference_is_counted_less_books(rows, extra):
    content = content_of(STOCKTAKE, rows, [{**THING, "scan_id": uuid7()} for _ in range(extra)], [], {})
    total = content["total"]
    for part in ("books", "counted", "difference"):
        for figure in ("quantity", "cost", "remaining"):
            assert total[part][figure] == sum(group["sums"][part][figure] for group in content["groups"])
    for figure in ("quantity", "cost", "remaining"):
        assert total["difference"][figure] == total["counted"][figure] - total["books"][figure]
    assert total["books"]["cost"] == sum(row["cost"] for row in rows)
    missing = [row for row in rows if row["outcome"] == "missing"]
    assert total["difference"]["quantity"] == extra - len(missing)
    assert content["total_lines"] == len(rows) + extra


def test_a_thousand_lines_fill_pages_with_every_number_and_the_head_on_each(renderer):
    rows = [line(n, outcome="missing" if n % 100 == 0 else "found") for n in range(1000)]
    pdf = renderer.pdf(TEMPLATE, content_of(STOCKTAKE, rows, [THING], [], {}))
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
        wide = all(page.get_width() > page.get_height() for page in opened)
    text = " ".join(pages)
    assert wide
    assert len(pages) > 20
    assert all("Theo thực tế kiểm kê" in page for page in pages[:-1])
    assert all(row["tag"] in text for row in rows)
    assert "12.000.000.000" in text
    assert "-120.000.000" in text
    assert "1012345" in text
    assert text.index("Trần Văn Trưởng") < text.index("Nguyễn Thị Viên")
    assert all("chưa đối chiếu văn bản gốc" in page for page in pages)


def test_the_workbook_has_a_row_for_each_line_and_no_text_becomes_a_formula():
    rows = [line(n, name=name) for n, name in enumerate(["=1+1", "+84", "@x", "-5", "Máy"])]
    book = openpyxl.load_workbook(io.BytesIO(workbook(content_of(STOCKTAKE, rows, [], [], {}))))
    names = {row[1].value: row for row in book.active.iter_rows()}
    for name in ("=1+1", "+84", "@x", "-5", "Máy"):
        assert names[name][1].data_type == "s"
    assert [cell.value for cell in names["Máy"][4:7]] == [1, 12_000_000, 10_000_000]
    assert book.active.page_setup.orientation == "landscape"


def test_what_was_found_and_decided_stands_in_the_remarks():
    mai = uuid7()
    rows = [
        line(1, outcome="wrong_place", seen_place="Kho"),
        line(2, outcome="wrong_holder", seen_holder_person_id=mai),
        line(3, outcome="broken", seen_condition="broken"),
        line(4, outcome="missing"),
        line(5),
    ]
    decided = {"asset_id": rows[3]["asset_id"], "scan_id": None, "kind": "loss", "state": "accepted"}
    content = content_of(
        STOCKTAKE, rows, [], [{**decided, "reason": "Theo biên bản"}], {mai: "Nguyễn Thị Mai"}
    )
    notes = [row["note"] for row in content["groups"][0]["rows"]]
    assert notes == [
        "Thấy tại Kho",
        "Người đang giữ: Nguyễn Thị Mai",
        "Hỏng",
        "Thiếu; đồng ý: lập hồ sơ mất (Theo biên bản)",
        "",
    ]
