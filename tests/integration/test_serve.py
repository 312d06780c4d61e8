"""``attending serve`` as an administrator meets it: a process, a port, a data folder."""

import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sqlite, pytest.mark.no_cover]
START_SECONDS = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def attending(*arguments: str, data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "attending.cli.main", *arguments],
        env={**os.environ, "ATTENDING_DATA": str(data)},
        cwd=data.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def serving(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    server = attending("serve", "--port", str(port), data=data)
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail(f"The server did not come up: {server.communicate(timeout=20)[0]}")
        yield server
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[tuple[Path, str, int]]:
    """A data folder after a first start, what the start printed, and the status of its first page."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("ATTENDING_", "DJANGO_"))]:
            patch.delenv(name)
        data, port = tmp_path_factory.mktemp("first") / "data", free_port()
        address = f"http://127.0.0.1:{port}/accounts/login/"
        with serving(data, port) as server, urllib.request.urlopen(address, timeout=30) as answer:
            status = answer.status
        assert server.stdout is not None
        yield data, server.stdout.read(), status


def test_the_first_start_makes_the_database_and_answers(installation):
    data, _, status = installation
    assert status == 200
    with closing(sqlite3.connect(data / "attending.sqlite3")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_first_start_prints_the_first_administrators_link_and_what_to_do_next(installation):
    _, printed, _ = installation
    assert re.search(r"^  http://localhost:\d+/\S{20,}$", printed, re.MULTILINE)
    assert "become the first administrator" in printed
    assert re.search(r"^  attending.local/ledger\+[0-9a-f]{8}\+\S+$", printed, re.MULTILINE), "the verifier key"
    assert "attending doctor" in printed


def test_nobody_else_can_read_what_it_made(installation):
    data, _, _ = installation
    for path in [data, *data.rglob("*")]:
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path


def test_the_doctor_finds_no_fault_in_it(installation, plain_environment):
    data, _, _ = installation
    examined = attending("doctor", "--port", str(free_port()), data=data)
    printed, _ = examined.communicate(timeout=START_SECONDS)
    assert examined.returncode == 0, printed
    assert "fault" not in printed
    for subject in ("Data folder", "Database", "Migrations", "Checks", "Ledger key", "Time zone", "Disk"):
        assert re.search(rf"^ok +{subject}", printed, re.MULTILINE), printed


def test_a_server_that_has_loaded_what_draws_stops_within_seconds(installation, plain_environment):
    (data, _, _), port = installation, free_port()
    with serving(data, port) as server:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30).close()
        time.sleep(2)  # the worker loads what draws aside of its first requests
        server.terminate()
        assert server.wait(10) == 0


def test_a_taken_port_ends_with_1_and_says_what_to_do(tmp_path, plain_environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = attending("serve", "--port", str(port), data=tmp_path / "data")
        printed, _ = refused.communicate(timeout=START_SECONDS)
    assert refused.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken" in printed
    assert not (tmp_path / "data").exists()


def test_the_demonstrations_folder_is_not_served_for_real(tmp_path, plain_environment):
    data = tmp_path / "data"
    data.mkdir()
    (data / "demonstration").write_text("ready")
    refused = attending("serve", "--port", str(free_port()), data=data)
    printed, _ = refused.communicate(timeout=START_SECONDS)
    assert refused.returncode == 1
    assert "holds the demonstration" in printed


def test_a_real_installation_is_not_turned_into_the_demonstration(tmp_path, plain_environment):
    data = tmp_path / "data"
    data.mkdir()
    (data / "attending.sqlite3").write_text("ours")
    refused = attending("demo", "--fresh", "--prepare-only", data=data)
    printed, _ = refused.communicate(timeout=START_SECONDS)
    assert refused.returncode == 1
    assert "holds something that is not the demonstration" in printed
    assert (data / "attending.sqlite3").read_text() == "ours"


def test_a_database_that_does_not_answer_is_said(tmp_path, plain_environment, monkeypatch):
    monkeypatch.setenv("ATTENDING_DATABASE", f"postgresql://nobody@/none?host={tmp_path}")
    refused = attending("serve", "--port", str(free_port()), data=tmp_path / "data")
    printed, _ = refused.communicate(timeout=START_SECONDS)
    assert refused.returncode == 1
    assert "The database cannot be used" in printed
    assert "Traceback" not in printed
