"""Every engine joins predictions and events, and labels them when they are mature, as DuckDB does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.analytics import review_performance, to_document
from attending.analytics.records import to_record
from attending.sources.clinical import (
    CutOff,
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
    reduce_clinical,
    reduce_clinical_tables,
)
from attending.sources.clinical.declaration import Merge
from attending.sources.engine import Engine
from attending.sources.engines.warehouse import Warehouse
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
SAID = ("patient", "encounter", "at", "score", "period", "state", "outcome", "event_seen", "event_at", "observed_until")
MERGES: tuple[Merge, ...] = ("any", "first", "last", "forward", "nearest")
ASKED: dict[str, Any] = {"as_of": datetime(2026, 1, 4, tzinfo=UTC), "thresholds": [Decimal("0.5")]}
Rows = list[tuple[Any, ...]]


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


@pytest.fixture
def labelled(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Rows]]:
    """The labelled rows of each review that is made, alerts and units: whose, since and until when, what is known."""
    seen: dict[str, list[Rows]] = {"clinical_alerts": [], "clinical_units": []}
    for kind in (Engine, Warehouse):

        def kept(engine: Any, name: str, rows: Any, keep: Any = kind.keep) -> Any:
            found = keep(engine, name, rows)
            if name in seen:
                each = engine.fetch(found.select(SAID)).to_pylist()
                seen[name].append(sorted((tuple(row.values()) for row in each), key=lambda row: row[:4]))
            return found

        monkeypatch.setattr(kind, "keep", kept)
    return seen


def assert_same_review(place: Place, folder: Path, declaration: Declaration) -> None:
    """Assert that two tables say what two files of the same rows say."""
    predictions, events = tables()
    paths = [folder / f"{name}.parquet" for name in ("predictions", "events")]
    for path, table in zip(paths, (predictions, events), strict=True):
        pq.write_table(table, path, write_page_checksum=True)
    of_files = reduce_clinical(paths[0], paths[1], declaration, **ASKED)
    names = [place.put(predictions), place.put(events)]
    of_tables = reduce_clinical_tables(place.connection, names[0], names[1], declaration, **ASKED)
    assert_same(to_document(review_performance(of_tables.table)), to_document(review_performance(of_files.table)))
    assert (of_tables.maturity, of_tables.delays) == (of_files.maturity, of_files.delays)
    assert (of_tables.lead_times, of_tables.responses) == (of_files.lead_times, of_files.responses)
    assert of_tables.event_account == of_files.event_account
    assert of_tables.events.files[0].name == f"{place.connection.name}: {names[1]}"
    assert_same(to_record(of_tables.view), to_record(of_files.view))
    assert_same(to_record(of_tables.clusters), to_record(of_files.clusters))


def test_a_review_of_two_tables_is_that_of_their_files(
    place: Place, tmp_path: Path, labelled: dict[str, list[Rows]]
) -> None:
    assert_same_review(place, tmp_path, replace(DECLARATION, cut_off=CutOff("newest_event", lag_hours=12.0)))
    for name, rows in (("clinical_alerts", 160), ("clinical_units", 60)):
        files, there = labelled[name]
        assert there == files
        assert len(there) == rows
        assert {row[SAID.index("state")] for row in there} >= {"event", "no_event", "waiting"}


@pytest.mark.slow
@pytest.mark.parametrize("merge", MERGES)
@pytest.mark.parametrize("view", [View(), View("patient", "first_crossing", threshold=Decimal("0.7"))])
def test_every_merge_rule_decides_alike(
    database: Place, tmp_path: Path, labelled: dict[str, list[Rows]], view: View, merge: Merge
) -> None:
    declared = tuple(replace(e, merge=merge) if e.usage == "target" else e for e in DECLARATION.declared)
    assert_same_review(database, tmp_path, replace(DECLARATION, declared=declared, view=view))
    for files, there in (each for each in labelled.values() if each):
        assert there == files
