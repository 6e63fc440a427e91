"""Exports against their floors: XLSX against the fastest writer of the stack fed with ready tuples, CSV
against a bare COPY … TO STDOUT of the same columns, by the clock and by processor time (this process and its
PostgreSQL backend together); memory of the process that writes; the first byte over HTTP.

Usage: make bench ARGS="exports --rows 100000"
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from rustpy_xlsxwriter import FastExcel

from bench.rounds import HEAD, Ratio, interleaved
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
NASTY = {3: "'=A1+' || n", 5: "n || '\" màn hình'", 7: "CASE WHEN n % 10 = 0 THEN E'hai\\ndòng, \\\\' END"}
GOALS = {"XLSX": 1.6, "CSV": 2.0}


def main(arguments: list[str]) -> int:
    """Measure; 0 when every goal is met."""
    from bench import downloads  # the process whose memory is measured has no use for it

    parser = argparse.ArgumentParser(prog="exports")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--assets", type=int, default=20_000, help="of the register that is asked over HTTP")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        server = embedded.Postgres(Path(folder) / "data", Path(folder) / "log", "bench", ())
        server.create()
        port = embedded.free_port()
        process = server.start(port)
        try:
            met = measure(server.url(port), chosen.rows, chosen.rounds)
        finally:
            embedded.stop(process)
    return 0 if downloads.measure(chosen.assets) and met else 1


def measure(url: str, rows: int, rounds: int) -> bool:
    """Fill a table of 20 columns and export it both ways, in turn; whether the goals are met by the clock."""
    with psycopg.connect(url, autocommit=True) as connection:
        fill(connection, rows)
        ready = [
            tuple(row) for row in connection.execute(f"SELECT {', '.join(NAMES)} FROM book ORDER BY stt")
        ]
        pairs: dict[str, tuple[str, Callable[[], object], Callable[[], object]]] = {
            "XLSX": (
                "floor: FastExcel from ready tuples",
                lambda: drained(workbook(connection)),
                lambda: fast(ready),
            ),
            "CSV": ("floor: COPY TO STDOUT", lambda: drained(table(connection)), lambda: bare(connection)),
        }
        clocks = {"clock": time.perf_counter, "processor": partial(processor, connection.info.backend_pid)}
        found: dict[tuple[str, str], Ratio] = {}
        for kind, (floor, *works) in pairs.items():
            for clock, read in clocks.items():
                name = f"{kind} {rows:,} × {len(NAMES)}, {clock}; {floor}"
                found[kind, clock] = interleaved(name, *works, goal=GOALS[kind], rounds=rounds, clock=read)
    print(HEAD, *(ratio.line() for ratio in found.values()), sep="\n")
    peak = in_a_child(peak_of_workbook, url)
    print(f"peak memory of the writing process: {peak / 1024:.0f} MB (goal ≤ 200)")
    return all(found[kind, "clock"].met for kind in pairs) and peak <= 200 * 1024


def fill(connection: "psycopg.Connection[Any]", rows: int) -> None:
    """A book with Vietnamese texts, some of them nasty (formulas, quotes, commas, line ends), money, days."""
    plain = "'Máy tính xách tay số ' || n || ' & phụ kiện {}'"
    texts = ", ".join(f"{NASTY.get(at, plain.format(at))} AS t{at}" for at in range(TEXTS))
    money = ", ".join(f"(n * 7919 + {at}) % 900000000 AS m{at}" for at in range(MONEY))
    connection.execute(
        f"CREATE TABLE book AS SELECT {texts}, {money}, date '2020-01-01' + (n % 2000) AS day, n AS stt"
        f" FROM generate_series(1, {rows}) n"
    )
    connection.execute("ANALYZE book")


def copied(connection: "psycopg.Connection[Any]", columns: list[str], form: str) -> Iterator[bytes]:
    """Rows by COPY, as shared/db/direct.py has them."""
    query = f"COPY (SELECT {', '.join(columns)} FROM book ORDER BY stt) TO STDOUT {form}"
    with connection.cursor().copy(query) as copy:
        yield from copy


def workbook(connection: "psycopg.Connection[Any]") -> Iterator[bytes]:
    """As an export makes it."""
    shaped = [f"({name} - date '1899-12-30')" if name == "day" else name for name in NAMES]
    return xlsx.workbook(SHEET, copied(connection, ["''", *shaped], "(NULL '')"), Tally(COLUMNS, 1))


def table(connection: "psycopg.Connection[Any]") -> Iterator[bytes]:
    """As an export makes it."""
    shaped = [delimited.harmless(name) if name.startswith("t") else name for name in NAMES]
    rows = copied(connection, shaped, "(FORMAT csv)")
    return delimited.table(delimited.headings(COLUMNS), rows, Tally(COLUMNS))


def bare(connection: "psycopg.Connection[Any]") -> int:
    """Nothing but COPY, its rows taken and dropped."""
    query = f"COPY (SELECT {', '.join(NAMES)} FROM book ORDER BY stt) TO STDOUT (FORMAT csv)"
    with connection.cursor().copy(query) as copy:
        return sum(map(len, copy))


def fast(rows: list[tuple[Any, ...]]) -> None:
    """The floor writes a file: it cannot stream."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as target:
        FastExcel(target.name, columns=NAMES).sheet(
            "BENCH", (dict(zip(NAMES, row, strict=True)) for row in rows)
        ).save()


def drained(chunks: Iterator[bytes]) -> int:
    """Take everything; answers how many bytes there were."""
    return sum(len(chunk) for chunk in chunks)


def processor(backend: int) -> float:
    """Seconds of processor time, user and system, of this process and of PostgreSQL's `backend`."""
    told = Path(f"/proc/{backend}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def peak_of_workbook(url: str) -> float:
    """KiB of the process at its highest, as /proc has it: what getrusage says is inherited from the parent,
    which holds all rows for the floor.
    """
    with psycopg.connect(url) as connection:
        drained(workbook(connection))
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(float(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def in_a_child(work: Callable[[str], float], url: str) -> float:
    """What `work` answers in a process of its own, begun from nothing."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return float(pool.apply(work, (url,)))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main(sys.argv[1:]))
