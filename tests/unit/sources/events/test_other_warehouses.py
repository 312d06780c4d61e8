"""What a reality check asks of Snowflake, BigQuery and SQL Server compiles there; that needs no account."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ibis.backends.sql import compilers

from attending.analytics.event_log import DrawnStep, Shift, TimeRule
from attending.sources import Connection
from attending.sources.engines import warehouse
from attending.sources.events import EventMapping, check_table

COMPILERS: dict[str, Any] = {
    "snowflake": compilers.SnowflakeCompiler(),
    "bigquery": compilers.BigQueryCompiler(),
    "mssql": compilers.MSSQLCompiler(),
}
STEPS = [DrawnStep("a", "Triage", ("Triage",)), DrawnStep("b", "Antibiotics", ("Antibiotics", "Fluids"))]
RULE = TimeRule("abx", "Antibiotics within 1 h", ("Triage",), ("Antibiotics",), 60)
MAPPING = EventMapping("mrn", "what", "at", order="ord", site="site", time_zone="Europe/Amsterdam")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    path: Path = tmp_path_factory.mktemp("lake") / "lake.duckdb"
    with duckdb.connect(path) as raw:
        raw.execute(
            "CREATE TABLE events AS SELECT (i // 2)::varchar AS mrn, ['Triage', 'Antibiotics'][i % 2 + 1] AS what, "
            "TIMESTAMPTZ '2026-01-01 10:00:00+00' + i * INTERVAL 17 MINUTE AS at, i AS ord, "
            "'North' AS site FROM range(60) t(i)"
        )
    return Connection("lake", "duckdb", f"duckdb://{path}")


@pytest.mark.parametrize(
    "kind",
    [pytest.param("snowflake", marks=pytest.mark.slow), pytest.param("bigquery", marks=pytest.mark.slow), "mssql"],
)
def test_every_query_of_a_reality_check_compiles(kind: str, lake: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    fetch = warehouse.Warehouse.fetch
    compiler = COMPILERS[kind]

    def recorded(engine: warehouse.Warehouse, expression: Any) -> Any:
        asked.append(str(compiler.to_sqlglot(expression.unbind()).sql(dialect=compiler.dialect)))
        return fetch(engine, expression)

    monkeypatch.setattr(warehouse.Warehouse, "fetch", recorded)
    # These engines have no place to keep what was computed, so every query is compiled whole.
    monkeypatch.setattr(warehouse, "_KEEPING", set())
    found = check_table(
        lake, "events", MAPPING, steps=STEPS, flows=[("a", "b")], rules=[RULE], by=["site", "weekday", "shift"],
        shifts=[Shift("day", time(7), time(19))],
    ).check  # fmt: skip
    assert len(asked) > 12
    assert (found.events, found.cases, found.rules[0].outcomes.in_time) == (60, 30, 30)
