"""A deployment's database server gets the same roles and databases as the embedded one."""

import subprocess
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from taisan.deployment import make_secrets
from taisan.embedded import postgres
from taisan.embedded.postgres import Postgres, programs
from taisan.embedded.provision import provision
from taisan.services import SERVICES

pytestmark = pytest.mark.postgres

SHAPE = """
SELECT 'role', rolname, rolcanlogin,
       rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls, rolconfig::text
FROM pg_roles WHERE rolname ~ '^[^_]+_(owner|app)$'
UNION ALL
SELECT 'database', datname, datlocale = 'C.UTF-8', datcollate = 'C', datdba::regrole || ' ' || datacl::text
FROM pg_database WHERE datname ~ '^taisan_'
ORDER BY 1, 2
"""


@pytest.fixture
def servers(tmp_path) -> Iterator[list[tuple[Postgres, int]]]:
    """Two empty servers."""
    made, processes = [], []
    for name in ("embedded", "deployed"):
        cluster = Postgres(tmp_path / name, tmp_path / f"{name}.log", "x", (("fsync", "off"),))
        cluster.create()
        port = postgres.free_port()
        processes.append(cluster.start(port))
        made.append((cluster, port))
    yield made
    for process in processes:
        postgres.stop(process)


def shape(cluster: Postgres, port: int) -> list[Any]:
    with psycopg.connect(cluster.url(port)) as connection:
        return connection.execute(SHAPE).fetchall()


def test_the_init_script_makes_what_the_embedded_server_has(servers, tmp_path, repository):
    (embedded, embedded_port), (deployed, deployed_port) = servers
    make_secrets(tmp_path / "secrets")
    provision(embedded.url(embedded_port), SERVICES, lambda role: role)
    environment = {
        "PATH": f"{programs()}:/usr/bin:/bin",
        "SECRETS_DIR": str(tmp_path / "secrets"),
        "PGHOST": "127.0.0.1",
        "PGPORT": str(deployed_port),
        "PGUSER": "postgres",
        "PGPASSWORD": deployed.password,
    }
    subprocess.run(["sh", repository / "deploy/postgres/10-databases.sh"], env=environment, check=True)
    made = shape(deployed, deployed_port)
    assert len(made) == 12
    assert made == shape(embedded, embedded_port)
    url = (
        (tmp_path / "secrets" / "web_app_url")
        .read_text()
        .replace("postgres:5432", f"127.0.0.1:{deployed_port}")
    )
    psycopg.connect(url).close()
