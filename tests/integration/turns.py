"""Whether a change waits for its turn at the record before it locks any other row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import connection
from django.test.utils import CaptureQueriesContext

HEAD = '"ledger_head"'
NOTHING_REFERS_TO = '"review_logsource"'
LOCKS = ("FOR UPDATE", "FOR NO KEY UPDATE")

Done = TypeVar("Done")


def in_turn(act: Callable[[], Done]) -> Done:
    """What it gives, once it is seen to lock the record first, and no row with its key. On PostgreSQL only."""
    with CaptureQueriesContext(connection) as asked:
        done = act()
    told = [each["sql"] for each in asked.captured_queries]
    locking = [sql for sql in told if any(lock in sql for lock in LOCKS) or sql.startswith(("UPDATE", "DELETE"))]
    assert HEAD in locking[0]
    # A lock on a row's key holds up whoever adds a row that refers to it, and they may hold the record's head.
    whole = [sql for sql in told if "FOR UPDATE" in sql]
    assert [sql for sql in whole if HEAD not in sql and NOTHING_REFERS_TO not in sql] == []
    return done
