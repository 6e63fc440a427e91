"""The private PostgreSQL: under any path, as root or not, ended with its parent, and back after any crash."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from taisan.embedded import launch, postgres
from taisan.embedded.postgres import Postgres
from taisan.embedded.provision import provision
from tests.waiting import eventually

pytestmark = pytest.mark.postgres

LONG = "/".join(["thư mục rất dài của xã Phù Đổng"] * 5)  # well over the 107 bytes of a socket's address
QUICK = (("fsync", "off"),)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Postgres:
    folder = tmp_path_factory.mktemp("một máy") / LONG
    folder.mkdir(parents=True)
    made = Postgres(folder / "postgres", folder / "log", "mật".encode().hex(), QUICK)
    assert made.create() is True
    assert made.create() is False
    return made


@pytest.fixture
def running(cluster) -> Iterator[tuple[Postgres, int]]:
    port = postgres.free_port()
    server = cluster.start(port)
    yield cluster, port
    postgres.stop(server)


def test_it_serves_under_a_long_path_with_spaces_and_vietnamese_letters(running):
    cluster, port = running
    with psycopg.connect(cluster.url(port)) as connection:
        assert connection.execute("SELECT lower('ĐƯỜNG'), current_setting('TimeZone')").fetchone() == (
            "đường",
            "UTC",
        )


def test_a_started_server_is_ready_within_a_second_and_a_half(cluster):
    began = time.monotonic()
    server = cluster.start(postgres.free_port())
    took = time.monotonic() - began
    postgres.stop(server)
    assert took < 1.5


def test_without_the_password_nobody_enters(running):
    _, port = running
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{port}/postgres")


def test_a_killed_server_comes_back_with_what_was_committed(cluster):
    port = postgres.free_port()
    server = cluster.start(port)
    with psycopg.connect(cluster.url(port)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    server.kill()
    server.wait()
    server = cluster.start(port)
    with psycopg.connect(cluster.url(port)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    postgres.stop(server)


STARTER = """
import os, signal, sys
from pathlib import Path
from taisan.embedded.postgres import Postgres, free_port
folder = Path(sys.argv[1])
cluster = Postgres(folder / "postgres", folder / "log", sys.argv[2])
print(cluster.start(free_port()).pid, flush=True)
if len(sys.argv) > 3:
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_it_ends_when_its_supervisor_is_killed(cluster):
    folder = cluster.folder.parent
    ran = subprocess.run(
        [sys.executable, "-c", STARTER, folder, cluster.password, "die"], capture_output=True, check=False
    )
    assert ran.returncode == -signal.SIGKILL
    eventually(lambda: not Path(f"/proc/{int(ran.stdout)}").exists())


def test_a_server_that_was_left_running_is_ended_by_the_next_start(cluster):
    left = cluster.start(postgres.free_port())
    port = postgres.free_port()
    server = cluster.start(port)
    assert left.poll() is not None
    psycopg.connect(cluster.url(port)).close()
    postgres.stop(server)


def test_a_half_made_cluster_is_put_aside_and_made_again(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18")
    assert Postgres(tmp_path / "postgres", tmp_path / "log", "x", QUICK).create() is True
    assert [path.name for path in tmp_path.glob("postgres-unfinished-*/PG_VERSION")] == ["PG_VERSION"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_root_starts_it_as_an_ordinary_user_even_below_a_closed_folder(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Postgres(closed / "postgres", closed / "log", "x", QUICK)
    cluster.create()
    server = cluster.start(postgres.free_port())
    try:
        assert Path(f"/proc/{server.pid}").stat().st_uid == pwd.getpwnam("taisan").pw_uid
    finally:
        postgres.stop(server)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_ordinary_user_needs_no_right_at_all():
    """Run as `nobody`, who may write nowhere but in a folder of its own (and may look through closed ones, so
    that the checkout may lie anywhere).
    """
    folder = Path("/var/tmp") / f"taisan-{os.getpid()}"
    folder.mkdir()
    shutil.chown(folder, "nobody")
    as_nobody = ["-I", "-S", launch.__file__, "--parent", str(os.getpid()), "--account", "nobody", "--search"]
    program = STARTER.replace("print(", "cluster.create(); print(")
    command = [sys.executable, *as_nobody, "SIGKILL", sys.executable, "-c", program, str(folder), "x"]
    try:
        pid = int(subprocess.run(command, capture_output=True, check=True, cwd="/").stdout)
        assert (folder / "postgres" / "PG_VERSION").owner() == "nobody"
        eventually(lambda: not Path(f"/proc/{pid}").exists())
    finally:
        shutil.rmtree(folder)


def test_each_service_has_two_roles_that_may_enter_its_database_alone(running):
    cluster, port = running
    provision(cluster.url(port), ["assets", "handover"], lambda role: role)
    provision(cluster.url(port), ["assets", "handover"], lambda role: role)
    with psycopg.connect(f"postgresql://assets_app:assets_app@127.0.0.1:{port}/taisan_assets") as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolbypassrls, current_setting('statement_timeout'),"
            " current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert rights == (False, False, "5s", "2s", "10s")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (n int)")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(f"postgresql://assets_app:assets_app@127.0.0.1:{port}/taisan_handover")
