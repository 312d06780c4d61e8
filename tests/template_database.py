"""One migrated database for each run, of which every pytest process of the run starts with a copy."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

OF_THIS_RUN = "ATTENDING_TEST_DATA"  # of this pytest run and its workers; see tests/settings.py
OF_ALL_PARTS = "ATTENDING_TEST_TEMPLATE"  # of all pytest runs of one ./attending test

_on_sqlite = connection.vendor == "sqlite"


def begin_with_copy() -> None:
    """Have the test database begin as a copy of the run's template, which the first process to come here migrates."""
    if _on_sqlite:
        template = _folder() / "template.sqlite3"
        with _turn():
            if not template.exists():
                _migrate(unfinished := template.with_suffix(".unfinished"))
                unfinished.rename(template)
        shutil.copyfile(template, connection.settings_dict["TEST"]["NAME"])
    else:
        made = _folder() / "template.postgresql"
        with _turn():
            if not made.exists():
                _migrate(_name_on_postgres())
                made.touch()
            connection.settings_dict["TEST"]["TEMPLATE"] = _name_on_postgres()


def remove() -> None:
    """Remove from PostgreSQL the template that this run made there; a file goes with its folder."""
    made = _folder() / "template.postgresql"
    if not _on_sqlite and made.exists():
        made.unlink()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(_name_on_postgres())}")


def _folder() -> Path:
    """The folder of one run: a change of the code finds no template that an earlier code has migrated."""
    return Path(os.environ.get(OF_ALL_PARTS) or os.environ[OF_THIS_RUN])


def _name_on_postgres() -> str:
    return f"test_template_{hashlib.sha256(str(_folder()).encode()).hexdigest()[:12]}"


@contextmanager
def _turn() -> Iterator[None]:
    """One process of the run at a time."""
    with (_folder() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(name: Path | str) -> None:
    """Make the database ``name`` as Django makes a test database, and let go of it."""
    configured, tested = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = str(name)
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        connection.settings_dict["TEST"]["NAME"] = tested
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = configured
