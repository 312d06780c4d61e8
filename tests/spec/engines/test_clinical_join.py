"""Every engine joins predictions and events, and labels them when they are mature, as DuckDB does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa

from attending.sources.clinical import (
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
    label_tables,
)
from attending.sources.engines.warehouse import open_warehouse, table_layout

if TYPE_CHECKING:
    from .conftest import Place

START = datetime(2026, 1, 1, tzinfo=UTC)
DECLARATION = Declaration(
    PredictionColumns("pid", "s", "t", "stay", follow_up_end="until"),
    EventColumns("pid", "kind", "t", "v", "stay", "came"),
    (
        EventDeclaration("T", ("T",), "target", 6.0, 1.0, "first", Positive("one_of", ("1", "yes"))),
        EventDeclaration("Gone", ("gone",), "follow_up_end"),
    ),
    "T",
    View("encounter", "first_crossing", threshold=Decimal("0.7")),
    after_event="set_apart",
)
KEY = ("patient", "encounter")
SAID = (*KEY, "score", "period", "state", "outcome", "event_seen", "event_at", "observed_until", "looked_until")


def tables() -> tuple[pa.Table, pa.Table]:
    """160 predictions in 60 stays, and 200 events, some of them late, unknown or of no interest."""
    rng = np.random.default_rng(1)

    def moments(rows: int, hours: int, empty: float = 0.0) -> pa.Array:
        after = rng.integers(0, hours * 3_600_000, rows)
        gone = rng.random(rows) < empty
        stamps = [None if g else START + timedelta(milliseconds=int(ms)) for ms, g in zip(after, gone, strict=True)]
        return pa.array(stamps, pa.timestamp("us", tz="UTC"))

    def pick(rows: int, *among: str | None) -> pa.Array:
        return pa.array([among[i] for i in rng.integers(0, len(among), rows)], pa.string())

    stays = np.arange(160) % 60
    predictions = {
        "pid": pa.array([f"p{i % 40}" for i in stays]), "stay": pa.array([f"e{i}" for i in stays]),
        "s": pa.array(rng.integers(0, 11, 160) / 10), "t": moments(160, 36), "until": moments(160, 40, 0.5),
    }  # fmt: skip
    seen = rng.integers(0, 62, 200)
    events = {
        "pid": pa.array([f"p{i % 40}" for i in seen]), "stay": pa.array([f"e{i}" for i in seen]),
        "kind": pick(200, "T", "T", "gone", "x"), "t": moments(200, 48),
        "v": pick(200, None, "1", "1.0", " Yes", "0", "2.5", "n/a"), "came": moments(200, 60, 0.5),
    }  # fmt: skip
    return pa.table(predictions), pa.table(events)


def labelled(predictions: Any, events: Any) -> Any:
    return label_tables(
        predictions, events, DECLARATION,
        complete_until=datetime(2026, 1, 1, 20, tzinfo=UTC), as_of=datetime(2026, 1, 2, 20, tzinfo=UTC),
    )  # fmt: skip


def sorted_rows(found: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row[name] for name in SAID) for row in found.to_pylist()), key=lambda row: row[:2])


def test_labels_of_a_warehouse_are_those_of_duckdb_in_memory(place: Place) -> None:
    made, came = tables()
    memory = ibis.duckdb.from_connection(duckdb.connect())
    predictions, events = (memory.create_table(name, table) for name, table in (("p", made), ("e", came)))
    wanted = sorted_rows(memory.to_pyarrow(labelled(predictions, events)))
    names = place.put(made), place.put(came)
    with open_warehouse(place.connection) as warehouse:
        layouts = [table_layout(warehouse, place.connection, name) for name in names]
        found = sorted_rows(warehouse.fetch(labelled(*(layout.table for layout in layouts))))
    assert found == wanted
    assert {row[SAID.index("state")] for row in found} >= {"event", "no_event", "waiting"}
    assert len(found) == 60
