"""Two people commit one import at the same moment: the book is written once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.integration.assets.conftest import Caller
from tests.integration.assets.test_assets_imports import checked

ROUNDS = 20
ROWS = 40
TOO_SLOW = 40  # seconds, for 20,000 rows


def book(mark, rows):
    lines = ["Tên tài sản;Serial;Đơn vị;Nguyên giá"]
    lines += [f"Máy in;R{mark}x{row};UBND phường Bồ Đề;5.000.000" for row in range(rows)]
    return "\r\n".join(lines).encode()


def test_two_commits_of_one_import_write_one_set_of_assets(register):
    for number in range(1, ROUNDS + 1):
        report = checked(register.officer, book(number, ROWS))
        start = Barrier(2)

        def commit(caller, path=f"/imports/{report['id']}/commit", start=start):
            start.wait(10)
            return caller.post(path)

        callers = [Caller(register.app.test_client(), {"officer"}, register.district["id"]) for _ in range(2)]
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(commit, callers))
        assert [answer.status_code for answer in answers] == [200, 200], [one.json for one in answers]
        assert {answer.json["imported"] for answer in answers} == {ROWS}
        assert register.told(report["id"]) == [("assets.import.committed.v1", 2)]
    wanted = ROUNDS * ROWS
    for table in ("assets", "asset_marks", "asset_changes", "book_entries"):
        assert register.look(f"SELECT count(*) FROM {table}") == [(wanted,)], table
    assert register.look(
        "SELECT count(*), count(DISTINCT one -> 'asset_id') FROM outbox,"
        " jsonb_array_elements(data -> 'assets') one WHERE type = 'assets.batch.registered.v1'"
    ) == [(wanted, wanted)]


def test_two_uploads_of_one_file_committed_at_once_write_one_set_of_assets(register):
    for number in range(1, ROUNDS // 4 + 1):
        reports = [checked(register.officer, book(f"u{number}", ROWS)) for _ in range(2)]
        start = Barrier(2)

        def commit(report, start=start):
            caller = Caller(register.app.test_client(), {"officer"}, register.district["id"])
            start.wait(10)
            return caller.post(f"/imports/{report['id']}/commit")

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(commit, reports))
        assert [answer.status_code for answer in answers] == [200, 200]
        assert sorted(answer.json["imported"] for answer in answers) == [0, ROWS]
    assert register.look("SELECT count(*) FROM assets") == [(ROUNDS // 4 * ROWS,)]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_twenty_thousand_rows_are_committed_in_one_piece(register):
    import time

    report = checked(register.officer, book("s", 20_000))
    began = time.perf_counter()
    answer = register.officer.post(f"/imports/{report['id']}/commit")
    took = time.perf_counter() - began
    assert (answer.status_code, answer.json["imported"]) == (200, 20_000)
    assert register.look("SELECT count(*) FROM assets") == [(20_000,)]
    assert took < TOO_SLOW
