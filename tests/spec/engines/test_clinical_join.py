"""Every engine joins predictions and events, and labels them when they are mature, as DuckDB does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from attending.analytics import review_performance, to_document
from attending.sources.clinical import (
    CutOff,
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
    label_tables,
    reduce_clinical,
)
from attending.sources.clinical.warehouse import reduce_clinical_tables
from attending.sources.engines.warehouse import open_warehouse, table_layout
from tests.same_numbers import assert_same

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


def test_a_review_of_two_tables_is_that_of_their_files(place: Place, tmp_path: Path) -> None:
    predictions, events = tables()
    paths = [tmp_path / f"{name}.parquet" for name in ("predictions", "events")]
    for path, table in zip(paths, (predictions, events), strict=True):
        pq.write_table(table, path, write_page_checksum=True)
    declaration = replace(DECLARATION, cut_off=CutOff("newest_event"))
    asked: dict[str, Any] = {"as_of": datetime(2026, 1, 4, tzinfo=UTC), "thresholds": [Decimal("0.5")]}
    of_files = reduce_clinical(paths[0], paths[1], declaration, **asked)
    names = [place.put(predictions), place.put(events)]
    of_tables = reduce_clinical_tables(place.connection, names[0], names[1], declaration, **asked)
    assert_same(to_document(review_performance(of_tables.table)), to_document(review_performance(of_files.table)))
    assert (of_tables.maturity, of_tables.delays) == (of_files.maturity, of_files.delays)
    assert (of_tables.lead_times, of_tables.responses) == (of_files.lead_times, of_files.responses)
    assert of_tables.event_account == of_files.event_account
    assert of_tables.events.files[0].name == f"{place.connection.name}: {names[1]}"
