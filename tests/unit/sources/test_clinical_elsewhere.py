"""What is asked of other warehouses for predictions and events compiles there, and says what DuckDB says."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import ibis
import pyarrow as pa
import pytest

from attending.sources import Connection, LogRefused
from attending.sources.clinical import (
    ClinicalReduction,
    CutOff,
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
    View,
    reduce_clinical_tables,
)
from attending.sources.engines import warehouse
from attending.sources.engines.dialect import dialect_of

from .test_other_warehouses import COMPILERS, compiled

DECLARATION = Declaration(
    PredictionColumns("mrn", "score", "time", "stay", ("unit",), "id", "until"),
    EventColumns("mrn", "kind", "time", "value", "stay", "came"),
    (
        EventDeclaration("Sepsis", ("sepsis",), "target", 48.0, positive=Positive("at_least", bound=Decimal(1))),
        EventDeclaration("Order", ("order",), "recognition", 48.0),
        EventDeclaration("Treated", ("order",), "intervention", 6.0),
        EventDeclaration("Home", ("home",), "follow_up_end"),
    ),
    "Sepsis",
    View("encounter", "first_crossing", threshold=Decimal("0.7")),
    CutOff("newest_arrival"),
    after_event="set_apart",
)
ROWS = 300
_ALWAYS = (("mssql", True),)


def moments(step: int) -> pa.Array:
    start = 1_767_225_600_000_000
    return pa.array([start + i * step * 60_000_000 for i in range(ROWS)], pa.timestamp("us", tz="UTC"))


def tables(*, text: bool) -> tuple[pa.Table, pa.Table]:
    number = range(ROWS)
    stays = {
        "mrn": pa.array([f"p{i // 4}" for i in number]),
        "stay": pa.array([f"s{i // 2}" for i in number]),
    }
    predictions = pa.table(
        stays
        | {
            "id": pa.array(number), "score": pa.array([i % 11 / 10 for i in number]), "time": moments(120),
            "unit": pa.array([("ICU", "MAY", None)[i % 3] for i in number]), "until": moments(500),
        }
    )  # fmt: skip
    events = pa.table(
        stays
        | {
            "kind": pa.array([("sepsis", "order", "sepsis", "home")[i % 4] for i in number]), "time": moments(122),
            "value": pa.array([float(i % 3) for i in number]), "came": moments(123),
        }
    )  # fmt: skip
    if text:
        predictions, events = (
            pa.table({name: each[name].cast(pa.string()) for name in each.column_names})
            for each in (predictions, events)
        )
    return predictions, events


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Connection]:
    found = {}
    for text in (False, True):
        path = tmp_path_factory.mktemp("lake") / "lake.duckdb"
        backend = ibis.duckdb.connect(path)
        for name, table in zip(("predictions", "events"), tables(text=text), strict=True):
            backend.create_table(name, table)
        # Spark's own function, under the name in which the expressions ask for it.
        backend.raw_sql("CREATE MACRO btrim(written, characters) AS trim(written, characters)")
        backend.disconnect()
        found[text] = Connection("lake", "duckdb", f"duckdb://{path}")
    return found


def reviewed(lake: Connection, declaration: Declaration = DECLARATION) -> ClinicalReduction:
    return reduce_clinical_tables(
        lake, "predictions", "events", declaration,
        as_of=datetime(2026, 2, 1, tzinfo=UTC), thresholds=(Decimal("0.5"),),
    )  # fmt: skip


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch) -> Any:
    """DuckDB asked as another engine is, without temporary tables; gives the questions in that engine's language."""

    def as_if(name: str) -> list[str]:
        asked: list[str] = []
        fetch = warehouse.Warehouse.fetch

        def recorded(engine: warehouse.Warehouse, expression: Any) -> Any:
            asked.append(compiled(name, expression))
            return fetch(engine, expression)

        monkeypatch.setattr(warehouse.Warehouse, "fetch", recorded)
        monkeypatch.setattr(warehouse.Warehouse, "keep", lambda _engine, _name, expression: expression)
        monkeypatch.setattr(warehouse, "dialect_of", lambda _: dialect_of(name))
        return asked

    return as_if


@pytest.mark.parametrize(
    ("name", "text"),
    [*_ALWAYS]
    + [
        pytest.param(*each, marks=pytest.mark.slow) for each in product(COMPILERS, (False, True)) if each not in _ALWAYS
    ],
)
def test_every_question_compiles_and_answers_as_duckdb_does(
    lakes: dict[bool, Connection], speaking: Any, name: str, text: bool
) -> None:
    wanted = reviewed(lakes[text])
    assert wanted.maturity.total.event > 10
    asked = speaking(name)
    if name == "mssql" and text:
        with pytest.raises(ibis.common.exceptions.OperationNotDefinedError, match="Regex"):
            reviewed(lakes[text])
        return
    found = reviewed(lakes[text])
    assert len(asked) > 20
    assert max(map(len, asked)) < 1_000_000
    assert (found.maturity, found.delays) == (wanted.maturity, wanted.delays)
    assert (found.lead_times, found.responses) == (wanted.lead_times, wanted.responses)
    assert found.event_account == wanted.event_account
    assert found.table.n.tolist() == wanted.table.n.tolist()


@pytest.mark.parametrize("name", ["snowflake", "bigquery", "trino"])
def test_an_engine_that_does_not_know_time_zones_says_what_to_give_instead(
    lakes: dict[bool, Connection], speaking: Any, name: str
) -> None:
    speaking(name)
    local = dataclasses.replace(DECLARATION, time_zone="Europe/Berlin")
    with pytest.raises(LogRefused, match=r"column time: This engine is not known to tell.*Give a view"):
        reviewed(lakes[True], local)
