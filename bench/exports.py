"""Exports against their floors: XLSX against the fastest writer of the stack fed with ready tuples, CSV
against a bare COPY … TO STDOUT of the same columns; memory of the process that writes; the first byte.

Usage: make bench ARGS="exports --rows 100000"
"""

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from rustpy_xlsxwriter import FastExcel

from bench.rounds import HEAD, interleaved
from shared.sheets import delimited, xlsx
from shared.sheets.counted import Tally
from shared.sheets.layout import Column, Sheet
from taisan.embedded import postgres as embedded

TEXTS, MONEY = 10, 8
NAMES = [*(f"t{at}" for at in range(TEXTS)), *(f"m{at}" for at in range(MONEY)), "day", "stt"]
KINDS = [*["text"] * TEXTS, *["money"] * MONEY, "date", "count"]
COLUMNS = tuple(
    Column(name, f"Cột {at}", "Nhóm" if at % 4 else "", str(at), kind, kind == "money", 14)
    for at, (name, kind) in enumerate(zip(NAMES, KINDS, strict=True))
)
SHEET = Sheet("BENCH", "SỔ TÀI SẢN CỐ ĐỊNH", COLUMNS, date(2026, 1, 1), signatures=("A", "B"))


def main(arguments: list[str]) -> int:
    """Measure; 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="exports")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        server = embedded.Postgres(Path(folder) / "data", Path(folder) / "log", "bench", ())
        server.create()
        port = embedded.free_port()
        process = server.start(port)
        try:
            return measure(server.url(port), chosen.rows, chosen.rounds)
        finally:
            embedded.stop(process)


def measure(url: str, rows: int, rounds: int) -> int:
    """Fill a table of 20 columns and export it both ways, in turn."""
    with psycopg.connect(url, autocommit=True) as connection:
        fill(connection, rows)
        query = f"SELECT {', '.join(NAMES)} FROM book ORDER BY stt"
        ready = [tuple(row) for row in connection.execute(query)]
        size = f"{rows:,} × {len(NAMES)}"
        found = [
            interleaved(
                f"XLSX {size} from the database; floor: FastExcel from ready tuples",
                lambda: drained(workbook(connection)), lambda: fast(ready), goal=1.6, rounds=rounds,
            ),
            interleaved(
                f"CSV {size}; floor: COPY TO STDOUT",
                lambda: drained(table(connection)), lambda: drained(bare(connection)), goal=2.0,
                rounds=rounds,
            ),
        ]  # fmt: skip
    print(HEAD, *(ratio.line() for ratio in found), sep="\n")
    peak, first = (in_a_child(work, url) for work in (peak_of_workbook, first_byte))
    print(f"peak memory of the writing process: {peak / 1024:.0f} MB (goal ≤ 200)")
    print(f"first byte: {first:.0f} ms (goal < 300)")
    return 0 if all(ratio.met for ratio in found) and peak <= 200 * 1024 and first < 300 else 1


def fill(connection: "psycopg.Connection[Any]", rows: int) -> None:
    """A book with Vietnamese texts, some of them nasty, money, days."""
    texts = ", ".join(f"'Máy tính xách tay số ' || n || ' & phụ kiện {at}' AS t{at}" for at in range(TEXTS))
    money = ", ".join(f"(n * 7919 + {at}) % 900000000 AS m{at}" for at in range(MONEY))
    connection.execute(
        f"CREATE TABLE book AS SELECT {texts}, {money}, date '2020-01-01' + (n % 2000) AS day, n AS stt"
        f" FROM generate_series(1, {rows}) n"
    )
    connection.execute("ANALYZE book")


def copied(connection: "psycopg.Connection[Any]", columns: list[str], form: str) -> Iterator[bytes]:
    """Rows by COPY."""
    query = f"COPY (SELECT {', '.join(columns)} FROM book ORDER BY stt) TO STDOUT {form}"
    with connection.cursor().copy(query) as copy:
        for row in copy:
            yield bytes(row)


def workbook(connection: "psycopg.Connection[Any]") -> Iterator[bytes]:
    """As an export makes it."""
    shaped = [f"({name} - date '1899-12-30')" if name == "day" else name for name in NAMES]
    return xlsx.workbook(SHEET, copied(connection, ["''", *shaped], "(NULL '')"), Tally(COLUMNS, 1))


def table(connection: "psycopg.Connection[Any]") -> Iterator[bytes]:
    """As an export makes it."""
    shaped = [delimited.harmless(name) if name.startswith("t") else name for name in NAMES]
    rows = copied(connection, shaped, "(FORMAT csv)")
    return delimited.table(delimited.headings(COLUMNS), rows, Tally(COLUMNS))


def bare(connection: "psycopg.Connection[Any]") -> Iterator[bytes]:
    """Nothing but COPY."""
    return copied(connection, NAMES, "(FORMAT csv)")


def fast(rows: list[tuple[Any, ...]]) -> None:
    """The floor writes a file: it cannot stream."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as target:
        FastExcel(target.name, columns=NAMES).sheet(
            "BENCH", (dict(zip(NAMES, row, strict=True)) for row in rows)
        ).save()


def drained(chunks: Iterator[bytes]) -> int:
    """Take everything; answers how many bytes there were."""
    return sum(len(chunk) for chunk in chunks)


def peak_of_workbook(url: str) -> float:
    """KiB of the process at its highest."""
    with psycopg.connect(url) as connection:
        drained(workbook(connection))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def first_byte(url: str) -> float:
    """Milliseconds from the question to the first chunk, the median of five."""
    taken = []
    with psycopg.connect(url) as connection:
        for _ in range(5):
            began = time.perf_counter()
            chunks = workbook(connection)
            next(chunks)
            taken.append(1000 * (time.perf_counter() - began))
            chunks.close()  # type: ignore[attr-defined]
            connection.rollback()
    return sorted(taken)[2]


def in_a_child(work: Callable[[str], float], url: str) -> float:
    """What `work` answers in a process of its own, begun from nothing."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return float(pool.apply(work, (url,)))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main(sys.argv[1:]))
