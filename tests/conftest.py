"""What every test runs under: no network beyond this machine, chosen Hypothesis effort, guards around a flush."""

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests import template_database

TESTS = Path(__file__).parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
UNMEASURED = {"property"}  # many examples of the same lines: what only they reach counts as not covered
LOCAL_NAMES = {"localhost", "", None, socket.gethostname()}

hypothesis_settings.register_profile(
    "fast", max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "deep", max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the slow tests, and Hypothesis in depth")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis_settings.load_profile("deep" if config.getoption("slow") else "fast")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database and what coverage passes over; leave out what this run is not for."""
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    out = {"sqlite" if on_postgres else "postgres"}
    if not config.getoption("slow"):
        out |= {"slow", "one_database"} if on_postgres else {"slow"}
    kept, left_out = [], []
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if item.path.relative_to(TESTS).parts[0] in UNMEASURED:
            item.add_marker("no_cover")
        (left_out if any(item.get_closest_marker(name) for name in out) else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_collection_finish() -> None:
    """Spare the garbage collector the modules and tests, which stay and which charts would make it visit often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove the template database when the last process of the run has ended."""
    if not hasattr(session.config, "workerinput"):
        with session.config.stash[blocking_manager_key].unblock():
            template_database.remove()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Take the file that lies where SQLite's database is made: it is the copy of the template."""
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Begin with a copy of the run's template instead of migrating from nothing."""
    with django_db_blocker.unblock():
        template_database.begin_with_copy()


def _is_local(host: object) -> bool:
    if host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection and look-up that would leave this machine."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(host: object) -> None:
        if not _is_local(host):
            pytest.fail(f"A test tried to reach {host!r}; tests stay on this machine.", pytrace=True)

    def checked(original):
        def call(self: socket.socket, address):
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                refuse(address[0])
            return original(self, address)

        return call

    def look_up(host, *args, **kwargs):
        refuse(host.decode() if isinstance(host, bytes) else host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked(connect))
        patch.setattr(socket.socket, "connect_ex", checked(connect_ex))
        patch.setattr(socket, "getaddrinfo", look_up)
        yield


def _delete_what_is_there(_style: object, tables: list[str], **_options: object) -> list[str]:
    """Statements that empty the tables with rows: TRUNCATE would make the files of every table and index anew."""
    names = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT {i} WHERE EXISTS (SELECT FROM {name})" for i, name in enumerate(names))
        )
        return [f"DELETE FROM {names[i]}" for (i,) in cursor.fetchall()]


@pytest.fixture(scope="session", autouse=True)
def _flush_without_guards() -> Iterator[None]:
    """Let Django empty the database after a transactional test: the append-only guards come off and go back on."""
    from attending.ledger import guards

    flush = TransactionTestCase._fixture_teardown

    def unguarded(self: TransactionTestCase) -> None:
        guards.remove(connection)
        with pytest.MonkeyPatch.context() as patch:
            if connection.vendor == "postgresql":
                patch.setattr(connection.ops, "sql_flush", _delete_what_is_there)
            flush(self)
        if guards.missing(connection):
            guards.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded)
        yield


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without the tests' own variables, for tests that start a process or read a configuration."""
    for name in [name for name in os.environ if name.startswith(("ATTENDING_", "DJANGO_"))]:
        monkeypatch.delenv(name)
