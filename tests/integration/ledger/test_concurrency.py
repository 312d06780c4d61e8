"""Fifty writers at once lose nothing, and writers killed at any moment leave a record that verifies."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

pytestmark = pytest.mark.database  # its processes use a database of their own, of the kind that the tests run on

WRITERS = Path(__file__).with_name("writers.py")
ROOT = Path(__file__).parents[3]


@pytest.fixture
def environment(tmp_path) -> Iterator[dict[str, str]]:
    """The environment of processes with a new database of their own, of the kind that the tests run on."""
    url = os.environ.get("ATTENDING_DATABASE", "")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ATTENDING_")}
    plain |= {
        "ATTENDING_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "attending.web.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    if not url.startswith("postgresql"):
        migrate(plain)
        yield plain
        return
    name = f"writers_{os.getpid()}"
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            plain["ATTENDING_DATABASE"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            migrate(plain)
            yield plain
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(environment: dict[str, str]) -> None:
    """Make the ledger's tables, and only those."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "ledger", "--skip-checks", "--verbosity=0"],
        env=environment,
        check=True,
        timeout=60,
    )


def run(environment: dict[str, str], *arguments: object) -> dict:
    done = subprocess.run(
        [sys.executable, str(WRITERS), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def raced(environment, writers):
    found = run(environment, "race", writers, 3)
    assert found["failed"] == 0
    assert found["committed"] == found["acknowledged"] == 3 * writers
    assert (found["lost"], found["doubled"], found["gaps"], found["disagreements"]) == ([], 0, False, [])


def test_writers_at_once_lose_nothing(environment):
    raced(environment, 15)


@pytest.mark.slow
def test_fifty_writers_at_once_lose_nothing(environment):
    raced(environment, 50)


def killed(environment, rounds):
    found = run(environment, "kill", rounds, 6962)
    assert found["rounds"] == rounds
    assert found["ok"], found["disagreements"]
    assert (found["lost"], found["doubled"], found["gaps"]) == ([], 0, False)
    assert rounds <= found["acknowledged"] <= found["committed"]


def test_killed_writers_leave_a_record_that_verifies(environment):
    killed(environment, 6)


@pytest.mark.slow
def test_a_hundred_rounds_of_killed_writers_leave_a_record_that_verifies(environment):
    killed(environment, 100)
