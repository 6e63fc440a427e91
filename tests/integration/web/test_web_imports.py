"""A person imports a book without scripts: look, name the columns, mark, commit, undo."""

import io
import re

import pytest
from openpyxl import load_workbook

HEAD = "Tên tài sản;Serial;Đơn vị;Ngày sử dụng;Nguyên giá\r\n"
BOOK = HEAD + (
    "Máy chiếu;W1;UBND phường Thử;05/03/2025;12.000.000\r\n"
    "Máy chiếu;W2;UBND phường Thử;31/02/2025;12.000.000\r\n"
)


def sent(visitor, text, **said):
    content = text if isinstance(text, bytes) else text.encode()
    form = {"file": (io.BytesIO(content), "sổ phường.csv"), "mapping": "", **said}
    answer = visitor.post("/imports/new", form, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def version_on(page):
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found.group(1)


def test_a_book_is_looked_at_marked_written_and_undone(town):
    officer = town.visitor("officer")
    where = sent(officer, BOOK)
    page = officer.get(where).text
    assert "Ngày 31/02/2025 không có trong lịch" in page
    marked = officer.get(f"{where}/marked")
    sheet = load_workbook(io.BytesIO(marked.data)).active
    assert sheet["D3"].value == "31/02/2025"
    assert "không có trong lịch" in sheet["D3"].comment.text
    assert sheet["D3"].fill.fgColor.rgb.endswith("FFC7CE")
    assert sheet["D2"].comment is None
    assert "31/02/2025" in officer.get(f"{where}/faults").text
    assert officer.post(f"{where}/commit", {"version": version_on(page), "rows": "2"}).status_code == 302
    done = officer.get(where).text
    assert "Đã ghi 1 tài sản vào sổ" in done
    undo = {"version": version_on(done), "rows": "1", "reason": "Nhầm tệp"}
    assert officer.post(f"{where}/undo", undo).status_code == 302
    assert "Nhầm tệp" in officer.get(where).text
    assert "Đã huỷ cả lô" in officer.get("/imports").text


def test_columns_that_nobody_can_guess_are_named_by_hand_and_kept(town):
    officer = town.visitor("officer")
    where = sent(officer, "Cột một;Cột hai;Cột ba\r\nMáy in;UBND phường Thử;1.500.000\r\n")
    page = officer.get(where).text
    assert "Tệp chưa đọc được" in page
    naming = officer.get(f"{where}/columns").text
    assert "Máy in" in naming
    form = {"columns": "1", "version": version_on(naming), "name": "Sổ lạ", "date_order": "dmy"}
    for at, (name, field) in enumerate((("Cột một", "name"), ("Cột hai", "unit"), ("Cột ba", "cost"))):
        form |= {f"name-{at}": name, f"field-{at}": field}
    answer = officer.post(f"{where}/reading", form)
    assert answer.status_code == 302, answer.text
    assert "Ghi các dòng đúng vào sổ" in officer.get(where).text
    assert "Sổ lạ" in officer.get("/imports/new").text


def watched(town, officer, watching):
    """Do the task that an upload waits for; where the browser ends."""
    assert watching.startswith("/tasks/")
    town.house._work()
    answer = officer.get(watching)
    assert answer.status_code == 302, answer.text
    return officer.get(answer.headers["Location"]).headers["Location"]


# The test client leaves the file that it spools a large form into to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_large_file_in_a_wrong_encoding_shows_why_and_is_read_in_another(town):
    officer = town.visitor("officer")
    rows = "".join(f"Máy chiếu số {n};ENC{n:06d};UBND phường Thử;05/03/2025;1.000\r\n" for n in range(9000))
    where = watched(town, officer, sent(officer, (HEAD + rows).encode("utf-16"), encoding="utf-8"))
    page = officer.get(where).text
    assert "Tệp chưa đọc được" in page
    assert "tệp được giữ nguyên và không cần xoá" in page
    assert 'name="encoding"' in page
    assert 'name="sheet"' in page
    assert "Ghi các dòng đúng" not in page
    assert "chưa đọc được" in officer.get("/imports").text.lower()
    answer = officer.post(f"{where}/reading", {"version": version_on(page), "encoding": "", "sheet": ""})
    assert answer.headers["Location"].startswith("/tasks/")
    town.house._work()
    assert "Ghi các dòng đúng vào sổ" in officer.get(where).text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_whose_reading_broke_down_does_not_stay_in_reading(town, monkeypatch):
    officer = town.visitor("officer")
    rows = "".join(f"Máy chiếu số {n};DIE{n:06d};UBND phường Thử;05/03/2025;1.000\r\n" for n in range(9000))
    watching = sent(officer, HEAD + rows)
    with monkeypatch.context() as broken:
        broken.setattr("services.assets.commands.imports.table_in", out_of_memory)
        town.house._work()
    failed = officer.get(watching)
    assert (failed.status_code, "sau ba lần thử" in failed.text) == (200, True)
    listed = officer.get("/imports").text
    where = re.search(r"/imports/[0-9a-f-]{36}", listed).group()
    page = officer.get(where).text
    assert "Hệ thống chưa đọc được tệp sau ba lần thử" in page
    assert "Tệp đang được đọc" not in page
    officer.post(f"{where}/reading", {"version": version_on(page), "encoding": "", "sheet": ""})
    assert "Tệp đang được đọc" in officer.get(where).text
    town.house._work()
    assert "Ghi các dòng đúng vào sổ" in officer.get(where).text


def out_of_memory(*_, **__):
    raise MemoryError


# The test client leaves the file that it spools a large form into to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_large_file_is_read_and_written_while_the_person_watches(town):
    rows = "".join(
        f"Máy chiếu số {n};BIG{n:06d};UBND phường Thử;05/03/2025;1.000.000\r\n" for n in range(9000)
    )
    officer = town.visitor("officer")
    watching = sent(officer, HEAD + rows)
    assert watching.startswith("/tasks/")
    assert officer.get(watching).status_code == 200
    town.house.settle()
    after = officer.get(watching).headers["Location"]
    where = officer.get(after).headers["Location"]
    page = officer.get(where).text
    answer = officer.post(f"{where}/commit", {"version": version_on(page), "rows": "9000"})
    assert answer.headers["Location"].startswith("/tasks/")
    town.house._work()  # not the 9,000 events: they would take minutes to deliver by hand
    assert "Đã ghi 9.000 tài sản vào sổ" in officer.get(where).text
